import Foundation
import GRDB
import Model

/// Posts that members have written for later, and what was just posted under which key.
package struct ScheduledPostStore {
  let db: Database

  /// A post for later, with its draft as JSON.
  package struct Entry: Sendable, Hashable {
    package var id: Int64
    package var memberID: ActorID
    package var draft: String
    package var dueAt: Date
    package var attempts: Int
    /// Why it could not be published; then it is not tried again.
    package var failure: String?
  }

  package static let most = 300
  package static let mostPerDay = 25
  /// The least time ahead, seconds.
  package static let lead: TimeInterval = 300
  static let mostAttempts = 5

  /// Keeps a post for later, with the member's files that it will have.
  ///
  /// - Throws: `Refusal.malformed` for a time that is too near, and `Refusal.conflict` when there
  ///   are too many.
  package func insert(
    _ draft: String,
    uploads: [String] = [],
    by member: ActorID,
    dueAt: Date,
    at now: Date
  ) throws -> Int64 {
    try require(dueAt, of: member, at: now)
    let count = try db.count("SELECT count(*) FROM scheduledPost WHERE memberID = ?", [member])
    guard count < Self.most else {
      throw Refusal.conflict("A member has up to \(Self.most) posts for later.")
    }
    try db.run(
      "INSERT INTO scheduledPost (memberID, draft, dueAt, attempts) VALUES (?, ?, ?, 0)",
      [member, draft, dueAt.milliseconds]
    )
    let id = db.lastInsertedRowID
    for url in uploads {
      try db.run(
        """
        INSERT OR IGNORE INTO scheduledUpload (scheduledID, token)
        SELECT ?, token FROM upload WHERE url = ? AND ownerID = ?
        """,
        [id, url, member]
      )
    }
    return id
  }

  /// - Returns: Whether there is such a post.
  @discardableResult
  package func reschedule(
    _ id: Int64,
    of member: ActorID,
    to dueAt: Date,
    at now: Date
  ) throws -> Bool {
    try require(dueAt, of: member, at: now, besides: id)
    try db.run(
      """
      UPDATE scheduledPost SET dueAt = ?, attempts = 0, failure = NULL WHERE id = ? AND memberID = ?
      """,
      [dueAt.milliseconds, id, member]
    )
    return db.changesCount > 0
  }

  private func require(
    _ dueAt: Date,
    of member: ActorID,
    at now: Date,
    besides moved: Int64 = 0
  ) throws {
    guard dueAt.timeIntervalSince(now) >= Self.lead else {
      throw Refusal.malformed("A post for later is at least five minutes ahead.")
    }
    let day = dueAt.milliseconds - dueAt.milliseconds % 86_400_000
    let count = try db.count(
      """
      SELECT count(*) FROM scheduledPost
      WHERE memberID = ? AND dueAt >= ? AND dueAt < ? AND id <> ?
      """,
      [member, day, day + 86_400_000, moved]
    )
    guard count < Self.mostPerDay else {
      throw Refusal.conflict("A member has up to \(Self.mostPerDay) posts for one day.")
    }
  }

  @discardableResult
  package func remove(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM scheduledPost WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }

  package func list(of member: ActorID, _ page: Page) throws -> [Entry] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(Self.columns) FROM scheduledPost WHERE memberID = ? AND id < ? AND id > ?
        ORDER BY id \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit],
        Entry.init(row:)
      )
    )
  }

  package func find(_ id: Int64, of member: ActorID) throws -> Entry? {
    try db.first(
      "SELECT \(Self.columns) FROM scheduledPost WHERE id = ? AND memberID = ?",
      [id, member],
      Entry.init(row:)
    )
  }

  /// Whose time has come, the earliest first.
  package func due(at now: Date, limit: Int) throws -> [Entry] {
    try db.all(
      """
      SELECT \(Self.columns) FROM scheduledPost WHERE failure IS NULL AND dueAt <= ?
      ORDER BY dueAt LIMIT ?
      """,
      [now.milliseconds, limit],
      Entry.init(row:)
    )
  }

  /// Takes one out, in the transaction in which it is published: so it is published once at most.
  ///
  /// - Throws: `Refusal.conflict` when somebody was faster, or its member moved it meanwhile.
  package func take(_ entry: Entry) throws {
    try db.run(
      "DELETE FROM scheduledPost WHERE id = ? AND dueAt = ?",
      [entry.id, entry.dueAt.milliseconds]
    )
    guard db.changesCount > 0 else {
      throw Refusal.conflict("The post was published, moved or taken back already.")
    }
  }

  /// Notes that one could not be published; what may help later is tried some times more.
  ///
  /// One that its member moved meanwhile stays as it is.
  package func fail(_ entry: Entry, because reason: String, retryAt time: Date?) throws {
    try db.run(
      """
      UPDATE scheduledPost SET attempts = attempts + 1, dueAt = ifnull(?2, dueAt),
        failure = CASE WHEN ?2 IS NULL OR attempts + 1 >= ?3 THEN ?4 END
      WHERE id = ?1 AND dueAt = ?5
      """,
      [entry.id, time?.milliseconds, Self.mostAttempts, reason, entry.dueAt.milliseconds]
    )
  }

  private static let columns = "id, memberID, draft, dueAt, attempts, failure"
}

extension ScheduledPostStore.Entry {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      memberID: row[1],
      draft: row[2],
      dueAt: row.date(3),
      attempts: row[4],
      failure: row[5]
    )
  }
}
