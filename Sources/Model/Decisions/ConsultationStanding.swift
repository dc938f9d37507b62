import Foundation

/// Where a consultation stands, as far as this node knows.
package struct ConsultationStanding: Hashable, Sendable {
  /// When this node's own vote was made up, or found to be none.
  package var decidedAt: Date?
  /// When the vote ended, with what its author's node counted.
  package var endedAt: Date?
  /// How many might have voted.
  package var electorate: Int?
  /// How often each option was chosen, and at the end how many abstained; kept, since a voter may leave.
  package var tally: [Int] = []
  /// Votes that decided, and that this node could not verify.
  package var missing = 0

  package init() {}
}
