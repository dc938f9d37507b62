import GRDB

/// The programs and browsers that members use, and numbers for boosts, by which clients name them.
enum M0014Clients {
  static let name = "0014 clients"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: applications)
    try db.execute(sql: boosts)
  }

  private static let applications = """
    CREATE TABLE clientApplication (
      id INTEGER PRIMARY KEY,
      clientID TEXT NOT NULL UNIQUE,
      secretDigest BLOB NOT NULL,
      name TEXT NOT NULL,
      website TEXT,
      redirectURIs TEXT NOT NULL,
      scopes TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE authorizationCode (
      digest BLOB PRIMARY KEY,
      applicationID INTEGER NOT NULL REFERENCES clientApplication (id) ON DELETE CASCADE,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      redirectURI TEXT NOT NULL,
      scopes TEXT NOT NULL,
      challenge TEXT,
      endsAt INTEGER NOT NULL,
      tokenID INTEGER REFERENCES accessToken (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX authorizationCode_application ON authorizationCode (applicationID);
    CREATE INDEX authorizationCode_member ON authorizationCode (memberID);
    CREATE INDEX authorizationCode_token ON authorizationCode (tokenID) WHERE tokenID IS NOT NULL;

    CREATE TABLE accessToken (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE,
      applicationID INTEGER NOT NULL REFERENCES clientApplication (id) ON DELETE CASCADE,
      memberID INTEGER REFERENCES member (actorID) ON DELETE CASCADE,
      scopes TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      lastUsedAt INTEGER
    ) STRICT;
    CREATE INDEX accessToken_application ON accessToken (applicationID);
    CREATE INDEX accessToken_member ON accessToken (memberID) WHERE memberID IS NOT NULL;

    CREATE TABLE webSession (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      userAgent TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      lastUsedAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX webSession_member ON webSession (memberID);
    """

  private static let boosts = """
    ALTER TABLE boost ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
    UPDATE boost SET number = ifnull(
      (SELECT timelineEntry.id FROM timelineEntry
        WHERE timelineEntry.postID = boost.postID AND timelineEntry.boosterID = boost.actorID),
      (createdAt << 16) | (abs(random()) % 65536));
    CREATE UNIQUE INDEX boost_number ON boost (number);
    CREATE INDEX boost_latest ON boost (actorID, number);
    """
}
