import GRDB

/// Who was asked to be in which team.
enum M0035Teams {
  static let name = "0035 teams"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE teamInvitation (
          groupID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          personID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          inviterID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          uri TEXT NOT NULL UNIQUE,
          message TEXT,
          state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'revoked')),
          createdAt INTEGER NOT NULL,
          PRIMARY KEY (groupID, personID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX teamInvitation_person ON teamInvitation (personID, state);
        CREATE INDEX teamInvitation_inviter ON teamInvitation (inviterID);
        """
    )
  }
}
