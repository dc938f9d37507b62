import GRDB

/// What reported posts said, for as long as a case needs it; and the way to what is gone from the
/// index.
enum M0013Evidence {
  static let name = "0013 evidence"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE reportEvidence (
          reportID INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          uri TEXT NOT NULL,
          author TEXT NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (reportID, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX report_resolved ON report (resolvedAt) WHERE resolvedAt IS NOT NULL;
        CREATE INDEX searchGone_id ON searchGone (part, id);
        """
    )
  }
}
