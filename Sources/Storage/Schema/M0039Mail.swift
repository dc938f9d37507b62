import GRDB

/// Letters to members: those that wait, who wants which, which addresses failed, what links do.
enum M0039Mail {
  static let name = "0039 mail"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE letter (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          memberID INTEGER REFERENCES member (actorID) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('confirmation', 'invitation', 'passwordReset', 'signIn',
            'notifications', 'trial')),
          recipient TEXT NOT NULL COLLATE NOCASE,
          sealed BLOB NOT NULL CHECK (length(sealed) <= 1048576),
          attempts INTEGER NOT NULL,
          notBefore INTEGER NOT NULL,
          writtenAt INTEGER NOT NULL,
          lastError TEXT
        ) STRICT;
        CREATE INDEX letter_notBefore ON letter (notBefore);
        CREATE INDEX letter_member ON letter (memberID);
        CREATE INDEX letter_recipient ON letter (recipient);
        CREATE TABLE mailPause (
          recipient TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
          reason TEXT NOT NULL,
          pausedAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE mailPreference (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          pace TEXT NOT NULL CHECK (pace IN ('never', 'atOnce', 'daily', 'weekly', 'monthly')),
          quietFrom INTEGER CHECK (quietFrom BETWEEN 0 AND 23),
          quietTo INTEGER CHECK (quietTo BETWEEN 0 AND 23),
          tellsSignIns INTEGER NOT NULL CHECK (tellsSignIns IN (0, 1)),
          confirmed TEXT,
          seen INTEGER NOT NULL,
          digestedAt INTEGER NOT NULL,
          CHECK ((quietFrom IS NULL) = (quietTo IS NULL))
        ) STRICT;
        CREATE TABLE mailToken (
          digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          purpose TEXT NOT NULL CHECK (purpose IN ('confirmation', 'passwordReset')),
          recipient TEXT NOT NULL,
          endsAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mailToken_member ON mailToken (memberID);
        """
    )
  }
}
