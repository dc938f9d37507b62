import Foundation
import GRDB
import Model

extension DeliveryStore {
  /// How much lies in one lane.
  package struct Depth: Sendable, Hashable {
    package var lane: String
    package var waiting: Int
    package var abandoned: Int
    /// When the oldest that waits was enqueued.
    package var oldest: Date?
    package var held = 0
  }

  /// What lies in each lane that holds anything, in order.
  package func depths() throws -> [Depth] {
    try db.all(
      """
      SELECT lane, sum(state = 'waiting'), sum(state = 'abandoned'),
        min(CASE WHEN state = 'waiting' THEN enqueuedAt END), sum(state = 'held')
      FROM delivery GROUP BY lane ORDER BY lane LIMIT 10000
      """
    ) { row in
      Depth(
        lane: row[0],
        waiting: row[1],
        abandoned: row[2],
        oldest: row.dateIfAny(3),
        held: row[4]
      )
    }
  }
}
