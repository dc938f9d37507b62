import Foundation
import GRDB
import Model

/// Actors, local and remote, and their keys.
package struct ActorStore {
  let db: Database

  static let columns = """
    actor.id, actor.uri, actor.kind, actor.name, actor.host, actor.isLocal, actor.displayName, \
    actor.summary, actor.inbox, actor.sharedInbox, actor.outbox, actor.followers, \
    actor.following, actor.featured, actor.page, actor.approvesFollowers, actor.isDiscoverable, \
    actor.isIndexable, actor.createdAt, actor.fetchedAt, actor.suspendedAt, actor.deletedAt
    """
  static let columnCount = 22

  // MARK: Finding

  package func find(_ id: ActorID) throws -> ActorProfile? {
    try one("id = ?", [id])
  }

  /// Those of some numbers that there are.
  package func find(_ ids: [ActorID]) throws -> [ActorProfile] {
    guard !ids.isEmpty else { return [] }
    return try db.all(
      """
      SELECT \(Self.columns)
      FROM json_each(?) AS wanted CROSS JOIN actor ON actor.id = wanted.value
      """,
      [ids.list],
      ActorProfile.init(row:)
    )
  }

  package func find(uri: String) throws -> ActorProfile? {
    try one("uri = ?", [uri])
  }

  /// Whose page for people has this address.
  ///
  /// An actor's word counts for pages of its own host alone.
  package func find(page: String) throws -> ActorProfile? {
    try one(
      """
      page = ? AND instr(page, '://' || host || '/') IN (5, 6)
      ORDER BY deletedAt IS NOT NULL, id DESC LIMIT 1
      """,
      [page]
    )
  }

  /// The actor whose key has this id, with the key.
  package func find(keyURI: String) throws -> (ActorProfile, ActorKey)? {
    let found = try db.first(
      "SELECT actorID, algorithm, publicKey FROM actorKey WHERE uri = ?",
      [keyURI]
    ) { row -> (ActorID, ActorKey) in
      (row[0], ActorKey(uri: keyURI, algorithm: row[1], publicKey: row[2]))
    }
    guard let found, let actor = try find(found.0) else { return nil }
    return (actor, found.1)
  }

  package func find(localName: String) throws -> ActorProfile? {
    try one("name = ? AND isLocal = 1", [localName])
  }

  /// Finds by `@name@host`; names differ in case only elsewhere, so that is not looked at.
  package func find(name: String, host: String) throws -> ActorProfile? {
    try one("host = ? AND name = ? ORDER BY deletedAt IS NOT NULL, id DESC LIMIT 1", [host, name])
  }

  /// The keys of an actor, those that sign before those that only verify: many readers take the
  /// first.
  package func keys(of id: ActorID) throws -> [ActorKey] {
    try db.all(
      """
      SELECT uri, algorithm, publicKey FROM actorKey WHERE actorID = ?
      ORDER BY algorithm DESC, retiredAt IS NOT NULL, retiredAt DESC
      """,
      [id]
    ) { ActorKey(uri: $0[0], algorithm: $0[1], publicKey: $0[2]) }
  }

  /// The private key of a local actor, sealed with the node's secret.
  package func sealedPrivateKey(
    of id: ActorID,
    _ algorithm: ActorKey.Algorithm
  ) throws -> (uri: String, sealed: [UInt8])? {
    try db.first(
      """
      SELECT uri, sealedPrivateKey FROM actorKey
      WHERE actorID = ? AND algorithm = ? AND sealedPrivateKey IS NOT NULL
      """,
      [id, algorithm]
    ) { ($0[0], [UInt8]($0[1] as Data)) }
  }

  /// Local actors of a kind, by name.
  package func local(_ kind: ActorProfile.Kind) throws -> [ActorProfile] {
    try db.all(
      "SELECT \(Self.columns) FROM actor WHERE isLocal = 1 AND kind = ? ORDER BY name",
      [kind],
      ActorProfile.init(row:)
    )
  }

  private func one(
    _ condition: StaticString,
    _ arguments: Arguments
  ) throws -> ActorProfile? {
    try db.first(
      "SELECT \(Self.columns) FROM actor WHERE \(fixed: condition)",
      arguments,
      ActorProfile.init(row:)
    )
  }

  // MARK: Writing

  /// A new local actor with its keys; the given id is not used.
  package func insertLocal(
    _ actor: ActorProfile,
    keys: [(ActorKey, sealed: [UInt8]?)]
  ) throws
    -> ActorID
  {
    let id = try insert(actor, uri: actor.uri, isLocal: true)
    for (key, sealed) in keys { try insert(key, sealed: sealed, of: id) }
    return id
  }

  /// Stores what a remote actor's own origin says of it, replacing what was known.
  ///
  /// - Throws: `Refusal.foreignOrigin` for a key with an id of another origin: under that id the
  ///   other's own key could never be kept (threats 4 and 10).
  package func saveRemote(
    _ actor: ActorProfile,
    keys: [ActorKey],
    proof: OriginProof
  ) throws
    -> ActorID
  {
    for key in keys { _ = try OriginProof(of: key.uri, vouchedBy: proof.id) }
    let known = try find(uri: proof.id)
    guard known?.isLocal != true else {
      throw Refusal.forbidden("\(proof.id) is an actor of this node.")
    }
    let id: ActorID
    if let known {
      id = known.id
      try update(actor, of: id)
      try db.run("DELETE FROM actorKey WHERE actorID = ?", [id])
    } else {
      id = try insert(actor, uri: proof.id, isLocal: false)
      try HostStandingStore(db: db).settle(actor.host)
    }
    for key in keys { try insert(key, sealed: nil, of: id) }
    if let details = actor.details { try setDetails(details, of: id) }
    if let pictures = actor.pictures {
      let store = ActorPictureStore(db: db)
      for place in ActorPictures.Place.allCases {
        try store.set(pictures[place], at: place, of: id)
      }
    }
    return id
  }

  package func update(_ actor: ActorProfile, of id: ActorID) throws {
    try db.run(
      """
      UPDATE actor SET kind = ?, name = ?, displayName = ?, summary = ?, inbox = ?,
        sharedInbox = ?, outbox = ?, followers = ?, following = ?, featured = ?, page = ?,
        approvesFollowers = ?, isDiscoverable = ?, isIndexable = ?, fetchedAt = ?
      WHERE id = ?
      """,
      [actor.kind, actor.name] + actor.describing
        + [actor.fetchedAt?.milliseconds, id]
    )
    try SearchStore(db: db).index(actor, as: id)
  }

  /// Replaces a local actor's key of one kind; the node's own private keys are in files.
  package func replaceKey(_ key: ActorKey, sealed: [UInt8]?, of id: ActorID) throws {
    try db.run("DELETE FROM actorKey WHERE actorID = ? AND algorithm = ?", [id, key.algorithm])
    try insert(key, sealed: sealed, of: id)
  }

  package func setSuspended(_ id: ActorID, at time: Date?) throws {
    try db.run("UPDATE actor SET suspendedAt = ? WHERE id = ?", [time?.milliseconds, id])
  }

  /// Leaves the actor's row as a mark that its name is taken, and removes all it is tied to.
  package func markDeleted(_ id: ActorID, at time: Date) throws {
    try db.run(
      "DELETE FROM mailPause WHERE recipient = (SELECT email FROM member WHERE actorID = ?)",
      [id]
    )
    try db.run(
      """
      UPDATE member SET state = 'deleted', email = NULL, passwordHash = NULL, invitation = NULL,
        invitationEndsAt = NULL WHERE actorID = ?
      """,
      [id]
    )
    try PollStore(db: db).forget(voter: id)
    for table in Self.tiedTables {
      try db.run("DELETE FROM \(fixed: table.name) WHERE \(fixed: table.column) = ?", [id])
    }
    try db.run(
      """
      UPDATE actor SET deletedAt = ?, displayName = '', summary = '', summarySource = NULL
      WHERE id = ?
      """,
      [time.milliseconds, id]
    )
    try SearchStore(db: db).forget(id)
  }

  /// What goes with an actor; `ErasureCoverageTests` names all else that refers to one, and why it stays.
  static let tiedTables: [(name: StaticString, column: StaticString)] = [
    ("letter", "memberID"), ("mailPreference", "memberID"), ("mailToken", "memberID"),
    ("leaving", "memberID"), ("participation", "memberID"),
    ("post", "authorID"), ("follow", "followerID"), ("follow", "followeeID"),
    ("liking", "actorID"), ("furtherReaction", "actorID"), ("boost", "actorID"),
    ("repeatedActivity", "actorID"),
    ("timelineEntry", "boosterID"),
    ("pin", "actorID"), ("outboxActivity", "actorID"), ("timelineEntry", "memberID"),
    ("profileLine", "actorID"), ("alias", "actorID"), ("addressee", "actorID"),
    ("block", "actorID"), ("block", "targetID"), ("notification", "actorID"),
    ("notification", "memberID"), ("notificationRequest", "memberID"), ("mute", "memberID"),
    ("mute", "targetID"), ("threadMute", "memberID"), ("domainBlock", "memberID"),
    ("accountNote", "memberID"), ("accountNote", "targetID"), ("endorsement", "memberID"),
    ("endorsement", "targetID"), ("list", "memberID"), ("listAccount", "actorID"),
    ("followedTag", "memberID"), ("featuredTag", "memberID"), ("filter", "memberID"),
    ("bookmark", "memberID"), ("marker", "memberID"), ("conversation", "memberID"),
    ("scheduledPost", "memberID"), ("idempotency", "memberID"), ("preference", "memberID"),
    ("notificationPolicy", "memberID"), ("notificationPermission", "memberID"),
    ("notificationPermission", "actorID"), ("notificationRequest", "actorID"),
    ("givenPassword", "memberID"), ("twoFactor", "memberID"), ("recoveryCode", "memberID"),
    ("actorPicture", "actorID"),
    ("actorEmoji", "actorID"),
    ("conversationParticipant", "actorID"), ("affiliation", "actorID"),
    ("declinedSuggestion", "memberID"), ("declinedSuggestion", "targetID"), ("redraft", "memberID"),
    ("testimonial", "authorID"), ("testimonial", "subjectID"),
    ("consultationVote", "actorID"), ("memberArchive", "memberID"), ("importedPost", "memberID"),
    ("announcementReading", "memberID"), ("announcementReaction", "memberID"),
    ("attendance", "actorID"), ("groupTurn", "memberID"),
    ("calendarFeed", "memberID"), ("callAnswer", "memberID"), ("callMute", "memberID"),
    ("callMute", "actorID"), ("charterAcceptance", "memberID"), ("needTold", "memberID"),
    ("quoteStamp", "quoterID"), ("relocation", "actorID"), ("teamInvitation", "personID"),
    ("teamInvitation", "inviterID"),
  ]

  private func insert(_ actor: ActorProfile, uri: String, isLocal: Bool) throws -> ActorID {
    try db.run(
      """
      INSERT INTO actor (uri, host, isLocal, createdAt, kind, name, displayName, summary, inbox,
        sharedInbox, outbox, followers, following, featured, page, approvesFollowers,
        isDiscoverable, isIndexable, fetchedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [uri, actor.host, isLocal, actor.createdAt.milliseconds, actor.kind, actor.name]
        + actor.describing + [actor.fetchedAt?.milliseconds]
    )
    let id = ActorID(rawValue: db.lastInsertedRowID)
    try SearchStore(db: db).index(actor, as: id)
    return id
  }

  func insert(_ key: ActorKey, sealed: [UInt8]?, of id: ActorID) throws {
    try db.run(
      """
      INSERT INTO actorKey (uri, actorID, algorithm, publicKey, sealedPrivateKey)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT (uri) DO NOTHING
      """,
      [key.uri, id, key.algorithm, key.publicKey, sealed.map { Data($0) }]
    )
  }
}

extension ActorProfile {
  fileprivate var describing: Arguments {
    [
      displayName, summary, endpoints.inbox, endpoints.sharedInbox, endpoints.outbox,
      endpoints.followers, endpoints.following, endpoints.featured, endpoints.page,
      traits.approvesFollowers, traits.isDiscoverable, traits.isIndexable,
    ]
  }

  init(row: Row) { self.init(row: row, from: 0) }

  /// Reads the columns of `ActorStore.columns` that begin at an index.
  init(row: Row, from start: Int) {
    self.init(
      id: row[start],
      uri: row[start + 1],
      kind: row[start + 2],
      name: row[start + 3],
      host: row[start + 4],
      isLocal: row[start + 5],
      displayName: row[start + 6],
      summary: row[start + 7],
      endpoints: ActorEndpoints(
        inbox: row[start + 8],
        sharedInbox: row[start + 9],
        outbox: row[start + 10],
        followers: row[start + 11],
        following: row[start + 12],
        featured: row[start + 13],
        page: row[start + 14]
      ),
      traits: ActorTraits(
        approvesFollowers: row[start + 15],
        isDiscoverable: row[start + 16],
        isIndexable: row[start + 17]
      ),
      createdAt: row.date(start + 18),
      fetchedAt: row.dateIfAny(start + 19),
      suspendedAt: row.dateIfAny(start + 20),
      deletedAt: row.dateIfAny(start + 21)
    )
  }
}
