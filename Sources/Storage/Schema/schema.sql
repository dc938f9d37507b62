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

CREATE INDEX accessToken_own ON accessToken (createdAt) WHERE memberID IS NULL;

CREATE TRIGGER pushSubscription_end AFTER DELETE ON accessToken BEGIN
  DELETE FROM pushSubscription WHERE accessTokenID = OLD.id;
END;

CREATE TABLE accountLimit (
  actorID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE TABLE accountNote (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  PRIMARY KEY (memberID, targetID)
) STRICT, WITHOUT ROWID;

CREATE INDEX accountNote_target ON accountNote (targetID);

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
, hidesTies INTEGER NOT NULL DEFAULT 0
  CHECK (hidesTies IN (0, 1)), summarySource TEXT) STRICT;

CREATE INDEX actor_address ON actor (host, name);

CREATE INDEX actor_followers ON actor (followers) WHERE followers IS NOT NULL;

CREATE UNIQUE INDEX actor_localName ON actor (name) WHERE isLocal = 1;

CREATE INDEX actor_page ON actor (page) WHERE page IS NOT NULL;

CREATE INDEX actor_suspended ON actor (suspendedAt, id) WHERE suspendedAt IS NOT NULL;

CREATE TABLE actorEmoji (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (actorID, name)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE actorIndex USING fts5 (words, content = 'searchActor',
  content_rowid = 'actorID', tokenize = "ascii tokenchars '+#.'", detail = none,
  columnsize = 0);

CREATE TABLE 'actorIndex_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'actorIndex_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'actorIndex_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE actorKey (
  uri TEXT NOT NULL PRIMARY KEY,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  algorithm TEXT NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
  publicKey TEXT NOT NULL,
  sealedPrivateKey BLOB
, retiredAt INTEGER) STRICT, WITHOUT ROWID;

CREATE INDEX actorKey_actor ON actorKey (actorID);

CREATE TABLE actorPicture (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  place TEXT NOT NULL CHECK (place IN ('icon', 'image')),
  url TEXT NOT NULL,
  mediaType TEXT,
  description TEXT,
  PRIMARY KEY (actorID, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX actorPicture_url ON actorPicture (url);

CREATE TRIGGER actorPicture_attaches AFTER INSERT ON actorPicture BEGIN
  UPDATE upload SET state = 'attached' WHERE url = NEW.url AND ownerID = NEW.actorID;
END;

CREATE TRIGGER actorPicture_drops AFTER DELETE ON actorPicture BEGIN
  UPDATE upload SET state = 'dropped' WHERE url = OLD.url AND ownerID = OLD.actorID;
END;

CREATE TABLE addressee (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX addressee_actor ON addressee (actorID, postID);

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

CREATE TABLE agreement (
  id INTEGER PRIMARY KEY,
  offer TEXT NOT NULL UNIQUE,
  uri TEXT UNIQUE,
  postID INTEGER REFERENCES post (id) ON DELETE SET NULL,
  need TEXT NOT NULL,
  title TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('request', 'offer')),
  authorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  proposerID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  stage TEXT NOT NULL
    CHECK (stage IN ('offered', 'accepted', 'rejected', 'withdrawn', 'fulfilled')),
  words TEXT NOT NULL,
  reason TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  CHECK (authorID <> proposerID)
) STRICT;

CREATE INDEX agreement_author ON agreement (authorID, id);

CREATE INDEX agreement_post ON agreement (postID) WHERE postID IS NOT NULL;

CREATE INDEX agreement_proposer ON agreement (proposerID, id);

CREATE TABLE agreementSide (
  agreementID INTEGER NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('primary', 'reciprocal')),
  amount INTEGER NOT NULL CHECK (amount > 0),
  unit TEXT NOT NULL,
  deed TEXT,
  deedParty TEXT CHECK (deedParty IN ('author', 'proposer')),
  deedAmount INTEGER CHECK (deedAmount > 0),
  deedDay INTEGER,
  isConfirmed INTEGER NOT NULL CHECK (isConfirmed IN (0, 1)),
  PRIMARY KEY (agreementID, side)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX agreementSide_deed ON agreementSide (deed) WHERE deed IS NOT NULL;

CREATE TABLE alias (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  PRIMARY KEY (actorID, uri)
) STRICT, WITHOUT ROWID;

CREATE TABLE announcement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  html TEXT NOT NULL,
  source TEXT NOT NULL,
  startsAt INTEGER,
  endsAt INTEGER,
  isAllDay INTEGER NOT NULL CHECK (isAllDay IN (0, 1)),
  publishedAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  endedAt INTEGER
) STRICT;

CREATE TABLE announcementReaction (
  announcementID INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (announcementID, name, memberID)
) STRICT, WITHOUT ROWID;

CREATE INDEX announcementReaction_member ON announcementReaction (memberID);

CREATE TABLE announcementReading (
  announcementID INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  PRIMARY KEY (announcementID, memberID)
) STRICT, WITHOUT ROWID;

CREATE INDEX announcementReading_member ON announcementReading (memberID);

CREATE TABLE attachment (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  mediaType TEXT,
  name TEXT,
  width INTEGER,
  height INTEGER,
  blurhash TEXT, focusX REAL, focusY REAL,
  PRIMARY KEY (postID, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendance (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'rejected', 'ignored')),
  message TEXT,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX attendance_actor ON attendance (actorID, postID);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  target TEXT NOT NULL,
  why TEXT NOT NULL
, hash BLOB NOT NULL DEFAULT x'') STRICT;

CREATE TRIGGER audit_isAlwaysChained BEFORE INSERT ON audit
  WHEN length(NEW.hash) <> 32 AND NOT EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'a line of the audit log has a hash'); END;

CREATE TRIGGER audit_isNeverChanged BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_isNeverReplaced BEFORE INSERT ON audit
  WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_isNeverShortened BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

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

CREATE INDEX authorizationCode_end ON authorizationCode (endsAt);

CREATE INDEX authorizationCode_member ON authorizationCode (memberID);

CREATE INDEX authorizationCode_token ON authorizationCode (tokenID) WHERE tokenID IS NOT NULL;

CREATE TABLE backgroundFetch (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('parent', 'thread', 'outbox', 'followers')),
  subject TEXT NOT NULL CHECK (length(subject) <= 2048),
  detail TEXT CHECK (length(detail) <= 2048),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done')),
  attempts INTEGER NOT NULL,
  notBefore INTEGER NOT NULL,
  touchedAt INTEGER NOT NULL,
  UNIQUE (kind, subject)
) STRICT;

