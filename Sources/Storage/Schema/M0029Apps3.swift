import GRDB

/// What apps may say of polls, follows, reports, accounts and domains, and was not kept before.
enum M0029Apps3 {
  static let name = "0029 apps3"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE poll ADD COLUMN hidesTotals INTEGER NOT NULL DEFAULT 0
          CHECK (hidesTotals IN (0, 1));
        ALTER TABLE follow ADD COLUMN languages TEXT CHECK (languages <> '');
        ALTER TABLE actor ADD COLUMN hidesTies INTEGER NOT NULL DEFAULT 0
          CHECK (hidesTies IN (0, 1));
        ALTER TABLE report ADD COLUMN category TEXT NOT NULL DEFAULT 'other'
          CHECK (category IN ('spam', 'legal', 'violation', 'other'));
        ALTER TABLE report ADD COLUMN isForwardingWished INTEGER NOT NULL DEFAULT 0
          CHECK (isForwardingWished IN (0, 1));
        ALTER TABLE domainBlock ADD COLUMN isSettled INTEGER NOT NULL DEFAULT 1
          CHECK (isSettled IN (0, 1));
        CREATE INDEX domainBlock_unsettled ON domainBlock (id) WHERE isSettled = 0;
        """
    )
  }
}
