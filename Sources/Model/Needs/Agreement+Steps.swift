import Foundation

extension Agreement {
  /// What a party does about an agreement.
  package enum Step: Hashable, Sendable {
    /// Begins it: what is answered must be open, and the terms must be those it allows.
    case accept
    case reject(reason: String)
    case withdraw
    /// Says that what was promised on a side is done.
    case state(Side, Deed)
    /// Says that so it is; the URI is the deed's.
    case confirm(String)
    /// Says that so it is not.
    case dispute(String, reason: String)
  }

  /// Whether somebody may answer a need or an offer so.
  ///
  /// - Throws: `Refusal.conflict` for what is closed, `Refusal.malformed` for terms that do not fit.
  package static func begin(
    _ terms: AgreementTerms,
    on need: Need,
    at now: Date
  ) throws(Refusal)
    -> Agreement
  {
    guard need.isOpen(at: now) else { throw .conflict("It is closed.") }
    try terms.require(by: need)
    return Agreement(terms)
  }

  /// What becomes of it by a step.
  ///
  /// - Parameters:
  ///   - step: What is done.
  ///   - party: Who does it.
  ///   - isOpen: Whether the need or the offer can still be answered.
  /// - Returns: The agreement as it is then.
  /// - Throws: `Refusal.forbidden` for what is the other's to do, `Refusal.conflict` for what is done
  ///   already or too early.
  package func after(_ step: Step, by party: Party, isOpen: Bool) throws(Refusal) -> Agreement {
    var next = self
    switch step {
    case .accept:
      try Self.require(party, .author, "Only who published it accepts an answer.")
      try require(stage == .offered)
      guard isOpen else { throw .conflict("It is closed.") }
      next.stage = .accepted
    case .reject(let reason):
      try Self.require(party, .author, "Only who published it rejects an answer.")
      try requireUndone()
      (next.stage, next.reason) = (.rejected, reason)
    case .withdraw:
      try Self.require(party, .proposer, "Only who answered takes the answer back.")
      try requireUndone()
      next.stage = .withdrawn
    case .state(let side, let deed): try next.state(deed, on: side, by: party)
    case .confirm(let uri):
      let side = try answerable(uri, by: party)
      next[side]?.isConfirmed = true
      if next.primary.isConfirmed, next.reciprocal?.isConfirmed ?? true { next.stage = .fulfilled }
      next.reason = ""
    case .dispute(let uri, let reason):
      let side = try answerable(uri, by: party)
      next[side]?.deed = nil
      next.reason = reason
    }
    return next
  }

  private mutating func state(_ deed: Deed, on side: Side, by party: Party) throws(Refusal) {
    try require(stage == .accepted)
    guard let commitment = self[side] else { throw .malformed("Nothing was promised in return.") }
    guard deed.party == party else { throw .forbidden("Nobody speaks for the other.") }
    guard commitment.deed == nil else { throw .conflict("It was said to be done already.") }
    self[side]?.deed = deed
    reason = ""
  }

  /// The side whose deed a party may confirm or dispute: what the other said, and is not settled.
  private func answerable(_ uri: String, by party: Party) throws(Refusal) -> Side {
    guard let side = Side.allCases.first(where: { self[$0]?.deed?.uri == uri }),
      let commitment = self[side], let deed = commitment.deed
    else { throw .conflict("Nobody said so.") }
    guard deed.party == party.other else {
      throw .forbidden("What one says oneself, the other confirms.")
    }
    guard !commitment.isConfirmed else { throw .conflict("It was confirmed already.") }
    return side
  }

  private func requireUndone() throws(Refusal) {
    try require(stage == .offered || stage == .accepted)
    guard primary.deed == nil, reciprocal?.deed == nil else {
      throw .conflict("Some of it was done already.")
    }
  }

  private func require(_ isInTime: Bool) throws(Refusal) {
    guard isInTime else { throw .conflict("The agreement is \(stage.rawValue).") }
  }

  private static func require(
    _ party: Party,
    _ wanted: Party,
    _ words: String
  ) throws(Refusal) {
    guard party == wanted else { throw .forbidden(words) }
  }
}
