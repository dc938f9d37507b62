import Model
import Storage

/// A wish to show what was said of somebody (Protocol/endorsements.md).
struct AnsweredEndorsement: AnsweredRequest {
  private let asked: Testimonial
  private let sender: VerifiedSender

  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws {
    guard let asked = try GivenConsent.asked(by: answer.uri, of: sender, in: tx) else { return nil }
    self.asked = asked
    self.sender = sender
  }

  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws {
    guard let given = answer.consent, given.testimonial == asked.uri else {
      throw Refusal.malformed("It carries no consent to \(asked.uri).")
    }
    _ = try given.find(from: sender, in: tx)
    try tx.testimonials.agree(to: asked.id, by: given.consent)
    guard asked.state == .asked else { return }
    try NotificationWriter.tell(ofConsentTo: asked, at: effects.now, in: tx)
  }

  func reject(_ effects: Effects, in tx: Transaction) throws {
    guard asked.state == .asked else { throw Ignored("That was answered already.") }
    try tx.testimonials.hide(asked.id)
  }
}
