import Federation
import Foundation
import HTTPTypes
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// A node with two members and an application that both use.
struct ClientScene {
  let node: TestNode
  let server: TestServer
  let alice: ActorProfile
  let bob: ActorProfile
  let application: Application
  /// Alice's and Bob's tokens with the scopes of the scene.
  let tokens: [String: String]
  private let routes: [ClientRoute]

  struct Application {
    let id: String
    let secret: String
  }

  static let everything = "profile read write follow push"
  static let redirect = "https://app.example/back"

  init(limits: ServerSettings.Limits? = nil, scopes: String = everything) async throws {
    node = try await TestNode.make()
    server = TestServer(
      node,
      limits: limits
        ?? ServerSettings.Limits(requestsPerMinute: 1_000_000, clientRequests: 1_000_000)
    )
    routes = ClientAPI(server.server.client).routes
    alice = try await node.member("alice")
    bob = try await node.member("bob")
    application = try await Self.register(server)
    var tokens: [String: String] = [:]
    for actor in [alice, bob] {
      tokens[actor.name] = try await Self.token(for: actor, scopes, application, server)
    }
    self.tokens = tokens
  }

  static func register(_ server: TestServer) async throws -> Application {
    let reply = try await server.form(
      .post,
      "/api/v1/apps",
      [
        ("client_name", "Essai"), ("redirect_uris", redirect + "\nurn:ietf:wg:oauth:2.0:oob"),
        ("scopes", everything),
      ]
    )
    let json = try reply.json()
    return Application(
      id: try required(json["client_id"]?.string),
      secret: try required(json["client_secret"]?.string)
    )
  }

  /// Signs in, allows and exchanges, as a browser and an application do.
  static func token(
    for actor: ActorProfile,
    _ scopes: String,
    _ application: Application,
    _ server: TestServer
  ) async throws -> String {
    let code = try await code(for: actor, scopes, application, server)
    let reply = try await server.form(
      .post,
      "/oauth/token",
      [
        ("grant_type", "authorization_code"), ("code", code), ("client_id", application.id),
        ("client_secret", application.secret), ("redirect_uri", redirect),
      ]
    )
    return try required(try reply.json()["access_token"]?.string, reply.text)
  }

  static func code(
    for actor: ActorProfile,
    _ scopes: String,
    _ application: Application,
    _ server: TestServer,
    _ more: [(String, String)] = []
  ) async throws -> String {
    let wish =
      [
        ("response_type", "code"), ("client_id", application.id), ("redirect_uri", redirect),
        ("scope", scopes), ("state", "état"),
      ] + more
    let signedIn = try await server.form(
      .post,
      "/oauth/authorize",
      wish + [
        ("step", "sign-in"), ("name", actor.name), ("password", String(actor.name.reversed())),
      ]
    )
    let cookie = try required(signedIn["set-cookie"], signedIn.text).prefix { $0 != ";" }
    let address = try required(signedIn["location"])
    let asked = try await server.send(.get, address, [("cookie", String(cookie))])
    let token = try required(asked.text.firstMatch(of: /name="token" value="([^"]+)"/)).1
    let allowed = try await server.form(
      .post,
      "/oauth/authorize",
      wish + [("step", "answer"), ("choice", "allow"), ("token", String(token))],
      [("cookie", String(cookie))]
    )
    let back = try required(allowed["location"].flatMap(URLComponents.init(string:)), allowed.text)
    #expect(back.queryItems?.first { $0.name == "state" }?.value == "état")
    return try required(back.queryItems?.first { $0.name == "code" }?.value)
  }

  func get(_ path: String, as name: String? = "alice") async throws -> TestServer.Reply {
    try compared(try await server.send(.get, path, fields(name)), .get, path)
  }

  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ form: [(String, String)] = [],
    as name: String? = "alice",
    _ more: [(String, String)] = []
  ) async throws -> TestServer.Reply {
    try compared(try await server.form(method, path, form, fields(name) + more), method, path)
  }

  /// Holds an answer to what the catalogue says of its route, in every test.
  private func compared(
    _ reply: TestServer.Reply,
    _ method: HTTPRequest.Method,
    _ path: String
  ) throws -> TestServer.Reply {
    guard reply.status == 200, let type = answer(of: method, path) else { return reply }
    let faults = EntitySchema.faults(in: try reply.json(), type, at: "\(method) \(path)")
    #expect(faults.isEmpty, "\(faults.prefix(5))")
    return reply
  }

  /// What a route answers, by the path of a request.
  func answer(of method: HTTPRequest.Method, _ path: String) -> ValueType? {
    let parts = path.prefix { $0 != "?" }.split(separator: "/")
    let fitting = routes.filter { route in
      let names = route.path.split(separator: "/")
      return route.method == method && names.count == parts.count
        && zip(names, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
    // As in the router, words go before what varies.
    let route = fitting.min {
      $0.path.count(where: { $0 == ":" }) < $1.path.count(where: { $0 == ":" })
    }
    return route?.answer
  }

  /// Posts and returns the Status.
  @discardableResult
  func post(
    _ text: String,
    _ form: [(String, String)] = [("visibility", "public")],
    as name: String = "alice"
  ) async throws -> JSON {
    let reply = try await send(.post, "/api/v1/statuses", [("status", text)] + form, as: name)
    try #require(reply.status == 200, "\(reply.text)")
    return try reply.json()
  }

  private func fields(_ name: String?) -> [(String, String)] {
    name.flatMap { tokens[$0] }.map { [("authorization", "Bearer \($0)")] } ?? []
  }
}

extension TestServer {
  /// Sends a form.
  func form(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ form: [(String, String)],
    _ fields: [(String, String)] = []
  ) async throws -> Reply {
    try await send(
      method,
      path,
      [("content-type", "application/x-www-form-urlencoded")] + fields,
      body: Array(FormText.encode(form).utf8)
    )
  }
}

extension LiveHub.Listener {
  /// One that may hear all.
  static func listener(token: Int64, member: ActorID?) -> LiveHub.Listener {
    LiveHub.Listener(.token(token), member: member, hearsNotifications: true)
  }
}
