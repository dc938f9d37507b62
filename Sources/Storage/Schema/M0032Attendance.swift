import GRDB

/// Who takes part in events, what events are called and for how many they are, and word of it.
enum M0032Attendance {
  static let name = "0032 attendance"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.events)
    try db.execute(sql: Self.notifications)
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

  /// What a notification may be of is said once, by the type in the program.
  private static let notifications = """
    CREATE TABLE newNotification (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      postID INTEGER REFERENCES post (id) ON DELETE CASCADE,
      reportID INTEGER REFERENCES report (id) ON DELETE CASCADE,
      groupKey TEXT,
      isFiltered INTEGER NOT NULL CHECK (isFiltered IN (0, 1)),
      createdAt INTEGER NOT NULL
    ) STRICT;
    INSERT INTO newNotification SELECT id, memberID, kind, actorID, postID, reportID, groupKey,
      isFiltered, createdAt FROM notification;
    DELETE FROM sqlite_sequence WHERE name = 'newNotification';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'newNotification', seq FROM sqlite_sequence WHERE name = 'notification';
    DROP TABLE notification;
    ALTER TABLE newNotification RENAME TO notification;
    CREATE INDEX notification_member ON notification (memberID, isFiltered, id);
    CREATE UNIQUE INDEX notification_once
      ON notification (memberID, actorID, kind, ifnull(postID, 0), ifnull(reportID, 0));
    CREATE INDEX notification_group ON notification (memberID, groupKey, isFiltered, id)
      WHERE groupKey IS NOT NULL;
    CREATE INDEX notification_actor ON notification (actorID, memberID, id);
    CREATE INDEX notification_post ON notification (postID) WHERE postID IS NOT NULL;
    CREATE INDEX notification_report ON notification (reportID) WHERE reportID IS NOT NULL;
    CREATE INDEX notification_age ON notification (createdAt);
    CREATE TRIGGER notification_isToBeTold AFTER INSERT ON notification
      WHEN EXISTS (SELECT 1 FROM pushSubscription WHERE memberID = NEW.memberID) BEGIN
      INSERT INTO untoldPush (notificationID) VALUES (NEW.id);
    END;
    """
}
