import Foundation
import GRDB
import Model

extension InboxStore {
  /// An activity that waits for somebody to let it in.
  package struct Held: Sendable, Hashable {
    package var id: Int64
    package var uri: String
    package var senderID: ActorID
    package var type: String
    package var body: [UInt8]
    /// The peer's host, whose valve holds it.
    package var peer: String
    package var receivedAt: Date
  }

  /// The most of one peer that is held; the rest is turned away.
  package static let mostHeld = 5000

  /// - Throws: `Refusal.rateLimited` when so much of the peer is held that nobody will read it.
  func requireRoom(toHoldFor peer: String) throws {
    let isFull = try db.has(
      "SELECT 1 FROM inboxActivity WHERE state = 'held' AND peer = ? ORDER BY id LIMIT 1 OFFSET ?",
      [peer, Self.mostHeld - 1]
    )
    guard !isFull else { throw Refusal.rateLimited(seconds: 3600) }
  }

  /// What is held of a peer after a number, the oldest first, until it is some megabytes.
  package func held(peer: String, limit: Int, after id: Int64 = 0) throws -> [Held] {
    var size = 0
    return try db.all(
      """
      SELECT id, uri, senderID, type, body, peer, receivedAt FROM inboxActivity
      WHERE state = 'held' AND peer = ? AND id > ? ORDER BY id LIMIT ?
      """,
      [peer, id, Page(limit: limit).limit],
      while: { (held: Held) in
        defer { size += held.body.count }
        return size == 0 || size + held.body.count <= Self.largestBatch
      },
      Held.init(row:)
    )
  }

  package func countHeld(peer: String) throws -> Int {
    try db.count("SELECT count(*) FROM inboxActivity WHERE state = 'held' AND peer = ?", [peer])
  }

  /// Lets in all that is held of a peer: it waits for its effects, in its old order.
  package func release(peer: String) throws -> Int {
    try db.run(
      """
      UPDATE inboxActivity SET state = 'waiting', peer = NULL, notBefore = 0
      WHERE state = 'held' AND peer = ?
      """,
      [peer]
    )
    return db.changesCount
  }

  package func release(_ ids: [Int64]) throws -> Int {
    try ids.reduce(0) { count, id in
      try db.run(
        """
        UPDATE inboxActivity SET state = 'waiting', peer = NULL, notBefore = 0
        WHERE state = 'held' AND id = ?
        """,
        [id]
      )
      return count + db.changesCount
    }
  }

  /// Turns away all that is held of a peer; the ids are remembered, as of all that ended.
  package func dropHeld(peer: String) throws -> Int {
    try db.run(
      """
      UPDATE inboxActivity SET state = 'ignored', peer = NULL, body = x'',
        outcome = 'It was held and not let in.'
      WHERE state = 'held' AND peer = ?
      """,
      [peer]
    )
    return db.changesCount
  }

  package func dropHeld(_ ids: [Int64]) throws -> Int {
    try ids.reduce(0) { count, id in
      try db.run(
        """
        UPDATE inboxActivity SET state = 'ignored', peer = NULL, body = x'',
          outcome = 'It was held and not let in.'
        WHERE state = 'held' AND id = ?
        """,
        [id]
      )
      return count + db.changesCount
    }
  }

  /// Turns away what nobody has looked at since a time (threat 19).
  package func dropHeld(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      UPDATE inboxActivity SET state = 'ignored', peer = NULL, body = x'',
        outcome = 'Nobody let it in in time.'
      WHERE id IN (SELECT id FROM inboxActivity WHERE state = 'held' AND receivedAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }
}

extension InboxStore.Held {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      uri: row[1],
      senderID: row[2],
      type: row[3],
      body: row.bytes(4),
      peer: row[5],
      receivedAt: row.date(6)
    )
  }
}
