import GRDB

/// Several reactions of one actor to one post, which count as one like.
enum M0028SeveralReactions {
  static let name = "0028 several reactions"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE furtherReaction (
          postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
          actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          uri TEXT NOT NULL UNIQUE,
          isEmoji INTEGER NOT NULL,
          PRIMARY KEY (postID, actorID, uri)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX furtherReaction_actor ON furtherReaction (actorID);
        ALTER TABLE liking ADD COLUMN isEmoji INTEGER NOT NULL DEFAULT 0;
        """
    )
  }
}
