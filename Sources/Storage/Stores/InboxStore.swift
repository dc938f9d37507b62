import Foundation
import GRDB
import Model

/// Activities that other nodes sent and that were acknowledged.
package struct InboxStore {
  let db: Database

  /// An activity that waits for its effects.
  package struct Waiting: Sendable, Hashable {
    package var id: Int64
    package var uri: String
    package var senderID: ActorID
    package var body: [UInt8]
    package var attempts: Int
  }

  /// How the handling of an activity ended.
  package enum Ending: String, Sendable { case done, ignored, failed }

  /// Keeps an activity for the worker; or, held for a peer's valve, until somebody releases it.
  ///
  /// - Returns: False when an activity with this id is known already.
  /// - Throws: `Refusal.rateLimited` when too much is held of the peer.
  package func insert(
    _ type: String,
    body: [UInt8],
    from sender: ActorID,
    proof: OriginProof,
    at time: Date,
    heldFor peer: String? = nil
  ) throws -> Bool {
    if let peer { try requireRoom(toHoldFor: peer) }
    try db.run(
      """
      INSERT INTO inboxActivity
        (uri, senderID, type, body, state, peer, attempts, notBefore, receivedAt)
      VALUES (?1, ?2, ?3, ?4, iif(?5 IS NULL, 'waiting', 'held'), ?5, 0, 0, ?6)
      ON CONFLICT (uri) DO NOTHING
      """,
      [proof.id, sender, type, Data(body), peer, time.milliseconds]
    )
    return db.changesCount > 0
  }

  /// The senders of whom something may be tried now.
  package func busySenders(at now: Date) throws -> [ActorID] {
    // One step in the index per sender instead of one per waiting row.
    try db.all(
      """
      WITH RECURSIVE busy (senderID) AS (
        SELECT min(senderID) FROM inboxActivity WHERE state = 'waiting'
        UNION ALL
        SELECT (SELECT min(senderID) FROM inboxActivity
          WHERE state = 'waiting' AND senderID > busy.senderID)
        FROM busy WHERE busy.senderID IS NOT NULL)
      SELECT senderID FROM busy WHERE EXISTS (SELECT 1 FROM inboxActivity
        WHERE inboxActivity.senderID = busy.senderID AND state = 'waiting' AND notBefore <= ?)
      """,
      [now.milliseconds]
    ) { $0[0] }
  }

  /// The most that one reading of a lane brings into memory, besides its first activity.
  static let largestBatch = 2 << 20

  /// A sender's oldest waiting activities that may be tried now.
  package func waiting(from sender: ActorID, at now: Date, limit: Int) throws -> [Waiting] {
    try db.all(
      """
      SELECT id, uri, senderID, body, attempts FROM inboxActivity WHERE id IN (
        SELECT id FROM (
          SELECT id, sum(length(body)) OVER (ORDER BY id) - length(body) AS before
          FROM (SELECT id, body FROM inboxActivity
            WHERE state = 'waiting' AND senderID = ? AND notBefore <= ? ORDER BY id LIMIT ?))
        WHERE before < ?)
      ORDER BY id
      """,
      [sender, now.milliseconds, limit, Self.largestBatch]
    ) { row in
      Waiting(
        id: row[0],
        uri: row[1],
        senderID: row[2],
        body: [UInt8](row[3] as Data),
        attempts: row[4]
      )
    }
  }

  /// Marks an activity's end; what it did is in the same transaction.
  ///
  /// Its id is remembered, by which duplicates are known; its body is not.
  package func end(_ id: Int64, _ ending: Ending, outcome: String?) throws {
    try db.run(
      "UPDATE inboxActivity SET state = ?, outcome = ?, body = x'', peer = NULL WHERE id = ?",
      [ending.rawValue, outcome, id]
    )
  }

  /// Puts an activity off.
  package func retry(_ id: Int64, notBefore: Date, outcome: String) throws {
    try db.run(
      "UPDATE inboxActivity SET attempts = attempts + 1, notBefore = ?, outcome = ? WHERE id = ?",
      [notBefore.milliseconds, outcome, id]
    )
  }

  /// All that are remembered, whatever became of them.
  package func count() throws -> Int { try db.count("SELECT count(*) FROM inboxActivity") }

  /// Lets an activity that its sender took back have no effect, whether it waits or is yet to come.
  package func forestall(_ proof: OriginProof, from sender: ActorID, at time: Date) throws {
    try db.run(
      """
      INSERT INTO inboxActivity
        (uri, senderID, type, body, state, attempts, notBefore, receivedAt, outcome)
      VALUES (?, ?, '', x'', 'ignored', 0, 0, ?, 'It was taken back.')
      ON CONFLICT (uri) DO UPDATE SET state = 'ignored', peer = NULL,
        outcome = excluded.outcome
        WHERE state IN ('waiting', 'held') AND senderID = excluded.senderID
      """,
      [proof.id, sender, time.milliseconds]
    )
  }

  package func countWaiting() throws -> Int {
    try db.count("SELECT count(*) FROM inboxActivity WHERE state = 'waiting'")
  }

  package func oldestWaiting() throws -> Date? {
    try db.first(
      "SELECT receivedAt FROM inboxActivity WHERE state = 'waiting' ORDER BY id LIMIT 1"
    ) { $0.date(0) }
  }

  /// How an activity ended, for those who ask by its id.
  package func outcome(of uri: String) throws -> (state: String, outcome: String?)? {
    try db.first("SELECT state, outcome FROM inboxActivity WHERE uri = ?", [uri]) {
      ($0[0], $0[1])
    }
  }

  /// Forgets what ended before a time: the memory by which duplicates are known is bounded.
  package func purge(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM inboxActivity WHERE id IN (
        SELECT id FROM inboxActivity
          WHERE state IN ('done', 'ignored', 'failed') AND receivedAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }
}
