import GRDB

/// What members and admins wrote, as they wrote it: descriptions and lines of profiles in Markdown, the options that
/// polls had, the app that a post was written with; and the rules of the node.
enum M0045Words {
  static let name = "0045 words"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE actor ADD COLUMN summarySource TEXT;
        ALTER TABLE profileLine ADD COLUMN source TEXT;
        ALTER TABLE profileLine ADD COLUMN verifiedAt INTEGER;
        ALTER TABLE profileLine ADD COLUMN checkedAt INTEGER;
        CREATE INDEX profileLine_check ON profileLine (checkedAt) WHERE checkedAt IS NOT NULL;
        UPDATE profileLine SET checkedAt = 0 WHERE value LIKE '<a href="https://%'
          AND actorID IN (SELECT id FROM actor WHERE isLocal = 1);
        ALTER TABLE postRevision ADD COLUMN pollOptions TEXT;
        CREATE TABLE postApplication (
          postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
          name TEXT NOT NULL,
          website TEXT
        ) STRICT;
        CREATE TABLE nodeRule (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          text TEXT NOT NULL,
          hint TEXT NOT NULL,
          createdAt INTEGER NOT NULL,
          removedAt INTEGER
        ) STRICT;
        CREATE TABLE nodeRuleText (
          ruleID INTEGER NOT NULL REFERENCES nodeRule (id) ON DELETE CASCADE,
          language TEXT NOT NULL,
          text TEXT NOT NULL,
          hint TEXT NOT NULL,
          PRIMARY KEY (ruleID, language)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reportRule (
          reportID INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
          ruleID INTEGER NOT NULL REFERENCES nodeRule (id) ON DELETE CASCADE,
          PRIMARY KEY (reportID, ruleID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reportRule_rule ON reportRule (ruleID);
        """
    )
  }
}
