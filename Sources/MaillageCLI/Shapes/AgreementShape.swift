import Foundation
import Model
import Storage

/// An agreement as the command line prints it.
struct AgreementShape: Encodable, Sendable {
  /// What was promised on one side, and what became of it.
  struct Side: Encodable, Sendable {
    let amount: String
    let unit: String
    let provider: String
    let doneAmount: String?
    let doneOn: String?
    let saidBy: String?
    let isConfirmed: Bool
  }

  let id: Int64
  let uri: String?
  let need: String
  let title: String
  let purpose: String
  let author: String
  let proposer: String
  let stage: String
  let words: String
  let reason: String
  let primary: Side
  let inReturn: Side?
  let createdAt: Date
  let updatedAt: Date

  init(_ entry: AgreementStore.Entry, in tx: Transaction) throws {
    let author = try tx.actors.find(entry.authorID)?.address ?? ""
    let proposer = try tx.actors.find(entry.proposerID)?.address ?? ""
    func name(_ party: Agreement.Party) -> String { party == .author ? author : proposer }
    func side(_ side: Agreement.Side) -> Side? {
      entry.agreement[side].map { commitment in
        Side(
          amount: commitment.share.amount.description,
          unit: commitment.share.unit.description,
          provider: name(Agreement.provider(of: side, entry.purpose)),
          doneAmount: commitment.deed?.amount.description,
          doneOn: commitment.deed?.day.description,
          saidBy: commitment.deed.map { name($0.party) },
          isConfirmed: commitment.isConfirmed
        )
      }
    }
    guard let primary = side(.primary) else { throw Refusal.absent }
    id = entry.id
    uri = entry.uri
    need = entry.need
    title = entry.title
    purpose = entry.purpose.rawValue
    (self.author, self.proposer) = (author, proposer)
    stage = entry.agreement.stage.rawValue
    words = entry.words
    reason = entry.agreement.reason
    self.primary = primary
    inReturn = side(.reciprocal)
    createdAt = entry.createdAt
    updatedAt = entry.updatedAt
  }

  var shown: String {
    var facts = Facts([
      "agreement": "\(id)", "state": stage, "published by": author, "answered by": proposer,
    ])
    facts.add("words", words)
    facts.add("promised", primary.shown)
    facts.add("in return", inReturn?.shown)
    facts.add("because", reason)
    return "\(Styled.strong(title))\n\(facts.shown)\n\(need)"
  }
}

extension AgreementShape.Side {
  fileprivate var shown: String {
    let promise = "\(amount) \(unit) by \(provider)"
    guard let doneAmount, let doneOn, let saidBy else { return promise }
    let end = isConfirmed ? "confirmed by both" : "not confirmed yet"
    return "\(promise)\ndone: \(doneAmount) \(unit) on \(doneOn), says \(saidBy); \(end)"
  }
}
