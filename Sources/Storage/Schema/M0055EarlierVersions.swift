import GRDB

/// Whether earlier versions of posts were sensitive and which files they had, reactions to
/// announcements, and boosts that are for followers alone.
enum M0055EarlierVersions {
  static let name = "0055 earlier versions, reactions to announcements, boosts for followers"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE postRevision ADD COLUMN isSensitive INTEGER NOT NULL DEFAULT 0
          CHECK (isSensitive IN (0, 1));
        ALTER TABLE postRevision ADD COLUMN files TEXT;
        -- Of what was replaced before, only the present is known.
        UPDATE postRevision SET isSensitive = 1
          WHERE postID IN (SELECT id FROM post WHERE isSensitive = 1);
        ALTER TABLE boost ADD COLUMN isForFollowers INTEGER NOT NULL DEFAULT 0
          CHECK (isForFollowers IN (0, 1));
        CREATE TABLE announcementReaction (
          announcementID INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
          name TEXT NOT NULL,
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          createdAt INTEGER NOT NULL,
          PRIMARY KEY (announcementID, name, memberID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX announcementReaction_member ON announcementReaction (memberID);
        """
    )
  }
}
