import GRDB

/// What members and others need and offer, what they agree on, and to whom calls were told.
enum M0030Needs {
  static let name = "0030 needs"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.needs + Self.calls + Self.agreements)
    try widenNotifications(db)
  }

  private static let needs = """
    CREATE TABLE need (
      postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
      purpose TEXT NOT NULL CHECK (purpose IN ('request', 'offer')),
      title TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('deliverService', 'transfer')),
      resource TEXT,
      amount INTEGER CHECK (amount > 0),
      unit TEXT NOT NULL,
      returnAction TEXT CHECK (returnAction IN ('deliverService', 'transfer')),
      returnResource TEXT,
      returnAmount INTEGER CHECK (returnAmount > 0),
      returnUnit TEXT,
      isUnitBased INTEGER CHECK (isUnitBased IN (0, 1)),
      placeName TEXT,
      placeCode TEXT,
      latitude REAL,
      longitude REAL,
      kilometres REAL,
      startsOn INTEGER,
      endsOn INTEGER,
      closesAt INTEGER,
      status TEXT NOT NULL CHECK (status IN ('open', 'answered', 'withdrawn')),
      isCall INTEGER NOT NULL CHECK (isCall IN (0, 1)),
      matchedAt INTEGER,
      CHECK ((returnAction IS NULL) = (returnUnit IS NULL))
    ) STRICT;
    CREATE INDEX need_open ON need (purpose, postID) WHERE status = 'open';
    CREATE INDEX need_unmatched ON need (postID) WHERE matchedAt IS NULL;
    CREATE TABLE needSkill (
      postID INTEGER NOT NULL REFERENCES need (postID) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      skill TEXT NOT NULL,
      level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
      PRIMARY KEY (postID, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX needSkill_skill ON needSkill (skill, postID);

    """

  /// What a member did about a call stands beside that it was told; whom no row names was not told.
  private static let calls = """
    CREATE TABLE callAnswer (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      postID INTEGER NOT NULL REFERENCES need (postID) ON DELETE CASCADE,
      isMeant INTEGER NOT NULL CHECK (isMeant IN (0, 1)),
      isIgnored INTEGER NOT NULL CHECK (isIgnored IN (0, 1)),
      PRIMARY KEY (memberID, postID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX callAnswer_post ON callAnswer (postID);
    CREATE TABLE callMute (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      PRIMARY KEY (memberID, actorID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX callMute_actor ON callMute (actorID);

    """

  private static let agreements = """
    CREATE TABLE agreement (
      id INTEGER PRIMARY KEY,
      offer TEXT NOT NULL UNIQUE,
      uri TEXT UNIQUE,
      postID INTEGER REFERENCES post (id) ON DELETE SET NULL,
      need TEXT NOT NULL,
      title TEXT NOT NULL,
      purpose TEXT NOT NULL CHECK (purpose IN ('request', 'offer')),
      authorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      proposerID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      stage TEXT NOT NULL
        CHECK (stage IN ('offered', 'accepted', 'rejected', 'withdrawn', 'fulfilled')),
      words TEXT NOT NULL,
      reason TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL,
      CHECK (authorID <> proposerID)
    ) STRICT;
    CREATE INDEX agreement_post ON agreement (postID) WHERE postID IS NOT NULL;
    CREATE INDEX agreement_author ON agreement (authorID, id);
    CREATE INDEX agreement_proposer ON agreement (proposerID, id);
    CREATE TABLE agreementSide (
      agreementID INTEGER NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
      side TEXT NOT NULL CHECK (side IN ('primary', 'reciprocal')),
      amount INTEGER NOT NULL CHECK (amount > 0),
      unit TEXT NOT NULL,
      deed TEXT,
      deedParty TEXT CHECK (deedParty IN ('author', 'proposer')),
      deedAmount INTEGER CHECK (deedAmount > 0),
      deedDay INTEGER,
      isConfirmed INTEGER NOT NULL CHECK (isConfirmed IN (0, 1)),
      PRIMARY KEY (agreementID, side)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX agreementSide_deed ON agreementSide (deed) WHERE deed IS NOT NULL;

    """

  /// Which kinds of notifications there are the program says from now on: SQLite cannot change a
  /// CHECK, and each new kind would copy the table.
  private static func widenNotifications(_ db: Database) throws {
    let sequence = try Int64.fetchOne(
      db,
      sql: "SELECT seq FROM sqlite_sequence WHERE name = 'notification'"
    )
    try db.execute(sql: Self.notifications)
    if let sequence {
      try db.execute(sql: "DELETE FROM sqlite_sequence WHERE name = 'notification'")
      try db.execute(
        sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('notification', ?)",
        arguments: [sequence]
      )
    }
  }

  private static let notifications = """
    CREATE TABLE widerNotification (
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
    INSERT INTO widerNotification (id, memberID, kind, actorID, postID, reportID, groupKey,
        isFiltered, createdAt)
      SELECT id, memberID, kind, actorID, postID, reportID, groupKey, isFiltered, createdAt
      FROM notification;
    DROP TABLE notification;
    ALTER TABLE widerNotification RENAME TO notification;
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
