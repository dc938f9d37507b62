import Foundation
import GRDB

/// What waits for a time to come, for when the clock turns out to have been wrong.
package struct ClockStore {
  let db: Database

  /// The clock was set back: what was to wait for a moment that is now further away waits as long as
  /// it was meant to, and what was given up for an age that it does not have waits again.
  ///
  /// Times that people chose, such as those of posts for later, stay.
  ///
  /// - Parameters:
  ///   - seconds: By how much.
  ///   - now: The time as it is now.
  ///   - deliveryLifetime: For how many seconds a delivery is worth trying.
  /// - Returns: How many waits were corrected.
  /// - Throws: `DatabaseError`.
  package func turnBack(
    by seconds: TimeInterval,
    at now: Date,
    deliveryLifetime: TimeInterval
  ) throws -> Int {
    let arguments: Arguments = [Int64(seconds * 1_000), now.milliseconds]
    let before = db.totalChangesCount
    try turnBackQueues(arguments)
    try turnBackRest(arguments)
    try takeUpAgain(since: now.addingTimeInterval(-deliveryLifetime), at: now)
    return db.totalChangesCount - before
  }

  private func turnBackQueues(_ arguments: Arguments) throws {
    try db.run(
      """
      UPDATE delivery SET notBefore = max(notBefore - ?1, ?2)
      WHERE state = 'waiting' AND notBefore > ?2
      """,
      arguments
    )
    try db.run(
      "UPDATE deliveryLane SET openUntil = max(openUntil - ?1, ?2) WHERE openUntil > ?2",
      arguments
    )
    try db.run(
      """
      UPDATE inboxActivity SET notBefore = max(notBefore - ?1, ?2)
      WHERE state = 'waiting' AND notBefore > ?2
      """,
      arguments
    )
    try db.run(
      """
      UPDATE backgroundFetch SET notBefore = max(notBefore - ?1, ?2)
      WHERE state = 'waiting' AND notBefore > ?2
      """,
      arguments
    )
  }

  private func takeUpAgain(since time: Date, at now: Date) throws {
    try db.run(
      """
      UPDATE delivery SET state = 'waiting', notBefore = ?1, lastError = NULL
      WHERE state = 'abandoned' AND enqueuedAt >= ?2
        AND (lastError LIKE ?3 || '%' OR lastError LIKE ?4 || '%')
      """,
      [
        now.milliseconds, time.milliseconds, DeliveryStore.notDelivered, DeliveryStore.notCollected,
      ]
    )
  }

  private func turnBackRest(_ arguments: Arguments) throws {
    try db.run(
      "UPDATE letter SET notBefore = max(notBefore - ?1, ?2) WHERE notBefore > ?2",
      arguments
    )
    try db.run(
      "UPDATE pushMessage SET notBefore = max(notBefore - ?1, ?2) WHERE notBefore > ?2",
      arguments
    )
    try db.run(
      "UPDATE quotation SET notBefore = max(notBefore - ?1, ?2) WHERE notBefore > ?2",
      arguments
    )
  }
}
