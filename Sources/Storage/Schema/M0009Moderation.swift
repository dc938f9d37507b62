import GRDB

/// Limits of accounts and hosts, cases made of reports, and lists of rules that are subscribed to.
enum M0009Moderation {
  static let name = "0009 moderation"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.standing + Self.reports + Self.rules + Self.lists)
  }

  private static let standing = """
    CREATE TABLE accountLimit (
      actorID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
      author TEXT NOT NULL,
      reason TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE hostStanding (
      host TEXT NOT NULL PRIMARY KEY,
      standing TEXT NOT NULL CHECK (standing IN ('limited', 'suspended'))
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX actor_suspended ON actor (suspendedAt, id) WHERE suspendedAt IS NOT NULL;

    """

  private static let reports = """
    ALTER TABLE report ADD COLUMN kind TEXT NOT NULL DEFAULT 'report'
      CHECK (kind IN ('report', 'appeal'));
    ALTER TABLE report ADD COLUMN targetID INTEGER REFERENCES actor (id) ON DELETE CASCADE;
    ALTER TABLE report ADD COLUMN assigneeID INTEGER REFERENCES member (actorID) ON DELETE SET NULL;
    ALTER TABLE report ADD COLUMN resolution TEXT;
    ALTER TABLE report ADD COLUMN resolvedAt INTEGER;
    ALTER TABLE report ADD COLUMN forwardedAt INTEGER;
    CREATE INDEX report_target ON report (targetID);
    CREATE INDEX report_assignee ON report (assigneeID) WHERE assigneeID IS NOT NULL;
    CREATE INDEX report_open ON report (id) WHERE resolvedAt IS NULL;

    CREATE TABLE reportNote (
      id INTEGER PRIMARY KEY,
      reportID INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
      author TEXT NOT NULL,
      text TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reportNote_report ON reportNote (reportID, id);

    """

  private static let rules = """
    CREATE TABLE newPolicyRule (
      pattern TEXT NOT NULL PRIMARY KEY,
      action TEXT NOT NULL CHECK (action IN ('allow', 'suspend', 'silence', 'neutral')),
      dropsMedia INTEGER NOT NULL CHECK (dropsMedia IN (0, 1)),
      dropsReports INTEGER NOT NULL CHECK (dropsReports IN (0, 1)),
      author TEXT NOT NULL,
      reason TEXT NOT NULL,
      list TEXT,
      createdAt INTEGER NOT NULL,
      reviewAt INTEGER
    ) STRICT, WITHOUT ROWID;
    INSERT INTO newPolicyRule (pattern, action, dropsMedia, dropsReports, author, reason,
        createdAt, reviewAt)
      SELECT pattern, action, 0, 0, author, reason, createdAt, reviewAt FROM policyRule;
    DROP TABLE policyRule;
    ALTER TABLE newPolicyRule RENAME TO policyRule;
    CREATE INDEX policyRule_list ON policyRule (list) WHERE list IS NOT NULL;

    """

  private static let lists = """
    CREATE TABLE policyList (
      url TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('blocks', 'allows')),
      mode TEXT NOT NULL CHECK (mode IN ('drafts', 'apply')),
      author TEXT NOT NULL,
      reason TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      checkedAt INTEGER,
      outcome TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE policyDraft (
      list TEXT NOT NULL REFERENCES policyList (url) ON DELETE CASCADE,
      pattern TEXT NOT NULL,
      change TEXT NOT NULL CHECK (change IN ('save', 'remove')),
      action TEXT NOT NULL CHECK (action IN ('allow', 'suspend', 'silence', 'neutral')),
      dropsMedia INTEGER NOT NULL CHECK (dropsMedia IN (0, 1)),
      dropsReports INTEGER NOT NULL CHECK (dropsReports IN (0, 1)),
      reason TEXT NOT NULL,
      concern TEXT,
      isDismissed INTEGER NOT NULL DEFAULT 0 CHECK (isDismissed IN (0, 1)),
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (list, pattern)
    ) STRICT, WITHOUT ROWID;
    """
}
