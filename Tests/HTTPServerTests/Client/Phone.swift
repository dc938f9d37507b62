import Foundation
import HTTPTypes
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport

/// A member's program, with a token for all that members may do.
struct Phone: Sendable {
  let server: TestServer
  let member: ActorProfile
  private let token: String

  init(
    _ server: TestServer,
    of member: ActorProfile,
    scopes: String = "read write follow"
  ) async throws {
    self.server = server
    self.member = member
    let token = "token of \(member.name) for \(scopes)"
    self.token = token
    let now = server.node.clock.now
    try await server.node.database.write { tx in
      let application = try tx.clients.insert(
        ClientApplication(
          id: 0,
          clientID: token,
          name: "Phone",
          redirectURIs: [ClientApplication.outOfBand],
          scopes: try OAuthScopes(scopes),
          createdAt: now
        ),
        secretDigest: [1]
      )
      _ = try tx.clients.insert(
        TokenGrant(
          id: 0,
          applicationID: application.id,
          member: member.id,
          scopes: try OAuthScopes(scopes),
          createdAt: now
        ),
        digest: BodyDigest(of: token.utf8).sha256
      )
    }
  }

  /// Asks with the token; what is sent goes as JSON.
  func ask(
    _ method: HTTPRequest.Method,
    _ target: String,
    _ json: JSON? = nil,
    _ fields: [(String, String)] = []
  ) async throws -> TestServer.Reply {
    var all = fields + [("authorization", "Bearer \(token)")]
    if json != nil { all.append(("content-type", "application/json")) }
    return try await server.send(method, target, all, body: json?.serialized() ?? [])
  }

  func get(_ target: String) async throws -> JSON { try await ask(.get, target).json() }

  @discardableResult
  func post(_ target: String, _ json: JSON? = nil) async throws -> JSON {
    try await ask(.post, target, json).json()
  }

  /// The values of one member of each entity of a list.
  func each(_ name: String, of target: String) async throws -> [String] {
    try await get(target).array?.compactMap { $0[name]?.string } ?? []
  }
}
