import ActivityStreams
import Foundation
import Model
import Storage

/// A step in an agreement, found by what an activity is about: whose it is, the sender is.
struct AgreementMove {
  let entry: AgreementStore.Entry
  let party: Agreement.Party
  let step: Agreement.Step
  /// The id that the agreement is given.
  var uri: String?
  /// Whether what was answered can still be answered; at the node of who answered, the author says so.
  var isOpen = true

  /// What becomes of the agreement.
  ///
  /// - Throws: `Refusal` for what is not the sender's to do, or not now.
  func outcome() throws(Refusal) -> Agreement {
    try entry.agreement.after(step, by: party, isOpen: isOpen)
  }

  /// Keeps what becomes of it, and tells the other.
  func carryOut(by sender: VerifiedSender, at now: Date, in tx: Transaction) throws {
    let next = try outcome()
    try requireNewIDs(in: tx)
    try tx.agreements.set(next, uri: uri, of: entry.id, at: now)
    try NotificationWriter.tell(ofStepIn: entry, by: sender.actor.id, at: now, in: tx)
  }

  /// - Throws: `Refusal.conflict` for an id that stands for something else already.
  private func requireNewIDs(in tx: Transaction) throws {
    if let uri, let known = try tx.agreements.find(uri: uri), known.id != entry.id {
      throw Refusal.conflict("\(uri) is another agreement.")
    }
    if case .state(_, let deed) = step, try tx.agreements.find(deed: deed.uri) != nil {
      throw Refusal.conflict("\(deed.uri) was said already.")
    }
  }

  // MARK: Finding

  /// An Accept of an Offer, or of what the other says was done.
  ///
  /// - Parameters:
  ///   - object: The id of either.
  ///   - result: The agreement as it is accepted, with its id.
  ///   - stamp: That id, of which it is proven that it is of the sender's origin.
  ///   - sender: Who accepts.
  ///   - now: The time.
  ///   - tx: The transaction.
  /// - Returns: Nothing when it is about something else.
  /// - Throws: `Refusal.forbidden` when the sender is neither of the two.
  static func accepting(
    _ object: String,
    _ result: AS.Agreement?,
    stamp: String?,
    by sender: VerifiedSender,
    at now: Date,
    in tx: Transaction
  ) throws -> AgreementMove? {
    if let entry = try tx.agreements.find(offer: object) {
      guard let stamp, let result, result.id?.string == stamp else {
        throw Refusal.malformed("It has no agreement with an id.")
      }
      guard AgreementTerms(result, on: entry.need) == entry.agreement.terms else {
        throw Refusal.malformed("That is not what was offered.")
      }
      var move = try AgreementMove(entry, .accept, by: sender)
      move.uri = stamp
      move.isOpen = try isOpen(entry, by: sender, at: now, in: tx)
      return move
    }
    guard let entry = try tx.agreements.find(deed: object) else { return nil }
    return try AgreementMove(entry, .confirm(object), by: sender)
  }

  /// A Reject of either.
  static func rejecting(
    _ object: String,
    reason: String,
    by sender: VerifiedSender,
    at now: Date,
    in tx: Transaction
  ) throws -> AgreementMove? {
    if let entry = try tx.agreements.find(offer: object) {
      return try AgreementMove(entry, .reject(reason: reason), by: sender)
    }
    guard let entry = try tx.agreements.find(deed: object) else { return nil }
    return try AgreementMove(entry, .dispute(object, reason: reason), by: sender)
  }

  /// An Undo of an Offer.
  static func withdrawing(
    _ offer: String?,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws -> AgreementMove? {
    guard let entry = try offer.flatMap(tx.agreements.find(offer:)) else { return nil }
    return try AgreementMove(entry, .withdraw, by: sender)
  }

  init(_ entry: AgreementStore.Entry, _ step: Agreement.Step, by sender: VerifiedSender) throws {
    guard let party = entry.party(sender.actor.id) else {
      throw Refusal.forbidden("\(sender.actor.uri) has no part in that agreement.")
    }
    (self.entry, self.party, self.step) = (entry, party, step)
  }

  /// The author's node knows whether it is still open.
  private static func isOpen(
    _ entry: AgreementStore.Entry,
    by sender: VerifiedSender,
    at now: Date,
    in tx: Transaction
  ) throws -> Bool {
    guard sender.isLocal else { return true }
    return try entry.postID.flatMap(tx.needs.find)?.isOpen(at: now) ?? false
  }

  /// Plain text of what somebody says, of bounded length.
  static func words(_ html: String) -> String {
    String(PlainText.text(of: html).prefix(Agreement.longestReason))
  }
}

extension AgreementTerms {
  /// What an agreement on a need or an offer stipulates; nothing when it is on another, or says not
  /// how much.
  init?(_ agreement: AS.Agreement, on need: String) {
    guard agreement.stipulates.satisfies.string == "\(need)#\(Agreement.Side.primary.rawValue)",
      let primary = Share(agreement.stipulates.quantity)
    else { return nil }
    self.init(primary: primary)
    guard let other = agreement.reciprocal else { return }
    guard other.satisfies.string == "\(need)#\(Agreement.Side.reciprocal.rawValue)",
      let share = Share(other.quantity)
    else { return nil }
    reciprocal = share
  }
}

extension AS.Agreement {
  /// Terms on the wire; with an id once they are accepted.
  init(_ terms: AgreementTerms, on need: AS.IRI, id: AS.IRI? = nil) {
    func commitment(_ side: Agreement.Side, _ share: AgreementTerms.Share) -> AS.Commitment {
      AS.Commitment(
        id: id?.with(fragment: side.rawValue),
        satisfies: need.with(fragment: side.rawValue),
        AS.Quantity(share)
      )
    }
    self.init(
      id: id,
      stipulates: commitment(.primary, terms.primary),
      reciprocal: terms.reciprocal.map { commitment(.reciprocal, $0) }
    )
  }
}

/// An offer to agree, or what the other of two who agreed says was done (FEP-0837).
struct AnsweredOffer: AnsweredRequest {
  private let move: AgreementMove
  private let sender: VerifiedSender

  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws {
    guard let object = answer.uri, let move = try Self.move(answer, object, sender, in: tx) else {
      return nil
    }
    _ = try move.outcome()
    (self.move, self.sender) = (move, sender)
  }

  private static func move(
    _ answer: RequestAnswer,
    _ object: String,
    _ sender: VerifiedSender,
    in tx: Transaction
  ) throws -> AgreementMove? {
    guard answer.type == .accept else {
      return try .rejecting(object, reason: answer.reason, by: sender, at: answer.now, in: tx)
    }
    return try .accepting(
      object,
      answer.agreement,
      stamp: answer.result,
      by: sender,
      at: answer.now,
      in: tx
    )
  }

  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws {
    try move.carryOut(by: sender, at: effects.now, in: tx)
  }

  func reject(_ effects: Effects, in tx: Transaction) throws {
    try move.carryOut(by: sender, at: effects.now, in: tx)
  }
}
