import Foundation
import HTTPTypes
import Hummingbird
import Model
import Signatures

/// Who is signed in with a browser: told by one cookie, of which only the digest is kept.
///
/// The cookie goes to this host only, never to a script, and not along with what other sites
/// send (RFC 6265bis: `__Host-`, `Secure`, `HttpOnly`, `SameSite=Lax`).
struct SignedIn: Sendable {
  static let cookie = "__Host-maillage"

  let session: WebSession
  let member: Member
  private let digest: [UInt8]

  /// How often the use of a session is written down, in seconds.
  private static let useGrain: TimeInterval = 3600

  /// - Returns: Nothing for who is not signed in.
  static func find(_ request: Request, _ client: ClientServices) async throws -> SignedIn? {
    guard let value = request.headers.cookie(cookie) else { return nil }
    let (digest, now) = (ClientSecret.digest(of: value), client.now)
    let found = try await client.database.read { tx -> SignedIn? in
      guard let session = try tx.webSessions.find(digest: digest, at: now),
        let member = try tx.members.find(session.member)
      else { return nil }
      return SignedIn(session: session, member: member, digest: digest)
    }
    if let session = found?.session, now.timeIntervalSince(session.lastUsedAt) > useGrain {
      try await client.database.write { try $0.webSessions.use(session.id, at: now) }
    }
    return found
  }

  /// Begins a session, in the place of the one that the browser had.
  ///
  /// - Returns: The field that sets its cookie.
  /// - Throws: `Refusal.conflict` when the member's password was changed since it was checked.
  static func begin(
    _ member: Member,
    _ request: Request,
    _ client: ClientServices
  ) async throws -> String {
    let (secret, now) = (ClientSecret(), client.now)
    let userAgent = String((request.headers[.userAgent] ?? "").prefix(200))
    let former = request.headers.cookie(cookie).map(ClientSecret.digest(of:))
    try await client.database.write { tx in
      guard let found = try tx.members.find(member.actorID), found.state == .active,
        found.passwordHash == member.passwordHash
      else { throw Refusal.conflict("The password was changed meanwhile: sign in again.") }
      if let former, let session = try tx.webSessions.find(digest: former, at: now) {
        _ = try tx.webSessions.end(session.id, of: session.member)
      }
      let isKnown = try tx.webSessions.all(of: member.actorID).contains {
        $0.userAgent == userAgent
      }
      if !isKnown { try client.accounts.tellSignIn(of: found, with: userAgent, at: now, in: tx) }
      _ = try tx.webSessions.insert(
        digest: secret.digest,
        of: member.actorID,
        userAgent: userAgent,
        at: now
      )
    }
    let life = Int(WebSession.longestLife)
    return "\(cookie)=\(secret.text); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(life)"
  }

  /// The field that takes the cookie away.
  static let expiredCookie = "\(cookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"

  /// What a form of this session carries, so that no other site can have sent it.
  var formToken: String {
    Base64URL.encode(SharedSecret.proof(digest, over: Array("form".utf8)))
  }

  func isOwnForm(_ token: String?) -> Bool {
    guard let token, let proof = Base64URL.decode(token) else { return false }
    return SharedSecret.isValid(proof, digest, over: Array("form".utf8))
  }
}
