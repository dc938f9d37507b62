import GRDB

/// For whom posts were that are taken back to be written anew.
enum M0027Apps2 {
  static let name = "0027 apps2"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE redraft (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          audience TEXT NOT NULL CHECK (audience IN ('node', 'territory')),
          territory TEXT,
          takenBackAt INTEGER NOT NULL
        ) STRICT;
        """
    )
  }
}
