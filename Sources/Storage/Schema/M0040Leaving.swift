import GRDB

/// Members who leave on a day, and who has been told of an erasure and said so.
enum M0040Leaving {
  static let name = "0040 leaving"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE leaving (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          eraseAt INTEGER NOT NULL,
          decidedAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX leaving_eraseAt ON leaving (eraseAt);
        CREATE TABLE erasure (
          id INTEGER PRIMARY KEY,
          actorURI TEXT NOT NULL UNIQUE,
          activityURI TEXT NOT NULL UNIQUE,
          erasedAt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE erasureReceipt (
          erasureID INTEGER NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
          host TEXT NOT NULL,
          acknowledgedAt INTEGER,
          PRIMARY KEY (erasureID, host)
        ) STRICT, WITHOUT ROWID;
        """
    )
  }
}
