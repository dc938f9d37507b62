import GRDB

/// The second factor of members, and the codes that stand in for it.
enum M0017TwoFactor {
  static let name = "0017 two factor"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.twoFactor)
  }

  private static let twoFactor = """
    CREATE TABLE twoFactor (
      memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
      sealedSecret BLOB NOT NULL,
      lastStep INTEGER,
      enabledAt INTEGER,
      createdAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE recoveryCode (
      memberID INTEGER NOT NULL REFERENCES twoFactor (memberID) ON DELETE CASCADE,
      digest BLOB NOT NULL,
      PRIMARY KEY (memberID, digest)
    ) STRICT, WITHOUT ROWID;
    """
}
