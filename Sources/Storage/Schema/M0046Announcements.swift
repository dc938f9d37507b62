import GRDB

/// What the admin tells all members, and who has put it away.
enum M0046Announcements {
  static let name = "0046 announcements"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE announcement (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          html TEXT NOT NULL,
          source TEXT NOT NULL,
          startsAt INTEGER,
          endsAt INTEGER,
          isAllDay INTEGER NOT NULL CHECK (isAllDay IN (0, 1)),
          publishedAt INTEGER NOT NULL,
          updatedAt INTEGER NOT NULL,
          endedAt INTEGER
        ) STRICT;
        CREATE TABLE announcementReading (
          announcementID INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          PRIMARY KEY (announcementID, memberID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX announcementReading_member ON announcementReading (memberID);
        """
    )
  }
}
