import GRDB

/// What this node and its peers say of their months: figures that may be shown, and nothing else.
enum M0036Indicators {
  static let name = "0036 indicators"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE indicatorReport (
          id INTEGER PRIMARY KEY,
          host TEXT NOT NULL,
          month INTEGER NOT NULL,
          digest BLOB NOT NULL CHECK (length(digest) = 32),
          document TEXT NOT NULL CHECK (length(document) <= 1048576),
          receivedAt INTEGER NOT NULL,
          UNIQUE (host, month)
        ) STRICT;
        CREATE INDEX indicatorReport_month ON indicatorReport (month);
        CREATE TABLE indicator (
          reportID INTEGER NOT NULL REFERENCES indicatorReport (id) ON DELETE CASCADE,
          name TEXT NOT NULL,
          peer TEXT NOT NULL,
          value INTEGER CHECK (value >= 0),
          people INTEGER CHECK (people >= 0),
          reason TEXT,
          PRIMARY KEY (reportID, name, peer),
          CHECK ((value IS NULL) = (reason IS NOT NULL)),
          CHECK ((value IS NULL) = (people IS NULL))
        ) STRICT, WITHOUT ROWID;
        """
    )
  }
}
