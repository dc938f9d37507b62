import Foundation
import GRDB
import Model

extension DeliveryStore {
  /// Hands out what waits for a node that takes no connections, and forgets what it has safely,
  /// up to the number that it acknowledges.
  ///
  /// What it acknowledges without having been given it stays. One delivery at least comes, however
  /// large, and no more than so many bytes.
  package func collect(
    lane: String,
    acknowledged: Int64,
    limit: Int,
    bytes: Int = 1 << 20
  ) throws -> [Job] {
    try db.run(
      "DELETE FROM delivery WHERE state = 'waiting' AND lane = ? AND id <= ? AND attempts > 0",
      [lane, acknowledged]
    )
    let jobs = try jobs(
      "delivery.state = 'waiting' AND delivery.lane = ? ORDER BY delivery.id LIMIT ?",
      [lane, Page(limit: limit).limit],
      upTo: bytes
    )
    for job in jobs where job.delivery.attempts == 0 {
      try db.run("UPDATE delivery SET attempts = 1 WHERE id = ?", [job.delivery.id])
    }
    return jobs
  }

  /// Gives up what a lane has not collected since a time (threat 19).
  package func abandon(lane: String, before time: Date, error: String) throws -> Int {
    try db.run(
      """
      UPDATE delivery SET state = 'abandoned', lastError = ?
      WHERE state = 'waiting' AND lane = ? AND enqueuedAt < ?
      """,
      [error, lane, time.milliseconds]
    )
    return db.changesCount
  }

  /// The lanes in which something waits and must be brought; those left out come and collect.
  package func busyLanes(except collected: Set<String>) throws -> [String] {
    try busyLanes().filter { !collected.contains($0) }
  }
}
