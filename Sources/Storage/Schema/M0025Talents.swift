import GRDB

/// Skills, what members say of their talents, and the directories of talents of this node and others.
enum M0025Talents {
  static let name = "0025 talents"

  static func migrate(_ db: Database) throws {
    try taxonomy(db)
    try profiles(db)
    try directories(db)
    try entries(db)
  }

  private static func taxonomy(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE skill (
          id INTEGER PRIMARY KEY,
          uri TEXT NOT NULL UNIQUE CHECK (length(uri) BETWEEN 8 AND 255),
          source TEXT NOT NULL CHECK (source IN ('starter', 'esco', 'rome', 'local', 'seen'))
        ) STRICT;
        CREATE TABLE skillLabel (
          skillID INTEGER NOT NULL REFERENCES skill (id) ON DELETE CASCADE,
          language TEXT NOT NULL,
          label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 300),
          isPreferred INTEGER NOT NULL CHECK (isPreferred IN (0, 1)),
          PRIMARY KEY (skillID, language, label)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE skillRelation (
          skillID INTEGER NOT NULL REFERENCES skill (id) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('broader', 'same')),
          otherID INTEGER NOT NULL REFERENCES skill (id) ON DELETE CASCADE,
          PRIMARY KEY (skillID, kind, otherID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX skillRelation_other ON skillRelation (otherID);
        """
    )
  }

  private static func profiles(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE talentProfile (
          memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
          number TEXT NOT NULL UNIQUE CHECK (length(number) = 32),
          listedUntil INTEGER,
          updatedAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX talentProfile_end ON talentProfile (listedUntil) WHERE listedUntil IS NOT NULL;
        CREATE TABLE talent (
          memberID INTEGER NOT NULL REFERENCES talentProfile (memberID) ON DELETE CASCADE,
          skillID INTEGER NOT NULL REFERENCES skill (id),
          level INTEGER CHECK (level BETWEEN 1 AND 4),
          isWanted INTEGER NOT NULL CHECK (isWanted IN (0, 1)),
          evidence TEXT NOT NULL,
          ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
          PRIMARY KEY (memberID, skillID),
          CHECK (level IS NOT NULL OR isWanted = 1)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX talent_skill ON talent (skillID);
        CREATE TABLE talentPlace (
          memberID INTEGER NOT NULL REFERENCES talentProfile (memberID) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('work', 'life')),
          code TEXT NOT NULL CHECK (length(code) = 5),
          ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
          PRIMARY KEY (memberID, kind, code)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE talentAvailability (
          memberID INTEGER PRIMARY KEY REFERENCES talentProfile (memberID) ON DELETE CASCADE,
          hours INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 200),
          startsOn INTEGER,
          endsOn INTEGER,
          release TEXT NOT NULL CHECK (release IN ('yes', 'no', 'asked')),
          ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone'))
        ) STRICT;
        CREATE TABLE talentHelp (
          memberID INTEGER NOT NULL REFERENCES talentProfile (memberID) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN
            ('project', 'shortHelp', 'mentoring', 'apprenticeship', 'volunteering')),
          ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
          PRIMARY KEY (memberID, kind)
        ) STRICT, WITHOUT ROWID;
        """
    )
  }

  private static func directories(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE talentDirectory (
          id INTEGER PRIMARY KEY,
          host TEXT NOT NULL,
          scope TEXT NOT NULL,
          validatedAt INTEGER NOT NULL,
          UNIQUE (host, scope)
        ) STRICT;
        CREATE TABLE talentBucket (
          directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
          number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 63),
          version INTEGER NOT NULL,
          digest BLOB NOT NULL CHECK (length(digest) = 32),
          proof TEXT NOT NULL,
          PRIMARY KEY (directoryID, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE talentWithdrawal (
          directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
          bucket INTEGER NOT NULL,
          number BLOB NOT NULL CHECK (length(number) = 16),
          withdrawnAt INTEGER NOT NULL,
          version INTEGER NOT NULL,
          PRIMARY KEY (directoryID, bucket, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE talentHolder (
          directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
          host TEXT NOT NULL,
          sentVersion INTEGER NOT NULL,
          heldVersion INTEGER NOT NULL,
          heldAt INTEGER,
          PRIMARY KEY (directoryID, host)
        ) STRICT, WITHOUT ROWID;
        """
    )
  }
  /// An entry's skills stand in it as well, as numbers: so it is taken out of the postings without an
  /// index of a second million rows.
  private static func entries(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE talentEntry (
          id INTEGER PRIMARY KEY,
          directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
          bucket INTEGER NOT NULL,
          number BLOB NOT NULL CHECK (length(number) = 16),
          person TEXT NOT NULL,
          name TEXT NOT NULL,
          skills BLOB NOT NULL,
          places TEXT NOT NULL,
          hours INTEGER,
          startsOn INTEGER,
          endsOn INTEGER,
          release TEXT,
          help INTEGER NOT NULL,
          updatedAt INTEGER NOT NULL,
          expiresAt INTEGER NOT NULL,
          version INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX talentEntry_bucket ON talentEntry (directoryID, bucket);
        CREATE INDEX talentEntry_end ON talentEntry (expiresAt);
        CREATE TABLE talentPosting (
          skillID INTEGER NOT NULL,
          entryID INTEGER NOT NULL,
          level INTEGER NOT NULL,
          PRIMARY KEY (skillID, entryID)
        ) STRICT, WITHOUT ROWID;
        """
    )
  }
}
