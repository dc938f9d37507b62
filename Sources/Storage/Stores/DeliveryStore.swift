import Foundation
import GRDB
import Model

/// Activities on their way to other nodes, and what is known of the ways.
package struct DeliveryStore {
  let db: Database

  /// A delivery with what is sent.
  package struct Job: Sendable, Hashable {
    package var delivery: Delivery
    package var activityURI: String
    package var body: [UInt8]
  }

  private static let columns = """
    delivery.id, delivery.activityID, delivery.senderID, delivery.inbox, delivery.lane, \
    delivery.state, delivery.attempts, delivery.notBefore, delivery.enqueuedAt, delivery.lastError
    """

  /// How the reason begins why a delivery was given up for its age.
  package static let notDelivered = "Not delivered in time"
  package static let notCollected = "Not collected in time"

  // MARK: Deliveries

  /// Enqueues one activity for many inboxes; the same inbox twice is one delivery.
  ///
  /// What goes to the lanes named is held until somebody releases it.
  package func enqueue(
    _ activity: ActivityID,
    from sender: ActorID,
    to inboxes: [String],
    at now: Date,
    holding lanes: Set<String> = []
  ) throws {
    for inbox in inboxes {
      guard let lane = Origin(of: inbox) else { continue }
      try db.run(
        """
        INSERT OR IGNORE INTO delivery
          (activityID, senderID, inbox, lane, state, attempts, notBefore, enqueuedAt)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?6)
        """,
        [
          activity, sender, inbox, lane.description,
          lanes.contains(lane.description) ? Delivery.State.held : .waiting, now.milliseconds,
        ]
      )
    }
  }

  /// The lanes in which something waits, in order.
  package func busyLanes() throws -> [String] {
    // One step in the index per lane instead of one per waiting row.
    try db.all(
      """
      WITH RECURSIVE busy (lane) AS (
        SELECT min(lane) FROM delivery WHERE state = 'waiting'
        UNION ALL
        SELECT (SELECT min(lane) FROM delivery WHERE state = 'waiting' AND lane > busy.lane)
        FROM busy WHERE busy.lane IS NOT NULL)
      SELECT lane FROM busy WHERE lane IS NOT NULL
      """
    ) { $0[0] }
  }

  /// The oldest waiting deliveries of a lane, due or not, in order.
  package func waiting(in lane: String, limit: Int) throws -> [Job] {
    try jobs(
      "delivery.lane = ? AND delivery.state = 'waiting' ORDER BY delivery.id LIMIT ?",
      [lane, limit]
    )
  }

  /// The most that one reading of what is held brings into memory, besides its first delivery.
  static let largestBatch = 2 << 20

  /// The deliveries under a condition, with what is sent, until that is more than so many bytes.
  func jobs(
    _ condition: StaticString,
    _ arguments: Arguments,
    upTo bytes: Int = .max
  ) throws -> [Job] {
    var size = 0
    return try db.all(
      """
      SELECT \(Self.columns), outboxActivity.uri, outboxActivity.body
      FROM delivery JOIN outboxActivity ON outboxActivity.id = activityID
      WHERE \(fixed: condition)
      """,
      arguments,
      while: { (job: Job) in
        defer { size += job.body.count }
        return size == 0 || size + job.body.count <= bytes
      },
      { Job(delivery: Delivery(row: $0), activityURI: $0[10], body: $0.bytes(11)) }
    )
  }

  /// The oldest deliveries of a lane that may be tried now.
  ///
  /// One that is put off holds back the later ones of its sender, unless it has failed so often
  /// that it stands aside.
  package func ready(
    in lane: String,
    at now: Date,
    standingAsideAfter attempts: Int,
    limit: Int
  ) throws -> [Job] {
    try jobs(
      """
      delivery.lane = ?1 AND delivery.state = 'waiting' AND delivery.notBefore <= ?2
        AND NOT EXISTS (SELECT 1 FROM delivery AS earlier
          WHERE earlier.lane = ?1 AND earlier.state = 'waiting' AND earlier.id < delivery.id
            AND earlier.senderID = delivery.senderID AND earlier.notBefore > ?2
            AND earlier.attempts < ?3)
      ORDER BY delivery.id LIMIT ?4
      """,
      [lane, now.milliseconds, attempts, limit]
    )
  }

  package func remove(_ id: Int64) throws {
    try db.run("DELETE FROM delivery WHERE id = ?", [id])
  }

  package func retry(_ id: Int64, notBefore: Date, error: String) throws {
    try db.run(
      "UPDATE delivery SET attempts = attempts + 1, notBefore = ?, lastError = ? WHERE id = ?",
      [notBefore.milliseconds, error, id]
    )
  }

  package func abandon(_ id: Int64, error: String) throws {
    try db.run(
      "UPDATE delivery SET state = 'abandoned', attempts = attempts + 1, lastError = ? WHERE id = ?",
      [error, id]
    )
  }

  // MARK: Steering

  /// What is in the queue after a number, without bodies: of one lane or of all.
  package func list(lane: String?, limit: Int, after id: Int64 = 0) throws -> [Job] {
    if let lane {
      try list(
        """
        delivery.state IN ('waiting', 'held', 'abandoned') AND delivery.lane = ?3
          AND delivery.id > ?1
        """,
        [id, limit, lane]
      )
    } else {
      try list("delivery.id > ?1", [id, limit])
    }
  }

  private func list(_ condition: StaticString, _ arguments: Arguments) throws -> [Job] {
    try db.all(
      """
      SELECT \(Self.columns), outboxActivity.uri
      FROM delivery JOIN outboxActivity ON outboxActivity.id = activityID
      WHERE \(fixed: condition) ORDER BY delivery.id LIMIT ?2
      """,
      arguments
    ) { row in Job(delivery: Delivery(row: row), activityURI: row[10], body: []) }
  }

  package func count(_ state: Delivery.State) throws -> Int {
    try db.count("SELECT count(*) FROM delivery WHERE state = ?", [state])
  }

  package func oldestWaiting() throws -> Date? {
    try db.first(
      "SELECT enqueuedAt FROM delivery WHERE state = 'waiting' ORDER BY enqueuedAt LIMIT 1"
    ) { $0.date(0) }
  }

  /// Makes everything of a lane (or all) due at once, abandoned deliveries too, held ones not.
  package func retryAll(lane: String?, at now: Date) throws -> Int {
    guard let lane else {
      try db.run(
        """
        UPDATE delivery SET state = 'waiting', attempts = 0, notBefore = ?
        WHERE state IN ('waiting', 'abandoned')
        """,
        [now.milliseconds]
      )
      let count = db.changesCount
      try db.run("UPDATE deliveryLane SET failures = 0, openUntil = NULL")
      return count
    }
    try db.run(
      """
      UPDATE delivery SET state = 'waiting', attempts = 0, notBefore = ?
      WHERE state IN ('waiting', 'abandoned') AND lane = ?
      """,
      [now.milliseconds, lane]
    )
    let count = db.changesCount
    try db.run("UPDATE deliveryLane SET failures = 0, openUntil = NULL WHERE lane = ?", [lane])
    return count
  }

  /// Gives up everything of a lane, or all, but what is held.
  package func drop(lane: String?) throws -> Int {
    if let lane {
      try db.run(
        "DELETE FROM delivery WHERE state IN ('waiting', 'abandoned') AND lane = ?",
        [lane]
      )
    } else {
      try db.run("DELETE FROM delivery WHERE state IN ('waiting', 'abandoned')")
    }
    return db.changesCount
  }

  // MARK: Lanes

  package func lane(_ name: String) throws -> DeliveryLane? {
    try db.first(
      "SELECT \(DeliveryLane.columns) FROM deliveryLane WHERE lane = ?",
      [name],
      DeliveryLane.init(row:)
    )
  }

  package func lanes() throws -> [DeliveryLane] {
    try db.all(
      "SELECT \(DeliveryLane.columns) FROM deliveryLane ORDER BY lane LIMIT 10000",
      [],
      DeliveryLane.init(row:)
    )
  }

  package func save(_ lane: DeliveryLane, at now: Date) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO deliveryLane
        (\(DeliveryLane.columns), touchedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        lane.lane, lane.failures, lane.openUntil?.milliseconds, lane.isPaused,
        lane.signatureScheme, lane.lastSuccessAt?.milliseconds, lane.lastError, now.milliseconds,
      ]
    )
  }

  /// Forgets abandoned deliveries, and lanes nobody has used, from before a time (threat 19).
  package func purge(before time: Date) throws -> Int {
    try db.run(
      "DELETE FROM delivery WHERE state = 'abandoned' AND enqueuedAt < ?",
      [time.milliseconds]
    )
    let count = db.changesCount
    try db.run(
      """
      DELETE FROM deliveryLane WHERE touchedAt < ? AND isPaused = 0
        AND NOT EXISTS (SELECT 1 FROM delivery
          WHERE delivery.lane = deliveryLane.lane AND delivery.state = 'waiting')
      """,
      [time.milliseconds]
    )
    return count + db.changesCount
  }
}

extension Delivery {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      activityID: row[1],
      senderID: row[2],
      inbox: row[3],
      lane: row[4],
      state: row[5],
      attempts: row[6],
      notBefore: row.date(7),
      enqueuedAt: row.date(8),
      lastError: row[9]
    )
  }
}

extension DeliveryLane {
  fileprivate static let columns =
    "lane, failures, openUntil, isPaused, signatureScheme, lastSuccessAt, lastError"

  fileprivate init(row: Row) {
    self.init(
      lane: row[0],
      failures: row[1],
      openUntil: row.dateIfAny(2),
      isPaused: row[3],
      signatureScheme: row[4],
      lastSuccessAt: row.dateIfAny(5),
      lastError: row[6]
    )
  }
}
