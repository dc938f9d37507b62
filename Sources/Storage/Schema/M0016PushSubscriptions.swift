import GRDB

/// Where apps want to be told, and what is on its way to them.
enum M0016PushSubscriptions {
  static let name = "0016 push subscriptions"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.push)
  }

  private static let push = """
    CREATE TABLE pushSubscription (
      id INTEGER PRIMARY KEY,
      accessTokenID INTEGER NOT NULL UNIQUE,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      endpoint TEXT NOT NULL,
      p256dh TEXT NOT NULL,
      auth TEXT NOT NULL,
      sealedToken BLOB,
      alerts TEXT NOT NULL,
      policy TEXT NOT NULL CHECK (policy IN ('all', 'followed', 'follower', 'none')),
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX pushSubscription_member ON pushSubscription (memberID);
    -- A token takes along what it was told by, also when it goes with its application or member.
    CREATE TRIGGER pushSubscription_end AFTER DELETE ON accessToken BEGIN
      DELETE FROM pushSubscription WHERE accessTokenID = OLD.id;
    END;

    CREATE TABLE pushMessage (
      id INTEGER PRIMARY KEY,
      subscriptionID INTEGER NOT NULL REFERENCES pushSubscription (id) ON DELETE CASCADE,
      body BLOB NOT NULL,
      urgency TEXT NOT NULL CHECK (urgency IN ('very-low', 'low', 'normal', 'high')),
      topic TEXT,
      attempts INTEGER NOT NULL,
      notBefore INTEGER NOT NULL,
      enqueuedAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX pushMessage_due ON pushMessage (notBefore, id);
    CREATE INDEX pushMessage_subscription ON pushMessage (subscriptionID, id);
    """
}
