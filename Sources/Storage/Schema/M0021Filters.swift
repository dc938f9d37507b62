import GRDB

/// What members do not want to see, or only when they ask for it.
enum M0021Filters {
  static let name = "0021 filters"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE filter (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          title TEXT NOT NULL,
          contexts TEXT NOT NULL,
          action TEXT NOT NULL CHECK (action IN ('warn', 'hide', 'blur')),
          endsAt INTEGER
        ) STRICT;
        CREATE INDEX filter_member ON filter (memberID, id);

        CREATE TABLE filterKeyword (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          filterID INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
          keyword TEXT NOT NULL,
          isWholeWord INTEGER NOT NULL CHECK (isWholeWord IN (0, 1))
        ) STRICT;
        CREATE INDEX filterKeyword_filter ON filterKeyword (filterID, id);

        CREATE TABLE filterStatus (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          filterID INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
          postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
          UNIQUE (filterID, postID)
        ) STRICT;
        CREATE INDEX filterStatus_filter ON filterStatus (filterID, id);
        CREATE INDEX filterStatus_post ON filterStatus (postID);
        """
    )
  }
}
