import Foundation
import GRDB
import Model

/// The browsers in which members are signed in; the cookie's value is kept as a digest only.
package struct WebSessionStore {
  let db: Database

  private static let columns =
    "webSession.id, memberID, webSession.createdAt, lastUsedAt, userAgent"

  /// How many a member has at most.
  package static let most = 50

  /// Signs a member in; its oldest session gives way to what would be one too many.
  package func insert(
    digest: [UInt8],
    of member: ActorID,
    userAgent: String,
    at time: Date
  ) throws -> WebSession {
    try db.run(
      """
      DELETE FROM webSession WHERE memberID = ?1 AND id NOT IN (
        SELECT id FROM webSession WHERE memberID = ?1 ORDER BY id DESC LIMIT ?2)
      """,
      [member, Self.most - 1]
    )
    try db.run(
      """
      INSERT INTO webSession (digest, memberID, userAgent, createdAt, lastUsedAt)
      VALUES (?1, ?2, ?3, ?4, ?4)
      """,
      [Data(digest), member, userAgent, time.milliseconds]
    )
    return WebSession(
      id: db.lastInsertedRowID,
      member: member,
      createdAt: time,
      lastUsedAt: time,
      userAgent: userAgent
    )
  }

  /// Whether a member's session still is there.
  package func exists(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM webSession WHERE id = ? AND memberID = ?", [id, member])
  }

  /// The session behind a cookie, while it lasts and its member is active.
  package func find(digest: [UInt8], at now: Date) throws -> WebSession? {
    try db.first(
      """
      SELECT \(Self.columns) FROM webSession JOIN member ON member.actorID = memberID
      WHERE digest = ? AND member.state = 'active' AND lastUsedAt > ? AND webSession.createdAt > ?
      """,
      [
        Data(digest), now.addingTimeInterval(-WebSession.idleLife).milliseconds,
        now.addingTimeInterval(-WebSession.longestLife).milliseconds,
      ],
      WebSession.init(row:)
    )
  }

  /// A member's sessions, the one used last first.
  package func all(of member: ActorID) throws -> [WebSession] {
    try db.all(
      """
      SELECT \(Self.columns) FROM webSession WHERE memberID = ?
      ORDER BY lastUsedAt DESC, id DESC LIMIT 500
      """,
      [member],
      WebSession.init(row:)
    )
  }

  package func use(_ id: Int64, at time: Date) throws {
    try db.run("UPDATE webSession SET lastUsedAt = ? WHERE id = ?", [time.milliseconds, id])
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func end(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM webSession WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }

  package func purge(at now: Date) throws -> Int {
    try db.run(
      "DELETE FROM webSession WHERE lastUsedAt <= ? OR createdAt <= ?",
      [
        now.addingTimeInterval(-WebSession.idleLife).milliseconds,
        now.addingTimeInterval(-WebSession.longestLife).milliseconds,
      ]
    )
    return db.changesCount
  }
}

extension WebSession {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      member: row[1],
      createdAt: row.date(2),
      lastUsedAt: row.date(3),
      userAgent: row[4]
    )
  }
}
