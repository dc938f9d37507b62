import GRDB

/// How groups of this node are run, who is what to them, and which posts belong to which group.
enum M0011Groups {
  static let name = "0011 groups"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.groups)
  }

  private static let groups = """
    CREATE TABLE groupRules (
      groupID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
      isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
      isModerated INTEGER NOT NULL CHECK (isModerated IN (0, 1)),
      posting TEXT NOT NULL CHECK (posting IN ('anyone', 'followers', 'members', 'moderators'))
    ) STRICT;

    CREATE TABLE affiliation (
      groupID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      affiliation TEXT NOT NULL
        CHECK (affiliation IN ('admin', 'moderator', 'member', 'outcast')),
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (groupID, actorID),
      CHECK (groupID <> actorID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX affiliation_actor ON affiliation (actorID);

    CREATE TABLE groupPost (
      groupID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'removed')),
      activity BLOB,
      PRIMARY KEY (groupID, postID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX groupPost_post ON groupPost (postID);
    CREATE INDEX groupPost_state ON groupPost (groupID, state, postID);
    """
}
