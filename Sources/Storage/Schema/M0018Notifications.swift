import GRDB

/// What members are told of, what they want of it, and what is kept apart for them.
enum M0018Notifications {
  static let name = "0018 notifications"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.notifications + Self.policies + Self.polls)
  }

  // Numbers are never used again: clients remember up to which one they have read.
  private static let notifications = """
    CREATE TABLE notification (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('mention', 'status', 'reblog', 'follow',
        'follow_request', 'favourite', 'poll', 'update', 'quote', 'admin.report')),
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      postID INTEGER REFERENCES post (id) ON DELETE CASCADE,
      reportID INTEGER REFERENCES report (id) ON DELETE CASCADE,
      groupKey TEXT,
      isFiltered INTEGER NOT NULL CHECK (isFiltered IN (0, 1)),
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX notification_member ON notification (memberID, isFiltered, id);
    CREATE UNIQUE INDEX notification_once
      ON notification (memberID, actorID, kind, ifnull(postID, 0), ifnull(reportID, 0));
    CREATE INDEX notification_group ON notification (memberID, groupKey, isFiltered, id)
      WHERE groupKey IS NOT NULL;
    CREATE INDEX notification_actor ON notification (actorID, memberID, id);
    CREATE INDEX notification_post ON notification (postID) WHERE postID IS NOT NULL;
    CREATE INDEX notification_report ON notification (reportID) WHERE reportID IS NOT NULL;
    CREATE INDEX notification_age ON notification (createdAt);

    """

  private static let policies = """
    CREATE TABLE notificationPolicy (
      memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
      notFollowing TEXT NOT NULL CHECK (notFollowing IN ('accept', 'filter', 'drop')),
      notFollowers TEXT NOT NULL CHECK (notFollowers IN ('accept', 'filter', 'drop')),
      newAccounts TEXT NOT NULL CHECK (newAccounts IN ('accept', 'filter', 'drop')),
      privateMentions TEXT NOT NULL CHECK (privateMentions IN ('accept', 'filter', 'drop')),
      limitedAccounts TEXT NOT NULL CHECK (limitedAccounts IN ('accept', 'filter', 'drop'))
    ) STRICT;

    CREATE TABLE notificationRequest (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      createdAt INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL,
      UNIQUE (memberID, actorID)
    ) STRICT;
    CREATE INDEX notificationRequest_member ON notificationRequest (memberID, id);
    CREATE INDEX notificationRequest_actor ON notificationRequest (actorID);
    CREATE INDEX notificationRequest_age ON notificationRequest (updatedAt);

    CREATE TABLE notificationPermission (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      PRIMARY KEY (memberID, actorID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX notificationPermission_actor ON notificationPermission (actorID);

    """

  /// Which polls have ended for those who voted; those that did so long ago are no news.
  private static let polls = """
    ALTER TABLE poll ADD COLUMN hasEnded INTEGER NOT NULL DEFAULT 0 CHECK (hasEnded IN (0, 1));
    UPDATE poll SET hasEnded = 1
      WHERE closedAt IS NOT NULL OR ifnull(closesAt, 0) < unixepoch() * 1000;
    CREATE INDEX poll_running ON poll (closesAt) WHERE hasEnded = 0 AND closesAt IS NOT NULL;
    """
}
