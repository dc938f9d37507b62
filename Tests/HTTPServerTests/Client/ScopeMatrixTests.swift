import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Every route of the client API without a token and with the wrong scope (threat 32): the matrix is
/// made from the table that the router is filled from, so that no route can be forgotten.
@Suite("Routes and scopes")
struct ScopeMatrixTests {
  @Test("Without a token, and with another token, a route says no")
  func matrix() async throws {
    let scene = try await ClientScene()
    let routes = ClientAPI(scene.server.server.client).routes
    #expect(routes.count > 60)

    for route in routes {
      let path = route.path.replacing(/:[a-z_]+/, with: "1")
      let name = "\(route.method) \(route.path)"
      switch route.access {
      case .open: continue
      case .application:
        #expect(try await scene.send(route.method, path, as: nil).status == 401, "\(name)")
      case .reading(let scope):
        let reply = try await scene.send(route.method, path, as: nil)
        #expect(reply.status != 401 && reply.status != 403, "\(name)")
        try await expectRefusal(of: route, path, scope, scene)
      case .member(let scope):
        let reply = try await scene.send(route.method, path, as: nil)
        #expect(reply.status == 401, "\(name)")
        #expect(try reply.json()["error"]?.string != nil, "\(name)")
        try await expectRefusal(of: route, path, scope, scene)
      }
    }
  }

  /// With a token that has every scope but those that cover the route's.
  private func expectRefusal(
    of route: ClientRoute,
    _ path: String,
    _ scope: OAuthScope,
    _ scene: ClientScene
  ) async throws {
    let others = OAuthScope.names.filter { OAuthScope($0)?.covers(scope) == false }
    let token = try await scene.grant(OAuthScopes(others.joined(separator: " ")))
    let reply = try await scene.server.form(
      route.method,
      path,
      [],
      [("authorization", "Bearer \(token)")]
    )
    #expect(reply.status == 403, "\(route.method) \(route.path) with \(others)")
  }

  @Test("No two routes are the same")
  func distinct() async throws {
    let scene = try await ClientScene()
    let names = ClientAPI(scene.server.server.client).routes.map { "\($0.method) \($0.path)" }

    #expect(Set(names).count == names.count)
  }

  @Test("Broader scopes cover narrower ones, and nothing else does")
  func covering() throws {
    let read = OAuthScope.named("read")

    #expect(read.covers(.named("read:statuses")) && read.covers(.named("profile")))
    #expect(!read.covers(.named("write:statuses")) && !read.covers(.named("push")))
    #expect(!OAuthScope.named("read:lists").covers(read))
    #expect(OAuthScope.named("follow").covers(.named("write:blocks")))
    #expect(!OAuthScope.named("follow").covers(.named("write:statuses")))
    #expect(!OAuthScope.named("write").covers(.named("profile")))
  }
}

extension ClientScene {
  /// A token of Alice with these scopes, without the way through the pages.
  func grant(_ scopes: OAuthScopes) async throws -> String {
    let secret = ClientSecret()
    let (id, alice, now) = (application.id, alice.id, node.clock.now)
    try await node.services.database.write { tx in
      guard let application = try tx.clients.application(clientID: id)?.application else { return }
      _ = try tx.clients.insert(
        TokenGrant(
          id: 0,
          applicationID: application.id,
          member: alice,
          scopes: scopes,
          createdAt: now
        ),
        digest: secret.digest
      )
    }
    return secret.text
  }
}
