import GRDB

/// Activities for a territory that wait for their number until the node knows which it gave last.
enum M0004WaitingPublications {
  static let name = "0004 waiting publications"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE waitingPublication (
          id INTEGER PRIMARY KEY,
          territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
          actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          uri TEXT NOT NULL UNIQUE,
          postID INTEGER,
          body BLOB NOT NULL CHECK (length(body) <= 1048576),
          inboxes TEXT NOT NULL,
          madeAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX waitingPublication_territory ON waitingPublication (territoryID, id);
        CREATE INDEX waitingPublication_actor ON waitingPublication (actorID);
        CREATE INDEX waitingPublication_post ON waitingPublication (postID) WHERE postID IS NOT NULL;
        """
    )
  }
}
