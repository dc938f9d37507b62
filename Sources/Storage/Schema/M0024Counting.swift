import GRDB

/// Indexes for what is counted and swept often, and suggestions that are not wanted.
enum M0024Counting {
  static let name = "0024 counting"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE INDEX post_count ON post (authorID, audience);
        CREATE TABLE declinedSuggestion (
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          PRIMARY KEY (memberID, targetID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX declinedSuggestion_target ON declinedSuggestion (targetID);
        CREATE INDEX clientApplication_age ON clientApplication (createdAt);
        """
    )
  }
}
