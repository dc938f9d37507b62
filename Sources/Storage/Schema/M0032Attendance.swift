import GRDB

/// Who takes part in events, what events are called and for how many they are.
enum M0032Attendance {
  static let name = "0032 attendance"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.events)
  }

  private static let events = """
    ALTER TABLE event ADD COLUMN title TEXT;
    ALTER TABLE event ADD COLUMN capacity INTEGER;
    ALTER TABLE event ADD COLUMN toldAttendees INTEGER;

    CREATE TABLE attendance (
      postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      uri TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'rejected', 'ignored')),
      message TEXT,
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (postID, actorID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attendance_actor ON attendance (actorID, postID);

    CREATE TABLE calendarFeed (
      memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
      digest BLOB NOT NULL UNIQUE,
      createdAt INTEGER NOT NULL
    ) STRICT;
    """
}
