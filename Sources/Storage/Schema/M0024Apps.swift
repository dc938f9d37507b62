import GRDB

/// What apps need besides: suggestions that are not wanted, files of posts that are taken back to be
/// written anew, what is yet to be told, emoji of profiles, and indexes for what is counted and swept.
enum M0024Apps {
  static let name = "0024 apps"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE INDEX post_count ON post (authorID, audience);
        CREATE TABLE declinedSuggestion (
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          PRIMARY KEY (memberID, targetID)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE keptUpload (
          token TEXT NOT NULL PRIMARY KEY REFERENCES upload (token) ON DELETE CASCADE,
          keptAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER keptUpload_isUsed AFTER INSERT ON postUpload BEGIN
          DELETE FROM keptUpload WHERE token = NEW.token;
        END;
        CREATE INDEX keptUpload_age ON keptUpload (keptAt);
        ALTER TABLE pushSubscription ADD COLUMN isStandard INTEGER NOT NULL DEFAULT 1
          CHECK (isStandard IN (0, 1));
        CREATE TABLE untoldPush (
          notificationID INTEGER PRIMARY KEY REFERENCES notification (id) ON DELETE CASCADE
        ) STRICT;
        CREATE TRIGGER notification_isToBeTold AFTER INSERT ON notification
          WHEN EXISTS (SELECT 1 FROM pushSubscription WHERE memberID = NEW.memberID) BEGIN
          INSERT INTO untoldPush (notificationID) VALUES (NEW.id);
        END;
        CREATE TABLE actorEmoji (
          actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          name TEXT NOT NULL,
          url TEXT NOT NULL,
          PRIMARY KEY (actorID, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX declinedSuggestion_target ON declinedSuggestion (targetID);
        CREATE INDEX accessToken_own ON accessToken (createdAt) WHERE memberID IS NULL;
        CREATE INDEX authorizationCode_end ON authorizationCode (endsAt);
        CREATE INDEX member_email ON member (email COLLATE NOCASE) WHERE email IS NOT NULL;
        CREATE INDEX clientApplication_age ON clientApplication (createdAt);
        """
    )
  }
}
