import GRDB

/// What is fetched when there is time, and keys that are published although they sign no longer.
enum M0005BackgroundFetches {
  static let name = "0005 background fetches"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE backgroundFetch (
          id INTEGER PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('parent', 'thread', 'outbox', 'followers')),
          subject TEXT NOT NULL CHECK (length(subject) <= 2048),
          detail TEXT CHECK (length(detail) <= 2048),
          state TEXT NOT NULL CHECK (state IN ('waiting', 'done')),
          attempts INTEGER NOT NULL,
          notBefore INTEGER NOT NULL,
          touchedAt INTEGER NOT NULL,
          UNIQUE (kind, subject)
        ) STRICT;
        CREATE INDEX backgroundFetch_due ON backgroundFetch (notBefore, id) WHERE state = 'waiting';
        CREATE INDEX backgroundFetch_done ON backgroundFetch (touchedAt) WHERE state = 'done';

        ALTER TABLE actorKey ADD COLUMN retiredAt INTEGER;
        """
    )
  }
}
