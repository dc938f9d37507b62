import Foundation

/// How much of an exchange is left of a tie as time goes by.
package enum TieStrength {
  /// After so many days half of it is left.
  package static let halfLife = 90.0

  /// What an exchange counts for: 1 now, half after the half-life.
  package static func weight(ofDays days: Double, halfLife: Double = halfLife) -> Double {
    pow(2, -max(0, days) / halfLife)
  }
}

/// What organisations exchanged with each other, and who could and does not.
package struct ExchangeBalance: Sendable, Hashable {
  package let given: Double
  package let taken: Double

  package init(given: Double, taken: Double) {
    self.given = given
    self.taken = taken
  }

  /// From -1, only taken, to +1, only given; nothing where neither was.
  package var index: Double? {
    given + taken > 0 ? (given - taken) / (given + taken) : nil
  }

  /// Whether both gave something: one who only speaks has not exchanged.
  package var isTwoWay: Bool { given > 0 && taken > 0 }

  /// Pairs that agreed to exchange and do not any more: two-way in none of the months looked at.
  ///
  /// - Parameters:
  ///   - agreed: Those with whom a peering was there before the months began.
  ///   - months: For each month what was exchanged with whom.
  /// - Returns: Sorted.
  package static func silent<Peer: Hashable & Comparable>(
    among agreed: some Sequence<Peer>,
    in months: [[Peer: ExchangeBalance]]
  ) -> [Peer] {
    agreed.filter { peer in !months.contains { $0[peer]?.isTwoWay == true } }.sorted()
  }
}
