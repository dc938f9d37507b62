import Foundation
import GRDB
import Model

/// Accounts that are to be erased on a day, and what became of erasures.
package struct ErasureStore {
  let db: Database

  /// An erased account, with the hosts that were told and when each said that it has heard.
  package struct Erasure: Sendable, Hashable {
    package let id: Int64
    package let actor: String
    /// The `Delete` that told of it.
    package let activity: String
    package let erasedAt: Date
  }

  /// What became of it with one host.
  package struct Receipt: Sendable, Hashable {
    package let host: String
    /// When the host took the `Delete`; nothing: it did not yet.
    package let acknowledgedAt: Date?
  }

  // MARK: On a day

  /// Plans that a member is erased, or plans another day.
  package func plan(_ member: ActorID, eraseAt: Date, at now: Date) throws {
    try db.run(
      "INSERT OR REPLACE INTO leaving (memberID, eraseAt, decidedAt) VALUES (?, ?, ?)",
      [member, eraseAt.milliseconds, now.milliseconds]
    )
  }

  /// - Returns: Whether it was planned.
  @discardableResult
  package func cancel(_ member: ActorID) throws -> Bool {
    try db.run("DELETE FROM leaving WHERE memberID = ?", [member])
    return db.changesCount > 0
  }

  /// When a member is to be erased, if it is.
  package func planned(_ member: ActorID) throws -> Date? {
    try db.first("SELECT eraseAt FROM leaving WHERE memberID = ?", [member]) { $0.date(0) }
  }

  package func due(at now: Date) throws -> [ActorID] {
    try db.all(
      "SELECT memberID FROM leaving WHERE eraseAt <= ? ORDER BY eraseAt LIMIT 100",
      [now.milliseconds]
    ) { $0[0] }
  }

  // MARK: Receipts

  /// Notes that an account is erased; the hosts are those that its `Delete` is on its way to.
  package func begin(actor: String, activity: String, at now: Date) throws {
    try db.run(
      "INSERT OR IGNORE INTO erasure (actorURI, activityURI, erasedAt) VALUES (?, ?, ?)",
      [actor, activity, now.milliseconds]
    )
    try db.run(
      """
      INSERT OR IGNORE INTO erasureReceipt (erasureID, host)
      SELECT erasure.id, delivery.lane FROM erasure
      JOIN outboxActivity ON outboxActivity.uri = erasure.activityURI
      JOIN delivery ON delivery.activityID = outboxActivity.id
      WHERE erasure.activityURI = ?
      """,
      [activity]
    )
  }

  /// Whether some host has still to say that it has heard of an erasure.
  package func isAwaiting() throws -> Bool {
    try db.has("SELECT 1 FROM erasureReceipt WHERE acknowledgedAt IS NULL LIMIT 1")
  }

  /// A delivery was taken; if it was that of an erasure, its host has acknowledged.
  package func acknowledge(delivery id: Int64, at now: Date) throws {
    try db.run(
      """
      UPDATE erasureReceipt SET acknowledgedAt = ?2 WHERE acknowledgedAt IS NULL
        AND (erasureID, host) IN (SELECT erasure.id, delivery.lane FROM delivery
          JOIN outboxActivity ON outboxActivity.id = delivery.activityID
          JOIN erasure ON erasure.activityURI = outboxActivity.uri
          WHERE delivery.id = ?1)
      """,
      [id, now.milliseconds]
    )
  }

  /// A host that comes for what waits for it has all up to a number (Protocol/peering.md): what of
  /// that was of an erasure is acknowledged.
  package func acknowledge(lane: String, upTo number: Int64, at now: Date) throws {
    try db.run(
      """
      UPDATE erasureReceipt SET acknowledgedAt = ?3 WHERE acknowledgedAt IS NULL AND host = ?1
        AND erasureID IN (SELECT erasure.id FROM delivery
          JOIN outboxActivity ON outboxActivity.id = delivery.activityID
          JOIN erasure ON erasure.activityURI = outboxActivity.uri
          WHERE delivery.lane = ?1 AND delivery.state = 'waiting' AND delivery.id <= ?2
            AND delivery.attempts > 0)
      """,
      [lane, number, now.milliseconds]
    )
  }

  package func find(actor: String) throws -> Erasure? {
    try db.first(
      "SELECT id, actorURI, activityURI, erasedAt FROM erasure WHERE actorURI = ?",
      [actor]
    ) { Erasure(id: $0[0], actor: $0[1], activity: $0[2], erasedAt: $0.date(3)) }
  }

  /// All erasures, the latest first.
  package func all(limit: Int = 1_000) throws -> [Erasure] {
    try db.all(
      "SELECT id, actorURI, activityURI, erasedAt FROM erasure ORDER BY erasedAt DESC LIMIT ?",
      [limit]
    ) { Erasure(id: $0[0], actor: $0[1], activity: $0[2], erasedAt: $0.date(3)) }
  }

  package func receipts(of erasure: Int64) throws -> [Receipt] {
    try db.all(
      """
      SELECT host, acknowledgedAt FROM erasureReceipt WHERE erasureID = ? ORDER BY host LIMIT 100000
      """,
      [erasure]
    ) { Receipt(host: $0[0], acknowledgedAt: $0.dateIfAny(1)) }
  }
}
