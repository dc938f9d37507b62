import Foundation

/// A part of a node's directory, signed as a whole: a million entries need no million proofs.
package struct TalentBucket: Hashable, Sendable {
  /// An entry that was taken back.
  package struct Withdrawal: Hashable, Sendable {
    package var number: String
    package var withdrawnAt: Date

    package init(number: String, withdrawnAt: Date) {
      (self.number, self.withdrawnAt) = (number, withdrawnAt)
    }
  }

  /// How many a directory has.
  package static let count = 64
  /// The most entries of one.
  package static let mostEntries = 2_000
  /// How long a withdrawal is told, in seconds: thirty days.
  package static let remembrance: TimeInterval = 30 * 86_400

  /// 0 to 63 (``TalentEntry/bucket(of:)``).
  package var index: Int
  /// Rises with each change.
  package var version: Int64
  /// By number.
  package var entries: [TalentEntry]
  /// By number.
  package var withdrawals: [Withdrawal]

  package init(
    index: Int,
    version: Int64,
    entries: [TalentEntry] = [],
    withdrawals: [Withdrawal] = []
  ) {
    (self.index, self.version) = (index, version)
    (self.entries, self.withdrawals) = (entries, withdrawals)
  }
}
