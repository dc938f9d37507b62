import Foundation
import GRDB
import Model

/// What the admin tells all members, and who has put it away.
package struct AnnouncementStore {
  let db: Database

  private static let columns = """
    id, html, source, startsAt, endsAt, isAllDay, publishedAt, updatedAt, endedAt
    """

  package func insert(_ announcement: Announcement) throws -> Int64 {
    try db.run(
      """
      INSERT INTO announcement (html, source, startsAt, endsAt, isAllDay, publishedAt, updatedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        announcement.html, announcement.source, announcement.startsAt?.milliseconds,
        announcement.endsAt?.milliseconds, announcement.isAllDay,
        announcement.publishedAt.milliseconds, announcement.updatedAt.milliseconds,
      ]
    )
    return db.lastInsertedRowID
  }

  package func find(_ id: Int64) throws -> Announcement? {
    try db.first(
      "SELECT \(Self.columns) FROM announcement WHERE id = ?",
      [id],
      Announcement.init(row:)
    )
  }

  /// Those of now, the oldest first: neither taken down nor over.
  package func current(at time: Date) throws -> [Announcement] {
    try db.all(
      """
      SELECT \(Self.columns) FROM announcement
      WHERE endedAt IS NULL AND (endsAt IS NULL OR endsAt > ?) ORDER BY id
      """,
      [time.milliseconds],
      Announcement.init(row:)
    )
  }

  /// All that there were, the newest first.
  package func latest(limit: Int) throws -> [Announcement] {
    try db.all(
      "SELECT \(Self.columns) FROM announcement ORDER BY id DESC LIMIT ?",
      [limit],
      Announcement.init(row:)
    )
  }

  package func end(_ id: Int64, at time: Date) throws {
    try db.run("UPDATE announcement SET endedAt = ? WHERE id = ?", [time.milliseconds, id])
  }

  // MARK: Who has seen it

  package func isRead(_ id: Int64, by member: ActorID) throws -> Bool {
    try db.has(
      "SELECT 1 FROM announcementReading WHERE announcementID = ? AND memberID = ?",
      [id, member]
    )
  }

  package func markRead(_ id: Int64, by member: ActorID) throws {
    try db.run(
      "INSERT OR IGNORE INTO announcementReading (announcementID, memberID) VALUES (?, ?)",
      [id, member]
    )
  }
}

extension Announcement {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      html: row[1],
      source: row[2],
      startsAt: row.dateIfAny(3),
      endsAt: row.dateIfAny(4),
      isAllDay: row[5],
      publishedAt: row.date(6)
    )
    updatedAt = row.date(7)
    endedAt = row.dateIfAny(8)
  }
}
