import GRDB

/// Polls and votes; the lines of profiles, other accounts of the same owner, and moves between them.
enum M0007PollsAndMoves {
  static let name = "0007 polls and moves"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.polls + Self.accounts)
  }

  private static let polls = """
    CREATE TABLE poll (
      postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
      isMultiple INTEGER NOT NULL CHECK (isMultiple IN (0, 1)),
      closesAt INTEGER,
      closedAt INTEGER,
      voters INTEGER CHECK (voters >= 0),
      isTold INTEGER NOT NULL CHECK (isTold IN (0, 1)),
      toldAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX poll_untold ON poll (toldAt) WHERE isTold = 0;
    CREATE INDEX poll_open ON poll (closesAt) WHERE closedAt IS NULL AND closesAt IS NOT NULL;

    CREATE TABLE pollOption (
      postID INTEGER NOT NULL REFERENCES poll (postID) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      votes INTEGER NOT NULL CHECK (votes >= 0),
      PRIMARY KEY (postID, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE vote (
      postID INTEGER NOT NULL REFERENCES poll (postID) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      uri TEXT NOT NULL UNIQUE,
      createdAt INTEGER NOT NULL,
      PRIMARY KEY (postID, actorID, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX vote_actor ON vote (actorID);

    """

  private static let accounts = """
    CREATE TABLE profileLine (
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (actorID, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alias (
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      uri TEXT NOT NULL,
      PRIMARY KEY (actorID, uri)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE relocation (
      actorID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
      target TEXT,
      movedAt INTEGER
    ) STRICT;
    """
}
