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

  // MARK: Reactions

  /// What members reacted with, that first which was first used; those of a viewer are marked.
  package func reactions(to id: Int64, for viewer: ActorID?) throws -> [Announcement.Reaction] {
    try db.all(
      """
      SELECT name, count(*), ifnull(max(memberID = ?2), 0) FROM announcementReaction
      WHERE announcementID = ?1 GROUP BY name ORDER BY min(createdAt), name
      """,
      [id, viewer]
    ) { Announcement.Reaction(name: $0[0], count: $0[1], isOwn: $0[2]) }
  }

  /// Notes a reaction; the same of the same member counts once.
  package func react(_ name: String, to id: Int64, by member: ActorID, at time: Date) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO announcementReaction (announcementID, name, memberID, createdAt)
      VALUES (?, ?, ?, ?)
      """,
      [id, name, member, time.milliseconds]
    )
  }

  /// - Returns: False when there was no such reaction.
  package func takeBack(_ name: String, from id: Int64, by member: ActorID) throws -> Bool {
    try db.run(
      "DELETE FROM announcementReaction WHERE announcementID = ? AND name = ? AND memberID = ?",
      [id, name, member]
    )
    return db.changesCount > 0
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
