import GRDB

/// What members will post later, have just posted, and post by default.
enum M0023Drafts {
  static let name = "0023 drafts"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE scheduledPost (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          draft TEXT NOT NULL CHECK (length(draft) <= 262144),
          dueAt INTEGER NOT NULL,
          attempts INTEGER NOT NULL,
          failure TEXT
        ) STRICT;
        CREATE INDEX scheduledPost_member ON scheduledPost (memberID, id);
        CREATE INDEX scheduledPost_due ON scheduledPost (dueAt) WHERE failure IS NULL;

        CREATE TABLE scheduledUpload (
          scheduledID INTEGER NOT NULL REFERENCES scheduledPost (id) ON DELETE CASCADE,
          token TEXT NOT NULL REFERENCES upload (token) ON DELETE CASCADE,
          PRIMARY KEY (scheduledID, token)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX scheduledUpload_token ON scheduledUpload (token);

        CREATE TABLE idempotency (
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          key TEXT NOT NULL CHECK (length(key) <= 255),
          postID INTEGER REFERENCES post (id) ON DELETE CASCADE,
          scheduledID INTEGER REFERENCES scheduledPost (id) ON DELETE CASCADE,
          createdAt INTEGER NOT NULL,
          PRIMARY KEY (memberID, key),
          CHECK ((postID IS NULL) <> (scheduledID IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_age ON idempotency (createdAt);
        CREATE INDEX idempotency_post ON idempotency (postID) WHERE postID IS NOT NULL;
        CREATE INDEX idempotency_scheduled ON idempotency (scheduledID)
          WHERE scheduledID IS NOT NULL;

        CREATE TABLE preference (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          isListed INTEGER NOT NULL CHECK (isListed IN (0, 1)),
          isSensitive INTEGER NOT NULL CHECK (isSensitive IN (0, 1)),
          quotableBy TEXT NOT NULL CHECK (quotableBy IN ('everyone', 'followers', 'nobody')),
          media TEXT NOT NULL CHECK (media IN ('default', 'show_all', 'hide_all')),
          expandsWarnings INTEGER NOT NULL CHECK (expandsWarnings IN (0, 1))
        ) STRICT;
        """
    )
  }
}
