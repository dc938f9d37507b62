CREATE TABLE actor (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'group', 'application', 'service', 'organization')),
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  isLocal INTEGER NOT NULL CHECK (isLocal IN (0, 1)),
  displayName TEXT NOT NULL,
  summary TEXT NOT NULL,
  inbox TEXT NOT NULL,
  sharedInbox TEXT,
  outbox TEXT,
  followers TEXT,
  following TEXT,
  featured TEXT,
  page TEXT,
  approvesFollowers INTEGER NOT NULL CHECK (approvesFollowers IN (0, 1)),
  isDiscoverable INTEGER NOT NULL CHECK (isDiscoverable IN (0, 1)),
  isIndexable INTEGER NOT NULL CHECK (isIndexable IN (0, 1)),
  createdAt INTEGER NOT NULL,
  fetchedAt INTEGER,
  suspendedAt INTEGER,
  deletedAt INTEGER
) STRICT;

CREATE INDEX actor_address ON actor (host, name);

CREATE INDEX actor_followers ON actor (followers) WHERE followers IS NOT NULL;

CREATE UNIQUE INDEX actor_localName ON actor (name) WHERE isLocal = 1;

CREATE TABLE actorKey (
  uri TEXT NOT NULL PRIMARY KEY,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  algorithm TEXT NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
  publicKey TEXT NOT NULL,
  sealedPrivateKey BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX actorKey_actor ON actorKey (actorID);

CREATE TABLE addressee (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX addressee_actor ON addressee (actorID, postID);

CREATE TABLE attachment (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  mediaType TEXT,
  name TEXT,
  width INTEGER,
  height INTEGER,
  blurhash TEXT,
  PRIMARY KEY (postID, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  target TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_isNeverChanged BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_isNeverReplaced BEFORE INSERT ON audit
  WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_isNeverShortened BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TABLE block (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (actorID, targetID)
) STRICT, WITHOUT ROWID;

CREATE INDEX block_target ON block (targetID, actorID);

CREATE TABLE boost (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX boost_actor ON boost (actorID);

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  activityID INTEGER NOT NULL REFERENCES outboxActivity (id) ON DELETE CASCADE,
  senderID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  inbox TEXT NOT NULL,
  lane TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'abandoned')),
  attempts INTEGER NOT NULL,
  notBefore INTEGER NOT NULL,
  enqueuedAt INTEGER NOT NULL,
  lastError TEXT,
  UNIQUE (activityID, inbox)
) STRICT;

CREATE INDEX delivery_age ON delivery (state, enqueuedAt);

CREATE INDEX delivery_lane ON delivery (state, lane, id);

CREATE INDEX delivery_sender ON delivery (senderID, state, lane, id);

CREATE TABLE deliveryLane (
  lane TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  openUntil INTEGER,
  isPaused INTEGER NOT NULL CHECK (isPaused IN (0, 1)),
  signatureScheme TEXT CHECK (signatureScheme IN ('draftCavage', 'messageSignature')),
  lastSuccessAt INTEGER,
  lastError TEXT,
  touchedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveryLane_touched ON deliveryLane (touchedAt);

CREATE TABLE follow (
  followerID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  followeeID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'accepted')),
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (followerID, followeeID),
  CHECK (followerID <> followeeID)
) STRICT, WITHOUT ROWID;

CREATE INDEX follow_followee ON follow (followeeID, state, followerID);

CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);

CREATE TABLE hashtag (
  name TEXT NOT NULL,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (name, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX hashtag_post ON hashtag (postID);

CREATE TABLE inboxActivity (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  senderID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  body BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'ignored', 'failed')),
  attempts INTEGER NOT NULL,
  notBefore INTEGER NOT NULL,
  receivedAt INTEGER NOT NULL,
  outcome TEXT
) STRICT;

CREATE INDEX inboxActivity_ended ON inboxActivity (receivedAt) WHERE state <> 'waiting';

CREATE INDEX inboxActivity_lane ON inboxActivity (senderID, id, notBefore)
  WHERE state = 'waiting';

CREATE INDEX inboxActivity_sender ON inboxActivity (senderID);

CREATE INDEX inboxActivity_waiting ON inboxActivity (id) WHERE state = 'waiting';

CREATE TABLE liking (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX liking_actor ON liking (actorID);

CREATE TABLE member (
  actorID INTEGER PRIMARY KEY REFERENCES actor (id),
  role TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'admin')),
  state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'suspended', 'deleted')),
  email TEXT,
  passwordHash TEXT,
  defaultAudience TEXT
    CHECK (defaultAudience IN ('node', 'territory', 'public', 'followers', 'direct')),
  language TEXT,
  invitation TEXT UNIQUE,
  invitationEndsAt INTEGER,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE TABLE nodeState (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outboxActivity (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  audience TEXT NOT NULL
    CHECK (audience IN ('node', 'territory', 'public', 'followers', 'direct')),
  postID INTEGER REFERENCES post (id) ON DELETE CASCADE,
  body BLOB NOT NULL,
  publishedAt INTEGER NOT NULL
) STRICT;

CREATE INDEX outboxActivity_actor ON outboxActivity (actorID, audience, id, type, postID);

CREATE INDEX outboxActivity_post ON outboxActivity (postID) WHERE postID IS NOT NULL;

CREATE TABLE pin (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  pinnedAt INTEGER NOT NULL,
  PRIMARY KEY (actorID, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX pin_post ON pin (postID);

CREATE TABLE policyRule (
  pattern TEXT NOT NULL PRIMARY KEY,
  action TEXT NOT NULL CHECK (action IN ('allow', 'suspend', 'silence')),
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  reviewAt INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  authorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  isLocal INTEGER NOT NULL CHECK (isLocal IN (0, 1)),
  audience TEXT NOT NULL
    CHECK (audience IN ('node', 'territory', 'public', 'followers', 'direct')),
  isListed INTEGER NOT NULL CHECK (isListed IN (0, 1)),
  kind TEXT NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  summary TEXT,
  isSensitive INTEGER NOT NULL CHECK (isSensitive IN (0, 1)),
  language TEXT,
  inReplyTo TEXT,
  conversation TEXT,
  page TEXT,
  publishedAt INTEGER NOT NULL,
  editedAt INTEGER
) STRICT;

CREATE INDEX post_audience ON post (audience, id);

CREATE INDEX post_author ON post (authorID, id);

CREATE INDEX post_conversation ON post (conversation, id) WHERE conversation IS NOT NULL;

CREATE INDEX post_local ON post (id) WHERE isLocal = 1;

CREATE INDEX post_replies ON post (inReplyTo, id) WHERE inReplyTo IS NOT NULL;

CREATE TABLE postRevision (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  summary TEXT,
  replacedAt INTEGER NOT NULL,
  PRIMARY KEY (postID, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  reporterID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  objects TEXT NOT NULL,
  content TEXT NOT NULL,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE INDEX report_reporter ON report (reporterID);

CREATE TABLE timelineEntry (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  boosterID INTEGER REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (memberID, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX timelineEntry_booster ON timelineEntry (boosterID) WHERE boosterID IS NOT NULL;

CREATE UNIQUE INDEX timelineEntry_once ON timelineEntry (postID, memberID);

CREATE TABLE tombstone (
  uri TEXT NOT NULL PRIMARY KEY,
  formerKind TEXT NOT NULL,
  wasPublic INTEGER NOT NULL CHECK (wasPublic IN (0, 1)),
  isLocal INTEGER NOT NULL CHECK (isLocal IN (0, 1)),
  deletedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstone_foreign ON tombstone (deletedAt) WHERE isLocal = 0;
