import GRDB

/// What members keep for themselves: bookmarks, how far they have read, what they talk about with
/// whom.
enum M0022Keeping {
  static let name = "0022 keeping"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.marks + Self.conversations)
  }

  private static let marks = """
    CREATE TABLE bookmark (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
      UNIQUE (memberID, postID)
    ) STRICT;
    CREATE INDEX bookmark_member ON bookmark (memberID, id);
    CREATE INDEX bookmark_post ON bookmark (postID);

    CREATE INDEX liking_latest ON liking (actorID, createdAt, postID);

    CREATE TABLE marker (
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      timeline TEXT NOT NULL CHECK (timeline IN ('home', 'notifications')),
      lastReadID INTEGER NOT NULL,
      version INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL,
      PRIMARY KEY (memberID, timeline)
    ) STRICT, WITHOUT ROWID;

    """

  // When its last post is gone, a conversation falls back to the one before, or is gone, too.
  private static let conversations = """
    CREATE TABLE conversation (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      thread TEXT NOT NULL,
      lastPostID INTEGER NOT NULL,
      isUnread INTEGER NOT NULL CHECK (isUnread IN (0, 1)),
      UNIQUE (memberID, thread)
    ) STRICT;
    CREATE INDEX conversation_member ON conversation (memberID, lastPostID);

    CREATE TABLE conversationPost (
      conversationID INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
      postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
      PRIMARY KEY (conversationID, postID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversationPost_post ON conversationPost (postID);

    CREATE TABLE conversationParticipant (
      conversationID INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      PRIMARY KEY (conversationID, actorID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversationParticipant_actor ON conversationParticipant (actorID);

    CREATE TRIGGER conversationPost_leaves AFTER DELETE ON conversationPost BEGIN
      DELETE FROM conversation WHERE id = OLD.conversationID AND NOT EXISTS (
        SELECT 1 FROM conversationPost WHERE conversationID = OLD.conversationID);
      UPDATE conversation SET lastPostID = (SELECT max(postID) FROM conversationPost
        WHERE conversationID = OLD.conversationID)
        WHERE id = OLD.conversationID AND lastPostID = OLD.postID;
    END;
    """
}
