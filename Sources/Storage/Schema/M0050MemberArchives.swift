import GRDB

/// Archives that members asked for, and which posts came out of one.
enum M0050MemberArchives {
  static let name = "0050 member archives"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE memberArchive (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          askedAt INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
          file TEXT UNIQUE CHECK (length(file) = 32),
          bytes INTEGER CHECK (bytes >= 0),
          endsAt INTEGER,
          CHECK ((state = 'ready') = (file IS NOT NULL AND bytes IS NOT NULL)),
          CHECK ((state = 'waiting') = (endsAt IS NULL))
        ) STRICT;
        CREATE INDEX memberArchive_member ON memberArchive (memberID, id);
        CREATE INDEX memberArchive_state ON memberArchive (state, id);
        CREATE INDEX memberArchive_end ON memberArchive (endsAt) WHERE endsAt IS NOT NULL;
        CREATE TABLE importedPost (
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          origin TEXT NOT NULL CHECK (length(origin) <= 2048),
          postID INTEGER REFERENCES post (id) ON DELETE SET NULL,
          PRIMARY KEY (memberID, origin)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX importedPost_post ON importedPost (postID) WHERE postID IS NOT NULL;
        """
    )
  }
}
