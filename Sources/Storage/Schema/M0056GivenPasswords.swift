import GRDB

/// Whose password somebody else chose, until the member chooses its own.
enum M0056GivenPasswords {
  static let name = "0056 given passwords"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE givenPassword (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          givenAt INTEGER NOT NULL
        ) STRICT;
        """
    )
  }
}
