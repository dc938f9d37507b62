import GRDB

/// Letters to admins about the node's certificate.
///
/// SQLite changes no CHECK: the table is made anew.
enum M0053CertificateLetters {
  static let name = "0053 certificate letters"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE newLetter (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          memberID INTEGER REFERENCES member (actorID) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('confirmation', 'invitation', 'passwordReset', 'signIn',
            'notifications', 'trial', 'certificate')),
          recipient TEXT NOT NULL COLLATE NOCASE,
          sealed BLOB NOT NULL CHECK (length(sealed) <= 1048576),
          attempts INTEGER NOT NULL,
          notBefore INTEGER NOT NULL,
          writtenAt INTEGER NOT NULL,
          lastError TEXT
        ) STRICT;
        INSERT INTO newLetter (id, memberID, kind, recipient, sealed, attempts, notBefore, writtenAt, lastError)
          SELECT id, memberID, kind, recipient, sealed, attempts, notBefore, writtenAt, lastError
          FROM letter;
        DROP TABLE letter;
        ALTER TABLE newLetter RENAME TO letter;
        CREATE INDEX letter_notBefore ON letter (notBefore);
        CREATE INDEX letter_member ON letter (memberID);
        CREATE INDEX letter_recipient ON letter (recipient);
        """
    )
  }
}
