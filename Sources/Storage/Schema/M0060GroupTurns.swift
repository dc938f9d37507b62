import GRDB

/// When members made and closed groups lately, which a restart does not forget.
enum M0060GroupTurns {
  static let name = "0060 group turns"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE groupTurn (
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX groupTurn_member ON groupTurn (memberID, at);
        """
    )
  }
}
