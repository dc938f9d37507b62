import GRDB

/// How members take part, and their own goals.
enum M0049Participation {
  static let name = "0049 participation"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE participation (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          way TEXT CHECK (way IN ('reader', 'contributor', 'facilitator', 'mentor')),
          goals TEXT NOT NULL CHECK (length(goals) <= 1000),
          circle TEXT NOT NULL CHECK (circle IN ('nobody', 'organisation', 'everyone'))
        ) STRICT;
        """
    )
  }
}
