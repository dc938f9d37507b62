import Foundation
import GRDB
import Model

extension QueuedLetter.Kind: DatabaseValueConvertible {}
extension MailPace: DatabaseValueConvertible {}
extension MailTokenPurpose: DatabaseValueConvertible {}

/// Letters that wait to be sent, and addresses that are not written to.
package struct MailStore {
  let db: Database

  private static let columns =
    "id, memberID, kind, recipient, sealed, attempts, notBefore, writtenAt, lastError"

  // MARK: The queue

  /// Keeps a letter until it is sent; to a paused address none is written.
  ///
  /// - Returns: Whether it will be sent.
  @discardableResult
  package func enqueue(_ letter: QueuedLetter) throws -> Bool {
    guard try pause(of: letter.recipient) == nil else { return false }
    try db.run(
      """
      INSERT INTO letter (memberID, kind, recipient, sealed, attempts, notBefore, writtenAt)
      VALUES (?1, ?2, ?3, ?4, 0, ?5, ?5)
      """,
      [
        letter.member, letter.kind, letter.recipient, Data(letter.sealed),
        letter.writtenAt.milliseconds,
      ]
    )
    return true
  }

  /// The letters that may be sent now, the oldest first.
  package func due(at now: Date, limit: Int) throws -> [QueuedLetter] {
    try db.all(
      "SELECT \(Self.columns) FROM letter WHERE notBefore <= ? ORDER BY notBefore, id LIMIT ?",
      [now.milliseconds, limit],
      QueuedLetter.init(row:)
    )
  }

  /// What waits, the oldest first.
  package func waiting(limit: Int = 1_000) throws -> [QueuedLetter] {
    try db.all(
      "SELECT \(Self.columns) FROM letter ORDER BY id LIMIT ?",
      [limit],
      QueuedLetter.init(row:)
    )
  }

  package func count() throws -> Int { try db.count("SELECT count(*) FROM letter") }

  /// A letter was sent, or is given up.
  package func remove(_ id: Int64) throws { try db.run("DELETE FROM letter WHERE id = ?", [id]) }

  package func retry(_ id: Int64, notBefore: Date, error: String) throws {
    try db.run(
      "UPDATE letter SET attempts = attempts + 1, notBefore = ?, lastError = ? WHERE id = ?",
      [notBefore.milliseconds, error, id]
    )
  }

  // MARK: Addresses that failed

  /// Writes no more to an address; what waits for it is dropped.
  package func pause(_ recipient: String, reason: String, at now: Date) throws {
    try db.run(
      "INSERT OR REPLACE INTO mailPause (recipient, reason, pausedAt) VALUES (?, ?, ?)",
      [recipient, reason, now.milliseconds]
    )
    try db.run("DELETE FROM letter WHERE recipient = ?", [recipient])
  }

  /// - Returns: Whether it was paused.
  package func resume(_ recipient: String) throws -> Bool {
    try db.run("DELETE FROM mailPause WHERE recipient = ?", [recipient])
    return db.changesCount > 0
  }

  package func pause(of recipient: String) throws -> MailPause? {
    try db.first(
      "SELECT recipient, reason, pausedAt FROM mailPause WHERE recipient = ?",
      [recipient],
      MailPause.init(row:)
    )
  }

  package func pauses(limit: Int = 1_000) throws -> [MailPause] {
    try db.all(
      "SELECT recipient, reason, pausedAt FROM mailPause ORDER BY pausedAt DESC LIMIT ?",
      [limit],
      MailPause.init(row:)
    )
  }
}

extension QueuedLetter {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      member: row[1],
      kind: row[2],
      recipient: row[3],
      sealed: row.bytes(4),
      attempts: row[5],
      notBefore: row.date(6),
      writtenAt: row.date(7),
      lastError: row[8]
    )
  }
}

extension MailPause {
  fileprivate init(row: Row) {
    self.init(recipient: row[0], reason: row[1], pausedAt: row.date(2))
  }
}
