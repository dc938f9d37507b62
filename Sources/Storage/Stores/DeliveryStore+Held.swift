import Foundation
import GRDB
import Model

extension DeliveryStore {
  /// What is held for a lane after a number, the oldest first, until it is some megabytes.
  package func held(lane: String, limit: Int, after id: Int64 = 0) throws -> [Job] {
    try jobs(
      """
      delivery.state = 'held' AND delivery.lane = ? AND delivery.id > ?
      ORDER BY delivery.id LIMIT ?
      """,
      [lane, id, Page(limit: limit).limit],
      upTo: Self.largestBatch
    )
  }

  /// Sends off what is held for a lane.
  ///
  /// It gets new numbers, behind all that waits: the other side may have acknowledged later ones,
  /// and with them all that were before.
  package func release(lane: String, at now: Date) throws -> Int {
    try db.run(
      """
      INSERT OR REPLACE INTO delivery
        (activityID, senderID, inbox, lane, state, attempts, notBefore, enqueuedAt)
      SELECT activityID, senderID, inbox, lane, 'waiting', 0, ?1, ?1 FROM delivery
      WHERE state = 'held' AND lane = ?2 ORDER BY id
      """,
      [now.milliseconds, lane]
    )
    return db.changesCount
  }

  package func release(_ ids: [Int64], at now: Date) throws -> Int {
    try ids.sorted().reduce(0) { count, id in
      try db.run(
        """
        INSERT OR REPLACE INTO delivery
          (activityID, senderID, inbox, lane, state, attempts, notBefore, enqueuedAt)
        SELECT activityID, senderID, inbox, lane, 'waiting', 0, ?1, ?1 FROM delivery
        WHERE state = 'held' AND id = ?2
        """,
        [now.milliseconds, id]
      )
      return count + db.changesCount
    }
  }

  /// Gives up what is held for a lane.
  package func dropHeld(lane: String) throws -> Int {
    try db.run("DELETE FROM delivery WHERE state = 'held' AND lane = ?", [lane])
    return db.changesCount
  }

  package func dropHeld(_ ids: [Int64]) throws -> Int {
    try ids.reduce(0) { count, id in
      try db.run("DELETE FROM delivery WHERE state = 'held' AND id = ?", [id])
      return count + db.changesCount
    }
  }

  /// Gives up what nobody has let out since a time.
  package func dropHeld(before time: Date) throws -> Int {
    try db.run(
      "DELETE FROM delivery WHERE state = 'held' AND enqueuedAt < ?",
      [time.milliseconds]
    )
    return db.changesCount
  }
}