CREATE INDEX backgroundFetch_done ON backgroundFetch (touchedAt) WHERE state = 'done';

CREATE INDEX backgroundFetch_due ON backgroundFetch (notBefore, id) WHERE state = 'waiting';

CREATE TABLE block (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (actorID, targetID)
) STRICT, WITHOUT ROWID;

CREATE INDEX block_target ON block (targetID, actorID);

CREATE TRIGGER block_takesRepeats AFTER DELETE ON block BEGIN
  DELETE FROM repeatedActivity WHERE first = OLD.uri;
END;

CREATE TABLE bookmark (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  UNIQUE (memberID, postID)
) STRICT;

CREATE INDEX bookmark_member ON bookmark (memberID, id);

CREATE INDEX bookmark_post ON bookmark (postID);

CREATE TABLE boost (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL, number INTEGER NOT NULL DEFAULT 0, isForFollowers INTEGER NOT NULL DEFAULT 0
  CHECK (isForFollowers IN (0, 1)),
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX boost_actor ON boost (actorID);

CREATE INDEX boost_latest ON boost (actorID, number);

CREATE UNIQUE INDEX boost_number ON boost (number);

CREATE TRIGGER boost_takesRepeats AFTER DELETE ON boost BEGIN
  DELETE FROM repeatedActivity WHERE first = OLD.uri;
END;

CREATE TABLE cachedMedia (
  url TEXT NOT NULL PRIMARY KEY CHECK (length(url) <= 2048),
  host TEXT NOT NULL,
  format TEXT NOT NULL,
  file BLOB NOT NULL REFERENCES mediaFile (digest),
  preview BLOB REFERENCES mediaFile (digest),
  width INTEGER,
  height INTEGER,
  blurhash TEXT,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  usedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX cachedMedia_file ON cachedMedia (file);

CREATE INDEX cachedMedia_host ON cachedMedia (host);

CREATE INDEX cachedMedia_preview ON cachedMedia (preview);

CREATE INDEX cachedMedia_use ON cachedMedia (usedAt, bytes);

CREATE TABLE calendarFeed (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  digest BLOB NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE TABLE callAnswer (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES need (postID) ON DELETE CASCADE,
  isMeant INTEGER NOT NULL CHECK (isMeant IN (0, 1)),
  isIgnored INTEGER NOT NULL CHECK (isIgnored IN (0, 1)),
  PRIMARY KEY (memberID, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX callAnswer_post ON callAnswer (postID);

CREATE TABLE callMute (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (memberID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX callMute_actor ON callMute (actorID);

CREATE TABLE charterAcceptance (
  territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  termsDigest BLOB NOT NULL CHECK (length(termsDigest) = 32),
  acceptedAt INTEGER NOT NULL,
  PRIMARY KEY (territoryID, memberID)
) STRICT, WITHOUT ROWID;

CREATE INDEX charterAcceptance_member ON charterAcceptance (memberID);

CREATE INDEX charterAcceptance_terms ON charterAcceptance (territoryID, termsDigest);

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

CREATE INDEX clientApplication_age ON clientApplication (createdAt);

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

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  thread TEXT NOT NULL,
  lastPostID INTEGER NOT NULL,
  isUnread INTEGER NOT NULL CHECK (isUnread IN (0, 1)),
  UNIQUE (memberID, thread)
) STRICT;

CREATE INDEX conversation_member ON conversation (memberID, lastPostID);

CREATE TABLE conversationParticipant (
  conversationID INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (conversationID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversationParticipant_actor ON conversationParticipant (actorID);

CREATE TABLE conversationPost (
  conversationID INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (conversationID, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversationPost_post ON conversationPost (postID);

CREATE TRIGGER conversationPost_leaves AFTER DELETE ON conversationPost BEGIN
  DELETE FROM conversation WHERE id = OLD.conversationID AND NOT EXISTS (
    SELECT 1 FROM conversationPost WHERE conversationID = OLD.conversationID);
  UPDATE conversation SET lastPostID = (SELECT max(postID) FROM conversationPost
    WHERE conversationID = OLD.conversationID)
    WHERE id = OLD.conversationID AND lastPostID = OLD.postID;
END;

CREATE TABLE customEmoji (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (postID, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE declinedSuggestion (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (memberID, targetID)
) STRICT, WITHOUT ROWID;

CREATE INDEX declinedSuggestion_target ON declinedSuggestion (targetID);

CREATE TABLE "delivery" (
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

CREATE TABLE domainBlock (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  domain TEXT NOT NULL,
  createdAt INTEGER NOT NULL, isSettled INTEGER NOT NULL DEFAULT 1
  CHECK (isSettled IN (0, 1)),
  UNIQUE (memberID, domain)
) STRICT;

CREATE INDEX domainBlock_member ON domainBlock (memberID, id);

CREATE INDEX domainBlock_unsettled ON domainBlock (id) WHERE isSettled = 0;

CREATE TABLE endorsement (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (memberID, targetID)
) STRICT, WITHOUT ROWID;

CREATE INDEX endorsement_target ON endorsement (targetID);

CREATE TABLE erasure (
  id INTEGER PRIMARY KEY,
  actorURI TEXT NOT NULL UNIQUE,
  activityURI TEXT NOT NULL UNIQUE,
  erasedAt INTEGER NOT NULL
) STRICT;

CREATE TABLE erasureReceipt (
  erasureID INTEGER NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  acknowledgedAt INTEGER,
  PRIMARY KEY (erasureID, host)
) STRICT, WITHOUT ROWID;

CREATE INDEX erasureReceipt_awaited ON erasureReceipt (host, erasureID)
  WHERE acknowledgedAt IS NULL;

CREATE TABLE event (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  startsAt INTEGER,
  endsAt INTEGER,
  timeZone TEXT,
  status TEXT NOT NULL CHECK (status IN
    ('scheduled', 'tentative', 'postponed', 'rescheduled', 'movedOnline', 'cancelled')),
  joinMode TEXT NOT NULL
    CHECK (joinMode IN ('none', 'free', 'restricted', 'invite', 'external')),
  participationURL TEXT
, title TEXT, capacity INTEGER, toldAttendees INTEGER, categories TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX event_start ON event (startsAt, postID) WHERE startsAt IS NOT NULL;

CREATE TABLE eventOrganizer (
  postID INTEGER NOT NULL REFERENCES event (postID) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  uri TEXT NOT NULL,
  PRIMARY KEY (postID, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE eventPlace (
  postID INTEGER NOT NULL REFERENCES event (postID) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT,
  address TEXT,
  latitude REAL,
  longitude REAL,
  url TEXT,
  isVirtual INTEGER NOT NULL CHECK (isVirtual IN (0, 1)),
  PRIMARY KEY (postID, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE featuredTag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  name TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  UNIQUE (memberID, name)
) STRICT;

CREATE TABLE filter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  title TEXT NOT NULL,
  contexts TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('warn', 'hide', 'blur')),
  endsAt INTEGER
) STRICT;

CREATE INDEX filter_member ON filter (memberID, id);

CREATE TABLE filterKeyword (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  filterID INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  isWholeWord INTEGER NOT NULL CHECK (isWholeWord IN (0, 1))
) STRICT;

CREATE INDEX filterKeyword_filter ON filterKeyword (filterID, id);

CREATE TABLE filterStatus (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  filterID INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  UNIQUE (filterID, postID)
) STRICT;

CREATE INDEX filterStatus_filter ON filterStatus (filterID, id);

CREATE INDEX filterStatus_post ON filterStatus (postID);

CREATE TABLE follow (
  followerID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  followeeID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'accepted')),
  createdAt INTEGER NOT NULL, showsBoosts INTEGER NOT NULL DEFAULT 1
  CHECK (showsBoosts IN (0, 1)), notifies INTEGER NOT NULL DEFAULT 0 CHECK (notifies IN (0, 1)), languages TEXT CHECK (languages <> ''),
  PRIMARY KEY (followerID, followeeID),
  CHECK (followerID <> followeeID)
) STRICT, WITHOUT ROWID;

CREATE INDEX follow_followee ON follow (followeeID, state, followerID);

CREATE INDEX follow_notified ON follow (followeeID, followerID) WHERE notifies = 1;

CREATE TABLE followedTag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  name TEXT NOT NULL,
  UNIQUE (memberID, name)
) STRICT;

CREATE INDEX followedTag_member ON followedTag (memberID, id);

CREATE INDEX followedTag_name ON followedTag (name, memberID);

CREATE TABLE furtherReaction (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  isEmoji INTEGER NOT NULL, emoji TEXT,
  PRIMARY KEY (postID, actorID, uri)
) STRICT, WITHOUT ROWID;

CREATE INDEX furtherReaction_actor ON furtherReaction (actorID);

CREATE TRIGGER furtherReaction_takesRepeats AFTER DELETE ON furtherReaction
WHEN NOT EXISTS (SELECT 1 FROM liking WHERE uri = OLD.uri) BEGIN
  DELETE FROM repeatedActivity WHERE first = OLD.uri;
END;

CREATE TABLE givenPassword (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  givenAt INTEGER NOT NULL
) STRICT;

CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);

CREATE TABLE groupPost (
  groupID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'removed')),
  activity BLOB,
  PRIMARY KEY (groupID, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX groupPost_post ON groupPost (postID);

CREATE INDEX groupPost_state ON groupPost (groupID, state, postID);

CREATE TABLE groupRules (
  groupID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
  isModerated INTEGER NOT NULL CHECK (isModerated IN (0, 1)),
  posting TEXT NOT NULL CHECK (posting IN ('anyone', 'followers', 'members', 'moderators'))
) STRICT;

CREATE TABLE groupTurn (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX groupTurn_member ON groupTurn (memberID, at);

CREATE TABLE hashtag (
  name TEXT NOT NULL,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (name, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX hashtag_post ON hashtag (postID);

CREATE TRIGGER searchTag_out AFTER DELETE ON hashtag
  WHEN NOT EXISTS (SELECT 1 FROM hashtag WHERE name = OLD.name)
  BEGIN DELETE FROM searchTag WHERE name = OLD.name; END;

CREATE TABLE hostStanding (
  host TEXT NOT NULL PRIMARY KEY,
  standing TEXT NOT NULL CHECK (standing IN ('limited', 'suspended'))
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  key TEXT NOT NULL CHECK (length(key) <= 255),
  postID INTEGER REFERENCES post (id) ON DELETE CASCADE,
  scheduledID INTEGER REFERENCES scheduledPost (id) ON DELETE CASCADE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (memberID, key),
  CHECK ((postID IS NULL) <> (scheduledID IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_age ON idempotency (createdAt);

CREATE INDEX idempotency_post ON idempotency (postID) WHERE postID IS NOT NULL;

CREATE INDEX idempotency_scheduled ON idempotency (scheduledID)
  WHERE scheduledID IS NOT NULL;

CREATE TABLE importedPost (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  origin TEXT NOT NULL CHECK (length(origin) <= 2048),
  postID INTEGER REFERENCES post (id) ON DELETE SET NULL,
  PRIMARY KEY (memberID, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX importedPost_post ON importedPost (postID) WHERE postID IS NOT NULL;

CREATE TABLE "inboxActivity" (
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

CREATE INDEX inboxActivity_ended ON inboxActivity (receivedAt)
  WHERE state IN ('done', 'ignored', 'failed');

CREATE INDEX inboxActivity_held ON inboxActivity (peer, id) WHERE state = 'held';

CREATE INDEX inboxActivity_heldSince ON inboxActivity (receivedAt) WHERE state = 'held';

CREATE INDEX inboxActivity_lane ON inboxActivity (senderID, id, notBefore)
  WHERE state = 'waiting';

CREATE INDEX inboxActivity_sender ON inboxActivity (senderID);

CREATE INDEX inboxActivity_waiting ON inboxActivity (id) WHERE state = 'waiting';

CREATE TABLE indicator (
  reportID INTEGER NOT NULL REFERENCES indicatorReport (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  peer TEXT NOT NULL,
  value INTEGER CHECK (value >= 0),
  people INTEGER CHECK (people >= 0),
  reason TEXT,
  PRIMARY KEY (reportID, name, peer),
  CHECK ((value IS NULL) = (reason IS NOT NULL)),
  CHECK ((value IS NULL) = (people IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE indicatorReport (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  month INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  document TEXT NOT NULL CHECK (length(document) <= 1048576),
  receivedAt INTEGER NOT NULL,
  UNIQUE (host, month)
) STRICT;

CREATE INDEX indicatorReport_month ON indicatorReport (month);

CREATE TABLE introduced (
  host TEXT NOT NULL,
  actorURI TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (host, actorURI)
) STRICT, WITHOUT ROWID;

CREATE TABLE introduction (
  actorURI TEXT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL,
  body BLOB NOT NULL CHECK (length(body) <= 1048576),
  publishedAt INTEGER NOT NULL
) STRICT;

CREATE INDEX introduction_host ON introduction (host);

CREATE TABLE keptUpload (
  token TEXT NOT NULL PRIMARY KEY REFERENCES upload (token) ON DELETE CASCADE,
  keptAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX keptUpload_age ON keptUpload (keptAt);

CREATE TABLE leaving (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  eraseAt INTEGER NOT NULL,
  decidedAt INTEGER NOT NULL
) STRICT;

CREATE INDEX leaving_eraseAt ON leaving (eraseAt);

CREATE TABLE "letter" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER REFERENCES member (actorID) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('confirmation', 'invitation', 'passwordReset', 'signIn',
    'notifications', 'trial', 'certificate')),
  recipient TEXT NOT NULL COLLATE NOCASE,
  sealed BLOB NOT NULL CHECK (length(sealed) <= 1048576),
  attempts INTEGER NOT NULL,
  notBefore INTEGER NOT NULL,
  writtenAt INTEGER NOT NULL,
  lastError TEXT
) STRICT;

CREATE INDEX letter_member ON letter (memberID);

CREATE INDEX letter_notBefore ON letter (notBefore);

CREATE INDEX letter_recipient ON letter (recipient);

CREATE TABLE liking (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL, isEmoji INTEGER NOT NULL DEFAULT 0, emoji TEXT,
  PRIMARY KEY (postID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX liking_actor ON liking (actorID);

CREATE INDEX liking_latest ON liking (actorID, createdAt, postID);

CREATE TRIGGER liking_replacesRepeats AFTER UPDATE OF uri ON liking WHEN OLD.uri <> NEW.uri BEGIN
  DELETE FROM repeatedActivity WHERE first = OLD.uri;
END;

CREATE TRIGGER liking_takesRepeats AFTER DELETE ON liking BEGIN
  DELETE FROM repeatedActivity WHERE first = OLD.uri;
END;

CREATE TABLE list (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  title TEXT NOT NULL,
  repliesPolicy TEXT NOT NULL CHECK (repliesPolicy IN ('followed', 'list', 'none')),
  isExclusive INTEGER NOT NULL CHECK (isExclusive IN (0, 1))
) STRICT;

CREATE INDEX list_member ON list (memberID, id);

CREATE TABLE listAccount (
  listID INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (listID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX listAccount_actor ON listAccount (actorID, listID);

CREATE TABLE listEntry (
  listID INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  boosterID INTEGER REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (listID, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX listEntry_booster ON listEntry (boosterID) WHERE boosterID IS NOT NULL;

CREATE INDEX listEntry_post ON listEntry (postID);

CREATE TABLE mailPause (
  recipient TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
  reason TEXT NOT NULL,
  pausedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailPreference (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  pace TEXT NOT NULL CHECK (pace IN ('never', 'atOnce', 'daily', 'weekly', 'monthly')),
  quietFrom INTEGER CHECK (quietFrom BETWEEN 0 AND 23),
  quietTo INTEGER CHECK (quietTo BETWEEN 0 AND 23),
  tellsSignIns INTEGER NOT NULL CHECK (tellsSignIns IN (0, 1)),
  confirmed TEXT,
  seen INTEGER NOT NULL,
  digestedAt INTEGER NOT NULL,
  CHECK ((quietFrom IS NULL) = (quietTo IS NULL))
) STRICT;

CREATE TABLE mailToken (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('confirmation', 'passwordReset')),
  recipient TEXT NOT NULL,
  endsAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX mailToken_member ON mailToken (memberID);

CREATE TABLE marker (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  timeline TEXT NOT NULL CHECK (timeline IN ('home', 'notifications')),
  lastReadID INTEGER NOT NULL,
  version INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  PRIMARY KEY (memberID, timeline)
) STRICT, WITHOUT ROWID;

CREATE TABLE mediaFile (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  storedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX mediaFile_age ON mediaFile (storedAt);

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

CREATE INDEX member_email ON member (email COLLATE NOCASE) WHERE email IS NOT NULL;

CREATE TABLE memberArchive (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  askedAt INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
  file TEXT UNIQUE CHECK (length(file) = 32),
  bytes INTEGER CHECK (bytes >= 0),
  endsAt INTEGER,
  CHECK ((state = 'ready') = (file IS NOT NULL AND bytes IS NOT NULL)),
  CHECK ((state = 'waiting') = (endsAt IS NULL))
) STRICT;

CREATE INDEX memberArchive_end ON memberArchive (endsAt) WHERE endsAt IS NOT NULL;

CREATE INDEX memberArchive_member ON memberArchive (memberID, id);

CREATE INDEX memberArchive_state ON memberArchive (state, id);

CREATE TABLE mute (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  targetID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  hidesNotifications INTEGER NOT NULL CHECK (hidesNotifications IN (0, 1)),
  endsAt INTEGER,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (memberID, targetID)
) STRICT, WITHOUT ROWID;

CREATE INDEX mute_end ON mute (endsAt) WHERE endsAt IS NOT NULL;

CREATE INDEX mute_target ON mute (targetID);

CREATE TABLE need (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('request', 'offer')),
  title TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('deliverService', 'transfer')),
  resource TEXT,
  amount INTEGER CHECK (amount > 0),
  unit TEXT NOT NULL,
  returnAction TEXT CHECK (returnAction IN ('deliverService', 'transfer')),
  returnResource TEXT,
  returnAmount INTEGER CHECK (returnAmount > 0),
  returnUnit TEXT,
  isUnitBased INTEGER CHECK (isUnitBased IN (0, 1)),
  placeName TEXT,
  placeCode TEXT,
  latitude REAL,
  longitude REAL,
  kilometres REAL,
  startsOn INTEGER,
  endsOn INTEGER,
  closesAt INTEGER,
  status TEXT NOT NULL CHECK (status IN ('open', 'answered', 'withdrawn')),
  isCall INTEGER NOT NULL CHECK (isCall IN (0, 1)),
  matchedAt INTEGER,
  CHECK ((returnAction IS NULL) = (returnUnit IS NULL))
) STRICT;

CREATE INDEX need_open ON need (purpose, postID) WHERE status = 'open';

CREATE INDEX need_unmatched ON need (postID) WHERE matchedAt IS NULL;

CREATE TABLE needSkill (
  postID INTEGER NOT NULL REFERENCES need (postID) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  skill TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
  PRIMARY KEY (postID, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX needSkill_skill ON needSkill (skill, postID);

CREATE TABLE needTold (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (memberID, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX needTold_post ON needTold (postID);

CREATE TABLE nodeRule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT NOT NULL,
  hint TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  removedAt INTEGER
) STRICT;

CREATE TABLE nodeRuleText (
  ruleID INTEGER NOT NULL REFERENCES nodeRule (id) ON DELETE CASCADE,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  hint TEXT NOT NULL,
  PRIMARY KEY (ruleID, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE nodeState (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE "notification" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  postID INTEGER REFERENCES post (id) ON DELETE CASCADE,
  reportID INTEGER REFERENCES report (id) ON DELETE CASCADE,
  groupKey TEXT,
  isFiltered INTEGER NOT NULL CHECK (isFiltered IN (0, 1)),
  createdAt INTEGER NOT NULL
) STRICT;

CREATE INDEX notification_actor ON notification (actorID, memberID, id);

CREATE INDEX notification_age ON notification (createdAt);

CREATE INDEX notification_group ON notification (memberID, groupKey, isFiltered, id)
  WHERE groupKey IS NOT NULL;

CREATE INDEX notification_member ON notification (memberID, isFiltered, id);

CREATE UNIQUE INDEX notification_once
  ON notification (memberID, actorID, kind, ifnull(postID, 0), ifnull(reportID, 0));

CREATE INDEX notification_post ON notification (postID) WHERE postID IS NOT NULL;

CREATE INDEX notification_report ON notification (reportID) WHERE reportID IS NOT NULL;

CREATE TRIGGER notification_isToBeTold AFTER INSERT ON notification
WHEN EXISTS (SELECT 1 FROM pushSubscription WHERE memberID = NEW.memberID) BEGIN
  INSERT INTO untoldPush (notificationID) VALUES (NEW.id);
END;

CREATE TABLE notificationPermission (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (memberID, actorID)
) STRICT, WITHOUT ROWID;

CREATE INDEX notificationPermission_actor ON notificationPermission (actorID);

CREATE TABLE notificationPolicy (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  notFollowing TEXT NOT NULL CHECK (notFollowing IN ('accept', 'filter', 'drop')),
  notFollowers TEXT NOT NULL CHECK (notFollowers IN ('accept', 'filter', 'drop')),
  newAccounts TEXT NOT NULL CHECK (newAccounts IN ('accept', 'filter', 'drop')),
  privateMentions TEXT NOT NULL CHECK (privateMentions IN ('accept', 'filter', 'drop')),
  limitedAccounts TEXT NOT NULL CHECK (limitedAccounts IN ('accept', 'filter', 'drop'))
) STRICT;

CREATE TABLE notificationRequest (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  UNIQUE (memberID, actorID)
) STRICT;

CREATE INDEX notificationRequest_actor ON notificationRequest (actorID);

CREATE INDEX notificationRequest_age ON notificationRequest (updatedAt);

CREATE INDEX notificationRequest_member ON notificationRequest (memberID, id);

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

CREATE TABLE participation (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  way TEXT CHECK (way IN ('reader', 'contributor', 'facilitator', 'mentor')),
  goals TEXT NOT NULL CHECK (length(goals) <= 1000),
  circle TEXT NOT NULL CHECK (circle IN ('nobody', 'organisation', 'everyone'))
) STRICT;

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

CREATE TABLE pin (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  pinnedAt INTEGER NOT NULL,
  PRIMARY KEY (actorID, postID)
) STRICT, WITHOUT ROWID;

CREATE INDEX pin_post ON pin (postID);

CREATE TABLE policyDraft (
  list TEXT NOT NULL REFERENCES policyList (url) ON DELETE CASCADE,
  pattern TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('save', 'remove')),
  action TEXT NOT NULL CHECK (action IN ('allow', 'suspend', 'silence', 'neutral')),
  dropsMedia INTEGER NOT NULL CHECK (dropsMedia IN (0, 1)),
  dropsReports INTEGER NOT NULL CHECK (dropsReports IN (0, 1)),
  reason TEXT NOT NULL,
  concern TEXT,
  isDismissed INTEGER NOT NULL DEFAULT 0 CHECK (isDismissed IN (0, 1)),
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (list, pattern)
) STRICT, WITHOUT ROWID;

CREATE TABLE policyGrant (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('like', 'reply', 'announce', 'quote')),
  isManual INTEGER NOT NULL CHECK (isManual IN (0, 1)),
  whom TEXT NOT NULL,
  PRIMARY KEY (postID, kind, isManual, whom)
) STRICT, WITHOUT ROWID;

CREATE TABLE policyList (
  url TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blocks', 'allows')),
  mode TEXT NOT NULL CHECK (mode IN ('drafts', 'apply')),
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  checkedAt INTEGER,
  outcome TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE "policyRule" (
  pattern TEXT NOT NULL PRIMARY KEY,
  action TEXT NOT NULL CHECK (action IN ('allow', 'suspend', 'silence', 'neutral')),
  dropsMedia INTEGER NOT NULL CHECK (dropsMedia IN (0, 1)),
  dropsReports INTEGER NOT NULL CHECK (dropsReports IN (0, 1)),
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  list TEXT,
  createdAt INTEGER NOT NULL,
  reviewAt INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX policyRule_list ON policyRule (list) WHERE list IS NOT NULL;

CREATE TABLE poll (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  isMultiple INTEGER NOT NULL CHECK (isMultiple IN (0, 1)),
  closesAt INTEGER,
  closedAt INTEGER,
  voters INTEGER CHECK (voters >= 0),
  isTold INTEGER NOT NULL CHECK (isTold IN (0, 1)),
  toldAt INTEGER NOT NULL
, hasEnded INTEGER NOT NULL DEFAULT 0 CHECK (hasEnded IN (0, 1)), hidesTotals INTEGER NOT NULL DEFAULT 0
  CHECK (hidesTotals IN (0, 1))) STRICT;

CREATE INDEX poll_open ON poll (closesAt) WHERE closedAt IS NULL AND closesAt IS NOT NULL;

CREATE INDEX poll_running ON poll (closesAt) WHERE hasEnded = 0 AND closesAt IS NOT NULL;

CREATE INDEX poll_untold ON poll (toldAt) WHERE isTold = 0;

CREATE TABLE pollOption (
  postID INTEGER NOT NULL REFERENCES poll (postID) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  votes INTEGER NOT NULL CHECK (votes >= 0),
  PRIMARY KEY (postID, position)
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
, territory TEXT) STRICT;

CREATE INDEX post_audience ON post (audience, id);

CREATE INDEX post_author ON post (authorID, id);

CREATE INDEX post_conversation ON post (conversation, id) WHERE conversation IS NOT NULL;

CREATE INDEX post_count ON post (authorID, audience);

CREATE INDEX post_local ON post (id) WHERE isLocal = 1;

CREATE INDEX post_page ON post (page) WHERE page IS NOT NULL;

CREATE INDEX post_replies ON post (inReplyTo, id) WHERE inReplyTo IS NOT NULL;

CREATE INDEX post_territory ON post (territory, id) WHERE territory IS NOT NULL;

CREATE TABLE postApplication (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  website TEXT
) STRICT;

CREATE VIRTUAL TABLE postIndex USING fts5 (words, content = 'searchPost',
  content_rowid = 'postID', tokenize = "ascii tokenchars '+#.'", detail = none,
  columnsize = 0);

CREATE TABLE 'postIndex_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'postIndex_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'postIndex_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE postRevision (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  summary TEXT,
  replacedAt INTEGER NOT NULL, pollOptions TEXT, isSensitive INTEGER NOT NULL DEFAULT 0
  CHECK (isSensitive IN (0, 1)), files TEXT,
  PRIMARY KEY (postID, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE postUpload (
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  token TEXT NOT NULL REFERENCES upload (token) ON DELETE CASCADE,
  PRIMARY KEY (postID, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX postUpload_token ON postUpload (token);

CREATE TRIGGER keptUpload_isUsed AFTER INSERT ON postUpload BEGIN
  DELETE FROM keptUpload WHERE token = NEW.token;
END;

CREATE TRIGGER postUpload_attaches AFTER INSERT ON postUpload BEGIN
  UPDATE upload SET state = 'attached' WHERE token = NEW.token;
END;

CREATE TRIGGER postUpload_drops AFTER DELETE ON postUpload BEGIN
  UPDATE upload SET state = 'dropped' WHERE token = OLD.token
    AND NOT EXISTS (SELECT 1 FROM postUpload WHERE token = OLD.token);
END;

CREATE TABLE preference (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  isListed INTEGER NOT NULL CHECK (isListed IN (0, 1)),
  isSensitive INTEGER NOT NULL CHECK (isSensitive IN (0, 1)),
  quotableBy TEXT NOT NULL CHECK (quotableBy IN ('everyone', 'followers', 'nobody')),
  media TEXT NOT NULL CHECK (media IN ('default', 'show_all', 'hide_all')),
  expandsWarnings INTEGER NOT NULL CHECK (expandsWarnings IN (0, 1))
) STRICT;

CREATE TABLE profileLine (
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL, source TEXT, verifiedAt INTEGER, checkedAt INTEGER,
  PRIMARY KEY (actorID, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX profileLine_check ON profileLine (checkedAt) WHERE checkedAt IS NOT NULL;

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

CREATE TABLE pushMessage (
  id INTEGER PRIMARY KEY,
  subscriptionID INTEGER NOT NULL REFERENCES pushSubscription (id) ON DELETE CASCADE,
  body BLOB NOT NULL,
  urgency TEXT NOT NULL CHECK (urgency IN ('very-low', 'low', 'normal', 'high')),
  topic TEXT,
  attempts INTEGER NOT NULL,
  notBefore INTEGER NOT NULL,
  enqueuedAt INTEGER NOT NULL
) STRICT;

CREATE INDEX pushMessage_due ON pushMessage (notBefore, id);

CREATE INDEX pushMessage_subscription ON pushMessage (subscriptionID, id);

CREATE TABLE pushSubscription (
  id INTEGER PRIMARY KEY,
  accessTokenID INTEGER NOT NULL UNIQUE,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  sealedToken BLOB,
  alerts TEXT NOT NULL,
  policy TEXT NOT NULL CHECK (policy IN ('all', 'followed', 'follower', 'none')),
  createdAt INTEGER NOT NULL
, isStandard INTEGER NOT NULL DEFAULT 1
  CHECK (isStandard IN (0, 1))) STRICT;

CREATE INDEX pushSubscription_member ON pushSubscription (memberID);

CREATE TABLE question (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  answer TEXT
) STRICT;

CREATE TABLE quotation (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  quoted TEXT NOT NULL,
  authorization TEXT,
  state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'revoked')),
  request TEXT UNIQUE,
  attempts INTEGER NOT NULL,
  notBefore INTEGER NOT NULL
) STRICT;

CREATE INDEX quotation_authorization ON quotation (authorization)
  WHERE authorization IS NOT NULL;

CREATE INDEX quotation_quoted ON quotation (quoted);

CREATE INDEX quotation_unverified ON quotation (notBefore)
  WHERE state = 'pending' AND authorization IS NOT NULL;

CREATE TABLE quoteStamp (
  uri TEXT NOT NULL PRIMARY KEY,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  quoting TEXT NOT NULL,
  quoterID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  createdAt INTEGER NOT NULL,
  UNIQUE (postID, quoting)
) STRICT, WITHOUT ROWID;

CREATE INDEX quoteStamp_quoter ON quoteStamp (quoterID);

CREATE INDEX quoteStamp_quoting ON quoteStamp (quoting);

CREATE TABLE recoveryCode (
  memberID INTEGER NOT NULL REFERENCES twoFactor (memberID) ON DELETE CASCADE,
  digest BLOB NOT NULL,
  PRIMARY KEY (memberID, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE redraft (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  audience TEXT NOT NULL CHECK (audience IN ('node', 'territory')),
  territory TEXT,
  takenBackAt INTEGER NOT NULL
) STRICT;

CREATE TABLE relocation (
  actorID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  target TEXT,
  movedAt INTEGER
) STRICT;

CREATE TABLE repeatedActivity (
  uri TEXT NOT NULL PRIMARY KEY,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  first TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX repeatedActivity_actor ON repeatedActivity (actorID);

CREATE INDEX repeatedActivity_first ON repeatedActivity (first);

CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  reporterID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  objects TEXT NOT NULL,
  content TEXT NOT NULL,
  createdAt INTEGER NOT NULL
, kind TEXT NOT NULL DEFAULT 'report'
  CHECK (kind IN ('report', 'appeal')), targetID INTEGER REFERENCES actor (id) ON DELETE CASCADE, assigneeID INTEGER REFERENCES member (actorID) ON DELETE SET NULL, resolution TEXT, resolvedAt INTEGER, forwardedAt INTEGER, category TEXT NOT NULL DEFAULT 'other'
  CHECK (category IN ('spam', 'legal', 'violation', 'other')), isForwardingWished INTEGER NOT NULL DEFAULT 0
  CHECK (isForwardingWished IN (0, 1))) STRICT;

CREATE INDEX report_assignee ON report (assigneeID) WHERE assigneeID IS NOT NULL;

CREATE INDEX report_open ON report (id) WHERE resolvedAt IS NULL;

CREATE INDEX report_reporter ON report (reporterID);

CREATE INDEX report_resolved ON report (resolvedAt) WHERE resolvedAt IS NOT NULL;

CREATE INDEX report_target ON report (targetID);

CREATE TABLE reportEvidence (
  reportID INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  uri TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (reportID, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reportNote (
  id INTEGER PRIMARY KEY,
  reportID INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE INDEX reportNote_report ON reportNote (reportID, id);

CREATE TABLE reportRule (
  reportID INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  ruleID INTEGER NOT NULL REFERENCES nodeRule (id) ON DELETE CASCADE,
  PRIMARY KEY (reportID, ruleID)
) STRICT, WITHOUT ROWID;

CREATE INDEX reportRule_rule ON reportRule (ruleID);

CREATE TABLE scheduledPost (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  draft TEXT NOT NULL CHECK (length(draft) <= 262144),
  dueAt INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  failure TEXT
) STRICT;

CREATE INDEX scheduledPost_due ON scheduledPost (dueAt) WHERE failure IS NULL;

CREATE INDEX scheduledPost_member ON scheduledPost (memberID, id);

CREATE TABLE scheduledUpload (
  scheduledID INTEGER NOT NULL REFERENCES scheduledPost (id) ON DELETE CASCADE,
  token TEXT NOT NULL REFERENCES upload (token) ON DELETE CASCADE,
  PRIMARY KEY (scheduledID, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX scheduledUpload_token ON scheduledUpload (token);

CREATE TABLE searchActor (
  actorID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  consent TEXT CHECK (consent IN ('everyone', 'followers', 'author')),
  words TEXT NOT NULL
) STRICT;

CREATE TRIGGER searchActor_out AFTER DELETE ON searchActor BEGIN
  INSERT INTO searchGone (part, id, words) VALUES ('actor', OLD.actorID, OLD.words);
END;

CREATE TABLE searchGone (
  number INTEGER PRIMARY KEY,
  part TEXT NOT NULL CHECK (part IN ('post', 'actor')),
  id INTEGER NOT NULL,
  words TEXT NOT NULL
) STRICT;

CREATE INDEX searchGone_id ON searchGone (part, id);

CREATE TABLE searchPost (
  postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  consent TEXT CHECK (consent IN ('everyone', 'followers', 'author')),
  words TEXT NOT NULL
) STRICT;

CREATE TRIGGER searchPost_out AFTER DELETE ON searchPost BEGIN
  INSERT INTO searchGone (part, id, words) VALUES ('post', OLD.postID, OLD.words);
END;

CREATE TABLE searchTag (
  name TEXT NOT NULL PRIMARY KEY,
  folded TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX searchTag_folded ON searchTag (folded);

CREATE TABLE settledPublication (
  territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
  log BLOB NOT NULL CHECK (length(log) = 32),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  PRIMARY KEY (territoryID, log, sequence)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE statement (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  territoryID BLOB NOT NULL REFERENCES territory (id) ON DELETE CASCADE,
  log BLOB NOT NULL CHECK (length(log) = 32),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  body BLOB NOT NULL CHECK (length(body) <= 131072),
  receivedAt INTEGER NOT NULL
) STRICT;

CREATE INDEX statement_digest ON statement (territoryID, digest);

CREATE INDEX statement_log ON statement (territoryID, log, sequence, receivedAt);

CREATE INDEX statement_territory ON statement (territoryID, id);

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

CREATE TABLE talentAvailability (
  memberID INTEGER PRIMARY KEY REFERENCES talentProfile (memberID) ON DELETE CASCADE,
  hours INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 200),
  startsOn INTEGER,
  endsOn INTEGER,
  release TEXT NOT NULL CHECK (release IN ('yes', 'no', 'asked')),
  ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone'))
) STRICT;

CREATE TABLE talentBucket (
  directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 63),
  version INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  proof TEXT NOT NULL,
  PRIMARY KEY (directoryID, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE talentDirectory (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  scope TEXT NOT NULL,
  validatedAt INTEGER NOT NULL, entries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (host, scope)
) STRICT;

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

CREATE TRIGGER talentEntry_comes AFTER INSERT ON talentEntry BEGIN
  UPDATE talentDirectory SET entries = entries + 1 WHERE id = NEW.directoryID;
END;

CREATE TRIGGER talentEntry_goes AFTER DELETE ON talentEntry BEGIN
  UPDATE talentDirectory SET entries = entries - 1 WHERE id = OLD.directoryID;
END;

CREATE TABLE talentHelp (
  memberID INTEGER NOT NULL REFERENCES talentProfile (memberID) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN
    ('project', 'shortHelp', 'mentoring', 'apprenticeship', 'volunteering')),
  ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
  PRIMARY KEY (memberID, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE talentHolder (
  directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  sentVersion INTEGER NOT NULL,
  heldVersion INTEGER NOT NULL,
  heldAt INTEGER,
  PRIMARY KEY (directoryID, host)
) STRICT, WITHOUT ROWID;

CREATE TABLE talentPlace (
  memberID INTEGER NOT NULL REFERENCES talentProfile (memberID) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('work', 'life')),
  code TEXT NOT NULL CHECK (length(code) = 5),
  ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
  PRIMARY KEY (memberID, kind, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE talentPosting (
  skillID INTEGER NOT NULL,
  entryID INTEGER NOT NULL,
  level INTEGER NOT NULL,
  PRIMARY KEY (skillID, entryID)
) STRICT, WITHOUT ROWID;

CREATE TABLE talentProfile (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  number TEXT NOT NULL UNIQUE CHECK (length(number) = 32),
  listedUntil INTEGER,
  updatedAt INTEGER NOT NULL
, matchedAt INTEGER) STRICT;

CREATE INDEX talentProfile_end ON talentProfile (listedUntil) WHERE listedUntil IS NOT NULL;

CREATE INDEX talentProfile_unmatched ON talentProfile (memberID) WHERE matchedAt IS NULL;

CREATE TABLE talentWithdrawal (
  directoryID INTEGER NOT NULL REFERENCES talentDirectory (id) ON DELETE CASCADE,
  bucket INTEGER NOT NULL,
  number BLOB NOT NULL CHECK (length(number) = 16),
  withdrawnAt INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (directoryID, bucket, number)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX teamInvitation_inviter ON teamInvitation (inviterID);

CREATE INDEX teamInvitation_person ON teamInvitation (personID, state);

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

CREATE TABLE "testimonial" (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  request TEXT NOT NULL UNIQUE,
  authorID INTEGER NOT NULL REFERENCES actor (id),
  subjectID INTEGER NOT NULL REFERENCES actor (id),
  skill TEXT NOT NULL,
  service TEXT NOT NULL,
  link TEXT NOT NULL CHECK (link IN
    ('colleague', 'employee', 'customer', 'partner', 'none')),
  words TEXT NOT NULL CHECK (length(words) <= 2000),
  publishedAt INTEGER NOT NULL,
  document TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'shown', 'hidden')),
  UNIQUE (authorID, subjectID, skill, service),
  CHECK (authorID <> subjectID),
  CHECK (skill = '' OR service = '')
) STRICT;

CREATE INDEX testimonial_skill ON testimonial (skill) WHERE state = 'shown';

CREATE INDEX testimonial_subject ON testimonial (subjectID, state);

CREATE TABLE testimonialConsent (
  testimonialID INTEGER PRIMARY KEY REFERENCES testimonial (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
  reply TEXT NOT NULL CHECK (length(reply) <= 2000),
  publishedAt INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;

CREATE TABLE threadMute (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  thread TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (memberID, thread)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 8),
  sealedSecret BLOB NOT NULL,
  host TEXT,
  scopes INTEGER NOT NULL CHECK (scopes BETWEEN 0 AND 255),
  territoryID BLOB REFERENCES territory (id) ON DELETE CASCADE,
  expiresAt INTEGER NOT NULL,
  createdAt INTEGER NOT NULL,
  usedBy TEXT
, reviewAt INTEGER) STRICT, WITHOUT ROWID;

CREATE INDEX ticket_expiry ON ticket (expiresAt);

CREATE INDEX ticket_territory ON ticket (territoryID);

CREATE TABLE timelineEntry (
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  boosterID INTEGER REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (memberID, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX timelineEntry_booster ON timelineEntry (boosterID) WHERE boosterID IS NOT NULL;

CREATE UNIQUE INDEX timelineEntry_once ON timelineEntry (postID, memberID);

CREATE TRIGGER timelineEntry_changes AFTER UPDATE OF boosterID ON timelineEntry BEGIN
  DELETE FROM listEntry WHERE id = OLD.id
    AND listID IN (SELECT id FROM list WHERE memberID = OLD.memberID);
  INSERT OR IGNORE INTO listEntry (listID, id, postID, boosterID)
    SELECT list.id, NEW.id, NEW.postID, NEW.boosterID
    FROM listAccount CROSS JOIN list ON list.id = listAccount.listID
    WHERE list.memberID = NEW.memberID AND listAccount.actorID = ifnull(NEW.boosterID,
      (SELECT authorID FROM post WHERE id = NEW.postID));
END;

CREATE TRIGGER timelineEntry_enters AFTER INSERT ON timelineEntry BEGIN
  INSERT OR IGNORE INTO listEntry (listID, id, postID, boosterID)
    SELECT list.id, NEW.id, NEW.postID, NEW.boosterID
    FROM listAccount CROSS JOIN list ON list.id = listAccount.listID
    WHERE list.memberID = NEW.memberID AND listAccount.actorID = ifnull(NEW.boosterID,
      (SELECT authorID FROM post WHERE id = NEW.postID));
END;

CREATE TRIGGER timelineEntry_leaves AFTER DELETE ON timelineEntry BEGIN
  DELETE FROM listEntry WHERE id = OLD.id
    AND listID IN (SELECT id FROM list WHERE memberID = OLD.memberID);
END;

CREATE TABLE tombstone (
  uri TEXT NOT NULL PRIMARY KEY,
  formerKind TEXT NOT NULL,
  wasPublic INTEGER NOT NULL CHECK (wasPublic IN (0, 1)),
  isLocal INTEGER NOT NULL CHECK (isLocal IN (0, 1)),
  deletedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstone_foreign ON tombstone (deletedAt) WHERE isLocal = 0;

CREATE TABLE twoFactor (
  memberID INTEGER PRIMARY KEY REFERENCES member (actorID) ON DELETE CASCADE,
  sealedSecret BLOB NOT NULL,
  lastStep INTEGER,
  enabledAt INTEGER,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE TABLE untoldPush (
  notificationID INTEGER PRIMARY KEY REFERENCES notification (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE upload (
  token TEXT NOT NULL PRIMARY KEY CHECK (length(token) = 32),
  ownerID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  url TEXT NOT NULL UNIQUE,
  format TEXT NOT NULL,
  file BLOB NOT NULL REFERENCES mediaFile (digest),
  preview BLOB REFERENCES mediaFile (digest),
  width INTEGER,
  height INTEGER,
  blurhash TEXT,
  description TEXT,
  focusX REAL CHECK (focusX BETWEEN -1 AND 1),
  focusY REAL CHECK (focusY BETWEEN -1 AND 1),
  state TEXT NOT NULL CHECK (state IN ('new', 'attached', 'dropped')),
  createdAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX upload_file ON upload (file);

CREATE INDEX upload_loose ON upload (state, createdAt) WHERE state <> 'attached';

CREATE INDEX upload_owner ON upload (ownerID);

CREATE INDEX upload_preview ON upload (preview);

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

CREATE TABLE vote (
  postID INTEGER NOT NULL REFERENCES poll (postID) ON DELETE CASCADE,
  actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  uri TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (postID, actorID, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX vote_actor ON vote (actorID);

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

CREATE INDEX waitingPublication_actor ON waitingPublication (actorID);

CREATE INDEX waitingPublication_post ON waitingPublication (postID) WHERE postID IS NOT NULL;

CREATE INDEX waitingPublication_territory ON waitingPublication (territoryID, id);

CREATE TABLE webSession (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
  userAgent TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  lastUsedAt INTEGER NOT NULL
) STRICT;

CREATE INDEX webSession_member ON webSession (memberID);
