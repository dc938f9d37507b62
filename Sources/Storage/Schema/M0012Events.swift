import GRDB

/// When and where the events among the posts take place.
enum M0012Events {
  static let name = "0012 events"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.events)
  }

  private static let events = """
    CREATE TABLE event (
      postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
      startsAt INTEGER,
      endsAt INTEGER,
      timeZone TEXT,
      status TEXT NOT NULL CHECK (status IN
        ('scheduled', 'tentative', 'postponed', 'rescheduled', 'movedOnline', 'cancelled')),
      joinMode TEXT NOT NULL
        CHECK (joinMode IN ('none', 'free', 'restricted', 'invite', 'external')),
      participationURL TEXT
    ) STRICT;
    CREATE INDEX event_start ON event (startsAt, postID) WHERE startsAt IS NOT NULL;

    CREATE TABLE eventPlace (
      postID INTEGER NOT NULL REFERENCES event (postID) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT,
      address TEXT,
      latitude REAL,
      longitude REAL,
      url TEXT,
      isVirtual INTEGER NOT NULL CHECK (isVirtual IN (0, 1)),
      PRIMARY KEY (postID, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE eventOrganizer (
      postID INTEGER NOT NULL REFERENCES event (postID) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      uri TEXT NOT NULL,
      PRIMARY KEY (postID, position)
    ) STRICT, WITHOUT ROWID;
    """
}
