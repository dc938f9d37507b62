import Foundation

/// What two people agree on about a need or an offer, from the first word to both having confirmed.
///
/// It is theirs alone: their two nodes keep it, and nobody else sees it.
package struct Agreement: Hashable, Sendable {
  /// One of the two.
  package enum Party: String, Sendable, CaseIterable {
    /// Who published the need or the offer.
    case author
    /// Who answered it.
    case proposer

    package var other: Party { self == .author ? .proposer : .author }
  }

  /// One of the two things that were promised.
  package enum Side: String, Sendable, CaseIterable {
    /// What the need or the offer is about.
    case primary
    /// What is given in return.
    case reciprocal
  }

  package enum Stage: String, Sendable, CaseIterable {
    /// Somebody answered, and waits.
    case offered
    case accepted
    case rejected
    /// Whoever answered took it back.
    case withdrawn
    /// All that was promised was done, and both sides said so.
    case fulfilled

    package var isOver: Bool { self == .rejected || self == .withdrawn || self == .fulfilled }
  }

  /// What one side says was done (Valueflows' EconomicEvent).
  package struct Deed: Hashable, Sendable {
    package var uri: String
    package var party: Party
    package var amount: Amount
    package var day: Day

    package init(uri: String, by party: Party, _ amount: Amount, on day: Day) {
      (self.uri, self.party, self.amount, self.day) = (uri, party, amount, day)
    }
  }

  /// What was promised on one side, and how far it is (FEP-0837's Commitment).
  package struct Commitment: Hashable, Sendable {
    package var share: AgreementTerms.Share
    /// What one side says was done.
    package var deed: Deed?
    /// Whether the other side confirmed it.
    package var isConfirmed: Bool

    package init(_ share: AgreementTerms.Share, deed: Deed? = nil, isConfirmed: Bool = false) {
      (self.share, self.deed, self.isConfirmed) = (share, deed, isConfirmed)
    }
  }

  package var stage: Stage
  package var primary: Commitment
  package var reciprocal: Commitment?
  /// Why it was rejected, or what was said not to be so.
  package var reason: String

  package static let longestReason = 500

  package init(
    _ terms: AgreementTerms,
    stage: Stage = .offered,
    reason: String = ""
  ) {
    self.stage = stage
    self.reason = reason
    primary = Commitment(terms.primary)
    reciprocal = terms.reciprocal.map { Commitment($0) }
  }

  package var terms: AgreementTerms {
    AgreementTerms(primary: primary.share, reciprocal: reciprocal?.share)
  }

  package subscript(side: Side) -> Commitment? {
    get { side == .primary ? primary : reciprocal }
    set {
      switch side {
      case .primary: if let newValue { primary = newValue }
      case .reciprocal: reciprocal = newValue
      }
    }
  }

  /// Who gives what is promised on a side; the other receives it.
  package static func provider(of side: Side, _ purpose: Need.Purpose) -> Party {
    let giver: Party = purpose == .offer ? .author : .proposer
    return side == .primary ? giver : giver.other
  }
}
