import GRDB

/// Peerings, territories and what is stated and published in them; what is held for review.
enum M0002Territory {
  static let name = "0002 territory"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.peerings + Self.territories + Self.publications + Self.introductions)
    try db.execute(sql: Self.posts + Self.inbox + Self.deliveries)
  }

  private static let peerings = """
    CREATE TABLE peering (
      host TEXT NOT NULL PRIMARY KEY,
      record BLOB CHECK (length(record) <= 65536),
      state TEXT NOT NULL
        CHECK (state IN ('invited', 'requested', 'unverified', 'active', 'suspended', 'revoked')),
      stateUntil INTEGER CHECK (stateUntil IS NULL OR state = 'suspended'),
      requestedBy TEXT CHECK (requestedBy IN ('us', 'them')),
      level TEXT NOT NULL CHECK (level IN ('full', 'limited', 'mediaOff', 'receiveOnly')),
      trust TEXT NOT NULL CHECK (trust IN ('publicAuthorities', 'pins', 'both')),
      verification TEXT NOT NULL CHECK (verification IN ('none', 'ticket', 'words')),
      ourScopes INTEGER NOT NULL CHECK (ourScopes BETWEEN 0 AND 255),
      ourReviewAt INTEGER,
      theirScopes INTEGER NOT NULL CHECK (theirScopes BETWEEN 0 AND 255),
      theirReviewAt INTEGER,
      charters TEXT NOT NULL,
      reason TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      lastHeardAt INTEGER,
      CHECK ((state = 'requested') = (requestedBy IS NOT NULL))
    ) STRICT;
    CREATE INDEX peering_state ON peering (state, createdAt);

    CREATE TABLE valve (
      host TEXT NOT NULL REFERENCES peering (host) ON DELETE CASCADE,
      side TEXT NOT NULL CHECK (side IN ('ours', 'theirs')),
      scope TEXT NOT NULL
        CHECK (scope IN ('posts', 'groups', 'events', 'needs', 'talents', 'indicators')),
      direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
      setting TEXT NOT NULL CHECK (setting IN ('open', 'reviewed', 'closed')),
      author TEXT NOT NULL,
      reason TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      reviewAt INTEGER,
      PRIMARY KEY (host, side, scope, direction)
    ) STRICT, WITHOUT ROWID;

    """

  private static let territories = """
    CREATE TABLE territory (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 32),
      charter BLOB NOT NULL CHECK (length(charter) <= 1048576),
      state TEXT NOT NULL CHECK (state IN ('invited', 'joining', 'member', 'left', 'excluded')),
      memberID BLOB CHECK (length(memberID) = 32),
      groupID INTEGER UNIQUE REFERENCES actor (id),
      localName TEXT NOT NULL UNIQUE,
      sponsor TEXT,
      joinedAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE ticket (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 8),
      sealedSecret BLOB NOT NULL,
      host TEXT,
      scopes INTEGER NOT NULL CHECK (scopes BETWEEN 0 AND 255),
      territoryID BLOB REFERENCES territory (id) ON DELETE CASCADE,
      expiresAt INTEGER NOT NULL,
      createdAt INTEGER NOT NULL,
      usedBy TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX ticket_expiry ON ticket (expiresAt);
    CREATE INDEX ticket_territory ON ticket (territoryID);

    CREATE TABLE statement (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
      territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
      log BLOB NOT NULL CHECK (length(log) = 32),
      sequence INTEGER NOT NULL CHECK (sequence >= 0),
      body BLOB NOT NULL CHECK (length(body) <= 131072),
      receivedAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX statement_territory ON statement (territoryID, id);
    CREATE INDEX statement_digest ON statement (territoryID, digest);
    CREATE INDEX statement_log ON statement (territoryID, log, sequence, receivedAt);

    CREATE TABLE charterAcceptance (
      territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      termsDigest BLOB NOT NULL CHECK (length(termsDigest) = 32),
      acceptedAt INTEGER NOT NULL,
      PRIMARY KEY (territoryID, memberID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX charterAcceptance_member ON charterAcceptance (memberID);
    CREATE INDEX charterAcceptance_terms ON charterAcceptance (territoryID, termsDigest);

    """

  private static let publications = """
    CREATE TABLE publication (
      id INTEGER PRIMARY KEY,
      territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
      log BLOB NOT NULL CHECK (length(log) = 32),
      sequence INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 9007199254740991),
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      previous BLOB CHECK (length(previous) = 32),
      activityURI TEXT NOT NULL,
      postURI TEXT,
      body BLOB CHECK (length(body) <= 1048576),
      receivedAt INTEGER NOT NULL,
      UNIQUE (territoryID, log, sequence, digest)
    ) STRICT;
    CREATE INDEX publication_activity ON publication (activityURI);
    CREATE INDEX publication_post ON publication (postURI) WHERE postURI IS NOT NULL;

    CREATE TABLE publicationHead (
      territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
      log BLOB NOT NULL CHECK (length(log) = 32),
      contiguous INTEGER NOT NULL CHECK (contiguous >= 0),
      digest BLOB CHECK (length(digest) = 32),
      highest INTEGER NOT NULL CHECK (highest >= contiguous),
      PRIMARY KEY (territoryID, log),
      CHECK ((contiguous = 0) = (digest IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE settledPublication (
      territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
      log BLOB NOT NULL CHECK (length(log) = 32),
      sequence INTEGER NOT NULL CHECK (sequence >= 1),
      PRIMARY KEY (territoryID, log, sequence)
    ) STRICT, WITHOUT ROWID;

    """

  private static let introductions = """
    CREATE TABLE introduction (
      actorURI TEXT NOT NULL PRIMARY KEY,
      host TEXT NOT NULL,
      body BLOB NOT NULL CHECK (length(body) <= 1048576),
      publishedAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX introduction_host ON introduction (host);

    CREATE TABLE introduced (
      host TEXT NOT NULL,
      actorURI TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      PRIMARY KEY (host, actorURI)
    ) STRICT, WITHOUT ROWID;

    """

  private static let posts = """
    ALTER TABLE post ADD COLUMN territory TEXT;
    CREATE INDEX post_territory ON post (territory, id) WHERE territory IS NOT NULL;

    """

  // SQLite cannot change a CHECK, so the two queues are made anew (sqlite.org/lang_altertable.html
  // §7); nothing refers to them, and foreign keys are checked when the migration ends.

  private static let inbox = """
    CREATE TABLE newInboxActivity (
      id INTEGER PRIMARY KEY,
      uri TEXT NOT NULL UNIQUE,
      senderID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      type TEXT NOT NULL,
      body BLOB NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'done', 'ignored', 'failed')),
      peer TEXT,
      attempts INTEGER NOT NULL,
      notBefore INTEGER NOT NULL,
      receivedAt INTEGER NOT NULL,
      outcome TEXT,
      CHECK ((state = 'held') = (peer IS NOT NULL))
    ) STRICT;
    INSERT INTO newInboxActivity
      (id, uri, senderID, type, body, state, attempts, notBefore, receivedAt, outcome)
      SELECT id, uri, senderID, type, body, state, attempts, notBefore, receivedAt, outcome
      FROM inboxActivity ORDER BY id;
    DROP TABLE inboxActivity;
    ALTER TABLE newInboxActivity RENAME TO inboxActivity;
    CREATE INDEX inboxActivity_waiting ON inboxActivity (id) WHERE state = 'waiting';
    CREATE INDEX inboxActivity_lane ON inboxActivity (senderID, id, notBefore)
      WHERE state = 'waiting';
    CREATE INDEX inboxActivity_sender ON inboxActivity (senderID);
    CREATE INDEX inboxActivity_ended ON inboxActivity (receivedAt)
      WHERE state IN ('done', 'ignored', 'failed');
    CREATE INDEX inboxActivity_held ON inboxActivity (peer, id) WHERE state = 'held';
    CREATE INDEX inboxActivity_heldSince ON inboxActivity (receivedAt) WHERE state = 'held';

    """

  // A number is never given out twice: by numbers, other nodes acknowledge what they collected.
  private static let deliveries = """
    CREATE TABLE newDelivery (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      activityID INTEGER NOT NULL REFERENCES outboxActivity (id) ON DELETE CASCADE,
      senderID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      inbox TEXT NOT NULL,
      lane TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'abandoned')),
      attempts INTEGER NOT NULL,
      notBefore INTEGER NOT NULL,
      enqueuedAt INTEGER NOT NULL,
      lastError TEXT,
      UNIQUE (activityID, inbox)
    ) STRICT;
    INSERT INTO newDelivery
      (id, activityID, senderID, inbox, lane, state, attempts, notBefore, enqueuedAt, lastError)
      SELECT id, activityID, senderID, inbox, lane, state, attempts, notBefore, enqueuedAt,
        lastError
      FROM delivery ORDER BY id;
    DROP TABLE delivery;
    ALTER TABLE newDelivery RENAME TO delivery;
    CREATE INDEX delivery_lane ON delivery (state, lane, id);
    CREATE INDEX delivery_age ON delivery (state, enqueuedAt);
    CREATE INDEX delivery_sender ON delivery (senderID, state, lane, id);
    """
}
