import GRDB

/// What is put to a vote, and the votes as they were signed.
enum M0033Consultations {
  static let name = "0033 consultations"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE consultation (
          postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
          title TEXT NOT NULL,
          fallback INTEGER NOT NULL CHECK (fallback >= 0),
          quorum INTEGER NOT NULL CHECK (quorum BETWEEN 0 AND 100),
          closesAt INTEGER NOT NULL,
          followUp TEXT NOT NULL,
          decidedAt INTEGER,
          endedAt INTEGER,
          electorate INTEGER CHECK (electorate >= 0),
          tally TEXT NOT NULL DEFAULT '',
          missing INTEGER NOT NULL DEFAULT 0,
          CHECK ((endedAt IS NULL) = (electorate IS NULL))
        ) STRICT;
        CREATE INDEX consultation_open ON consultation (closesAt) WHERE endedAt IS NULL;
        CREATE TABLE consultationOption (
          postID INTEGER NOT NULL REFERENCES consultation (postID) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          name TEXT NOT NULL,
          PRIMARY KEY (postID, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE consultationVote (
          postID INTEGER NOT NULL REFERENCES consultation (postID) ON DELETE CASCADE,
          actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          uri TEXT NOT NULL UNIQUE,
          isOfNode INTEGER NOT NULL CHECK (isOfNode IN (0, 1)),
          choice INTEGER CHECK (choice >= 0),
          counts TEXT NOT NULL,
          castAt INTEGER NOT NULL,
          document TEXT NOT NULL,
          isCounted INTEGER NOT NULL CHECK (isCounted IN (0, 1)),
          PRIMARY KEY (postID, actorID)
        ) STRICT;
        CREATE INDEX consultationVote_actor ON consultationVote (actorID);
        """
    )
  }
}
