import GRDB

/// How a member stands to others beyond following and blocking: for itself, told to nobody.
enum M0019Ties {
  static let name = "0019 ties"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.hiding + Self.noting)
  }

  private static let hiding = """
    CREATE TABLE mute (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      hidesNotifications INTEGER NOT NULL CHECK (hidesNotifications IN (0, 1)),
      endsAt INTEGER,
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (memberID, targetID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mute_target ON mute (targetID);
    CREATE INDEX mute_end ON mute (endsAt) WHERE endsAt IS NOT NULL;

    CREATE TABLE threadMute (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      thread TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (memberID, thread)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE domainBlock (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      domain TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      UNIQUE (memberID, domain)
    ) STRICT;
    CREATE INDEX domainBlock_member ON domainBlock (memberID, id);

    """

  private static let noting = """
    ALTER TABLE follow ADD COLUMN showsBoosts INTEGER NOT NULL DEFAULT 1
      CHECK (showsBoosts IN (0, 1));
    ALTER TABLE follow ADD COLUMN notifies INTEGER NOT NULL DEFAULT 0 CHECK (notifies IN (0, 1));
    CREATE INDEX follow_notified ON follow (followeeID, followerID) WHERE notifies = 1;

    CREATE TABLE accountNote (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      text TEXT NOT NULL,
      PRIMARY KEY (memberID, targetID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX accountNote_target ON accountNote (targetID);

    CREATE TABLE endorsement (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (memberID, targetID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX endorsement_target ON endorsement (targetID);
    """
}
