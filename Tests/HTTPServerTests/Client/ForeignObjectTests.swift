import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Every route of the client API with what is another member's (threat 32): made from the table that
/// the router is filled from, so that a new route has to say whose its objects are.
@Suite("Routes and other people's objects")
struct ForeignObjectTests {
  @Test("What a route is told the number of is known of every route")
  func complete() async throws {
    let scene = try await ClientScene()
    var paths: Set<String> = []
    var parameters: Set<String> = []
    for route in ClientAPI(scene.server.server.client).routes {
      if let start = ObjectKind.start(of: route.path) { paths.insert(start) }
      for taken in route.takes where ObjectKind.isNumber(taken.name) {
        parameters.insert("\(route.method) \(route.path) \(taken.name)")
      }
    }

    #expect(paths.symmetricDifference(ObjectKind.inPaths.keys).isEmpty)
    #expect(parameters.symmetricDifference(ObjectKind.inParameters.keys).isEmpty)
  }

  @Test("In a path, another's object answers as one that is not there, and stays as it is")
  func paths() async throws {
    let scene = try await ClientScene()
    let foreign = try await ForeignObjects(of: "bob", in: scene)
    let before = try await foreign.seen(in: scene)
    #expect(before.filter { !$0.hasPrefix("200 ") }.count == 2, "\(before)")

    for route in ClientAPI(scene.server.server.client).routes {
      guard let start = ObjectKind.start(of: route.path), let kind = ObjectKind.inPaths[start],
        kind != .everyones, kind != .triedByItself
      else { continue }
      let form = Self.form(route)
      func reply(_ name: String, as viewer: String?) async throws -> TestServer.Reply {
        let path = route.path.replacing(/:[a-z_]+/, with: name, maxReplacements: 1)
        return try await scene.send(route.method, path, form, as: viewer)
      }
      for viewer in ["alice", nil] {
        let name = "\(route.method) \(route.path) as \(viewer ?? "nobody")"
        let theirs = try await reply(foreign.name(kind), as: viewer)
        let nothing = try await reply(kind.nothing, as: viewer)
        #expect(theirs.status == nothing.status && theirs.body == nothing.body, "\(name)")
        // What is done to several at once, or to what comes and goes, is done when nothing is there.
        let isQuiet = kind == .notificationGroup && route.method == .post
        let isList = kind == .notificationGroup && route.path.hasSuffix("accounts")
        guard viewer != nil, !isQuiet, !isList else { continue }
        #expect(theirs.status == 404, "\(name): \(theirs.text)")
      }
    }

    #expect(try await foreign.seen(in: scene) == before)
  }

  @Test("So it does in query and body")
  func parameters() async throws {
    let scene = try await ClientScene()
    let foreign = try await ForeignObjects(of: "bob", in: scene)
    let own = try await ForeignObjects(of: "alice", in: scene)
    let before = try await foreign.seen(in: scene)

    for route in ClientAPI(scene.server.server.client).routes {
      for taken in route.takes {
        let name = "\(route.method) \(route.path) \(taken.name)"
        guard let kind = ObjectKind.inParameters[name], kind != .everyones,
          kind != .triedByItself
        else { continue }
        let ownKind = ObjectKind.start(of: route.path).flatMap { ObjectKind.inPaths[$0] } ?? .post
        let path = route.path.replacing(/:[a-z_]+/, with: own.name(ownKind))
        func reply(_ number: String) async throws -> TestServer.Reply {
          var form = Self.form(route).filter { $0.0.prefix { $0 != "[" } != taken.name }
          if route.path == "/api/v1/reports" {
            form = [("account_id", String(scene.bob.id.rawValue))]
          }
          let isList = if case .list = taken.type { true } else { false }
          form.append((isList ? taken.name + "[]" : taken.name, number))
          guard route.method == .get else { return try await scene.send(route.method, path, form) }
          return try await scene.get("\(path)?\(FormText.encode(form))")
        }
        let (theirs, nothing) = (
          try await reply(foreign.name(kind)), try await reply(kind.nothing)
        )
        #expect(
          theirs.status == nothing.status && Self.plain(theirs) == Self.plain(nothing),
          "\(name): \(theirs.text) \(nothing.text)"
        )
      }
    }

    #expect(try await foreign.seen(in: scene) == before)
  }

  @Test("Another's list is no stream")
  func streams() async throws {
    let scene = try await ClientScene()
    let foreign = try await ForeignObjects(of: "bob", in: scene)
    let field = ("authorization", "Bearer \(scene.tokens["alice"] ?? "")")
    func reply(_ list: String) async throws -> TestServer.Reply {
      try await scene.server.send(.get, "/api/v1/streaming/list?list=\(list)", [field])
    }

    let (theirs, nothing) = (try await reply(foreign.name(.list)), try await reply("999999999"))

    #expect(theirs.status == 404 && theirs.body == nothing.body)
  }

  /// What a route has to be told, so that it is not refused for lack of that.
  private static func form(_ route: ClientRoute) -> [(String, String)] {
    var form = route.takes.filter(\.isRequired).map { taken -> (String, String) in
      switch taken.name {
      case "scheduled_at": (taken.name, "2099-01-01T00:00:00Z")
      case "choices": ("choices[]", "0")
      default: (taken.name, "1")
      }
    }
    if route.path.hasPrefix("/api/v1/statuses") { form.append(("status", "Bonjour")) }
    if route.takes.contains(where: { $0.name == "phrase" }) {
      form = [("phrase", "neige"), ("context[]", "home")]
    }
    return form
  }

  /// Without numbers and times, which are new in every answer.
  private static func plain(_ reply: TestServer.Reply) -> String {
    reply.text.replacing(/[0-9a-f-]{30,}/, with: "#").replacing(/[0-9]+/, with: "#")
  }
}
