import Foundation
import GRDB
import Model

/// The applications of members, and what they were allowed.
///
/// Secrets are kept as digests only.
package struct ClientStore {
  let db: Database

  private static let columns = "id, clientID, name, website, redirectURIs, scopes, createdAt"

  // MARK: Applications

  /// - Returns: The application with its number; the given one is not used.
  package func insert(
    _ application: ClientApplication,
    secretDigest: [UInt8]
  ) throws -> ClientApplication {
    try db.run(
      """
      INSERT INTO clientApplication (clientID, secretDigest, name, website, redirectURIs, scopes,
        createdAt) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        application.clientID, Data(secretDigest), application.name, application.website,
        application.redirectURIs.joined(separator: "\n"), application.scopes.description,
        application.createdAt.milliseconds,
      ]
    )
    var stored = application
    stored.id = db.lastInsertedRowID
    return stored
  }

  package func application(_ id: Int64) throws -> ClientApplication? {
    try db.first(
      "SELECT \(Self.columns) FROM clientApplication WHERE id = ?",
      [id],
      ClientApplication.init(row:)
    )
  }

  /// The application with a public id, and the digest of its secret.
  package func application(
    clientID: String
  ) throws -> (application: ClientApplication, secretDigest: [UInt8])? {
    let found = try db.first(
      "SELECT \(Self.columns), secretDigest FROM clientApplication WHERE clientID = ?",
      [clientID]
    ) { row in (try ClientApplication(row: row), row.bytes(7)) }
    return found.map { (application: $0.0, secretDigest: $0.1) }
  }

  /// Forgets applications that nobody signed in with: anybody may register as many as they like
  /// (threat 19).
  package func purgeUnused(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM clientApplication WHERE id IN (
        SELECT id FROM clientApplication AS unused WHERE createdAt < ?
          AND NOT EXISTS (SELECT 1 FROM accessToken WHERE applicationID = unused.id)
        ORDER BY createdAt LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }

  /// Ends tokens of applications by themselves that nobody has used since a time.
  package func purgeOwnTokens(unusedSince time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM accessToken WHERE id IN (
        SELECT id FROM accessToken WHERE memberID IS NULL AND createdAt < ?1
          AND ifnull(lastUsedAt, 0) < ?1 ORDER BY createdAt LIMIT ?2)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }

  package func count() throws -> Int { try db.count("SELECT count(*) FROM clientApplication") }

  // MARK: Codes

  /// Codes of one member that wait to be exchanged: a newer one ends the oldest.
  package static let mostCodes = 50

  package func insert(_ grant: AuthorizationGrant, digest: [UInt8]) throws {
    try db.run(
      """
      DELETE FROM authorizationCode WHERE memberID = ?1 AND tokenID IS NULL AND digest NOT IN (
        SELECT digest FROM authorizationCode WHERE memberID = ?1 AND tokenID IS NULL
        ORDER BY endsAt DESC LIMIT ?2)
      """,
      [grant.member, Self.mostCodes - 1]
    )
    try db.run(
      """
      INSERT INTO authorizationCode (digest, applicationID, memberID, redirectURI, scopes,
        challenge, endsAt) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        Data(digest), grant.applicationID, grant.member, grant.redirectURI,
        grant.scopes.description, grant.challenge, grant.endsAt.milliseconds,
      ]
    )
  }

  /// A code, and the token it was exchanged for if it was.
  package func grant(digest: [UInt8]) throws -> (grant: AuthorizationGrant, tokenID: Int64?)? {
    let found = try db.first(
      """
      SELECT applicationID, memberID, redirectURI, scopes, challenge, endsAt, tokenID
      FROM authorizationCode WHERE digest = ?
      """,
      [Data(digest)]
    ) { row -> (AuthorizationGrant, Int64?) in
      let grant = AuthorizationGrant(
        applicationID: row[0],
        member: row[1],
        redirectURI: row[2],
        scopes: try OAuthScopes(row[3] as String),
        challenge: row[4],
        endsAt: row.date(5)
      )
      return (grant, row[6])
    }
    return found.map { (grant: $0.0, tokenID: $0.1) }
  }

  /// Remembers what a code was exchanged for, so that a second exchange can take that back
  /// (RFC 6749 §4.1.2).
  package func spend(digest: [UInt8], for token: Int64) throws {
    try db.run("UPDATE authorizationCode SET tokenID = ? WHERE digest = ?", [token, Data(digest)])
  }

  package func purgeCodes(before time: Date) throws -> Int {
    try db.run("DELETE FROM authorizationCode WHERE endsAt < ?", [time.milliseconds])
    return db.changesCount
  }

  // MARK: Tokens

  /// - Returns: The grant with its number; the given one is not used.
  package func insert(_ grant: TokenGrant, digest: [UInt8]) throws -> TokenGrant {
    try db.run(
      """
      INSERT INTO accessToken (digest, applicationID, memberID, scopes, createdAt)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        Data(digest), grant.applicationID, grant.member, grant.scopes.description,
        grant.createdAt.milliseconds,
      ]
    )
    var stored = grant
    stored.id = db.lastInsertedRowID
    try db.run(
      """
      DELETE FROM accessToken WHERE applicationID = ?1 AND memberID IS ?2 AND id <=
        (SELECT id FROM accessToken WHERE applicationID = ?1 AND memberID IS ?2
          ORDER BY id DESC LIMIT 1 OFFSET ?3)
      """,
      [grant.applicationID, grant.member, Self.mostTokens]
    )
    return stored
  }

  /// Tokens of one application for one member, or for itself: a newer one ends the oldest.
  package static let mostTokens = 10

  /// What a token stands for: nothing once its member is not active any more.
  package func token(digest: [UInt8]) throws -> TokenGrant? {
    try db.first(
      """
      SELECT accessToken.id, applicationID, memberID, scopes, accessToken.createdAt, lastUsedAt
      FROM accessToken LEFT JOIN member ON member.actorID = memberID
      WHERE digest = ? AND (memberID IS NULL OR member.state = 'active')
      """,
      [Data(digest)],
      TokenGrant.init(row:)
    )
  }

  /// Whether a token still stands for what it did.
  package func isGood(_ grant: TokenGrant) throws -> Bool {
    try db.has(
      """
      SELECT 1 FROM accessToken LEFT JOIN member ON member.actorID = memberID
      WHERE accessToken.id = ? AND memberID IS ? AND (memberID IS NULL OR member.state = 'active')
      """,
      [grant.id, grant.member]
    )
  }

  /// A member's tokens with their applications, newest first.
  package func tokens(of member: ActorID) throws -> [(TokenGrant, ClientApplication)] {
    let grants = try db.all(
      """
      SELECT id, applicationID, memberID, scopes, createdAt, lastUsedAt FROM accessToken
      WHERE memberID = ? ORDER BY id DESC LIMIT 500
      """,
      [member],
      TokenGrant.init(row:)
    )
    return try grants.compactMap { grant in
      try application(grant.applicationID).map { (grant, $0) }
    }
  }

  package func markUsed(_ token: Int64, at time: Date) throws {
    try db.run("UPDATE accessToken SET lastUsedAt = ? WHERE id = ?", [time.milliseconds, token])
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func revoke(token: Int64) throws -> Bool {
    try db.run("DELETE FROM accessToken WHERE id = ?", [token])
    return db.changesCount > 0
  }

  /// Ends a token if it is of this member.
  ///
  /// - Returns: Whether it was.
  package func revoke(token: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM accessToken WHERE id = ? AND memberID = ?", [token, member])
    return db.changesCount > 0
  }

  /// Ends all that a member is signed in with, but for what does the asking.
  ///
  /// - Returns: The tokens that are gone.
  package func revokeAll(
    of member: ActorID,
    exceptToken token: Int64? = nil,
    exceptSession session: Int64? = nil
  ) throws -> [Int64] {
    let gone: [Int64] = try db.all(
      "SELECT id FROM accessToken WHERE memberID = ? AND id IS NOT ?",
      [member, token]
    ) { $0[0] }
    try db.run("DELETE FROM accessToken WHERE memberID = ? AND id IS NOT ?", [member, token])
    try db.run("DELETE FROM authorizationCode WHERE memberID = ? AND tokenID IS NULL", [member])
    try db.run("DELETE FROM webSession WHERE memberID = ? AND id IS NOT ?", [member, session])
    return gone
  }
}

extension ClientApplication {
  fileprivate init(row: Row) throws {
    self.init(
      id: row[0],
      clientID: row[1],
      name: row[2],
      website: row[3],
      redirectURIs: (row[4] as String).split(separator: "\n").map(String.init),
      scopes: try OAuthScopes(row[5] as String),
      createdAt: row.date(6)
    )
  }
}

extension TokenGrant {
  fileprivate init(row: Row) throws {
    self.init(
      id: row[0],
      applicationID: row[1],
      member: row[2],
      scopes: try OAuthScopes(row[3] as String),
      createdAt: row.date(4),
      lastUsedAt: row.dateIfAny(5)
    )
  }
}
