import Federation
import Hummingbird
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Paths")
struct PathTests {
  /// Threat 22, and whatever else is not a name or a number.
  private static let hostile = [
    "..", ".", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%2f..%2fkeys", "..%5c..", "%00",
    "marie%00", "%c0%ae%c0%ae", "....//", "/etc/passwd", "marie/../marie", "MARIE", "marie%20",
    "%6darie", "-1", "0", "01", "+1", "1e3", "0x1", "99999999999999999999999", "1'--", "1%27--",
    "\"; DROP TABLE post", "mar\u{0130}e", "mari\u{0435}", String(repeating: "a", count: 5000),
  ]

  @Test("A hostile parameter finds nothing, in every route that has one")
  func traversal() async throws {
    let node = try await TestNode.make()
    try await node.member("marie")
    let server = TestServer(node)
    let pages = Set(server.server.site.routes.map { OpenAPIDocument.template($0.path) })
    let patterns = server.server.router().routes
      .filter { $0.method == .get }
      .map { "\($0.path)" }
      .filter { ($0.contains("{") || $0.contains(":")) && !Self.isForApps($0) }
      .filter { !pages.contains(OpenAPIDocument.template($0)) }
    let absent = try await server.get("/posts/4242").comparable
    let unsigned = try await server.get("/users/nobody/followers_synchronization").comparable
    #expect(patterns.count > 12)

    for pattern in patterns {
      for hostile in Self.hostile {
        let path = pattern.split(separator: "/").map { part in
          if part.hasPrefix(":") { return hostile }
          guard let brace = part.firstIndex(of: "{") else { return String(part) }
          return part[..<brace] + hostile
        }
        let reply = try await server.get("/" + path.joined(separator: "/"))
        // This one asks strangers for a signature before it looks for anything.
        let isUnsigned = path.last == "followers_synchronization" && reply.comparable == unsigned
        #expect(reply.comparable == absent || isUnsigned, "\(pattern) with \(hostile.prefix(40))")
      }
    }
  }

  @Test("A hostile parameter finds nothing on the pages of members, and breaks none")
  func traversalOnPages() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let patterns = scene.server.server.site.routes.filter { $0.method == .get }.map(\.path)
      .filter { $0.contains("{") || $0.contains(":") }
    #expect(patterns.count > 3)

    for pattern in patterns {
      for hostile in Self.hostile {
        let path = pattern.split(separator: "/").map { part in
          if part.hasPrefix(":") { return hostile }
          guard let brace = part.firstIndex(of: "{") else { return String(part) }
          return part[..<brace] + hostile
        }
        let status = try await alice.page("/" + path.joined(separator: "/")).status
        // A hashtag may be any text, and is then one that nobody used.
        let mayBeAny = pattern.contains("tag") && status == 200
        #expect([400, 404].contains(status) || mayBeAny, "\(pattern) \(hostile.prefix(40))")
      }
    }
  }

  /// Routes of members' apps, which answer in their own words and are there without federation too.
  private static func isForApps(_ path: String) -> Bool {
    ["/api/", "/oauth/", "/account", "/health", "/pictures/", "/.well-known/oauth"].contains {
      path.hasPrefix($0)
    }
  }

  @Test("A hostile parameter finds nothing in the routes of apps either, and breaks none")
  func traversalByApps() async throws {
    let scene = try await ClientScene()
    let patterns = scene.server.server.router().routes
      .filter { $0.method == .get && Self.isForApps("\($0.path)") }
      .map { "\($0.path)" }
      .filter { $0.contains("{") || $0.contains(":") }
    #expect(patterns.count > 20)

    for pattern in patterns {
      for hostile in Self.hostile {
        let path = pattern.split(separator: "/").map { part in
          part.hasPrefix(":") || part.hasPrefix("{") ? hostile : String(part)
        }
        let status = try await scene.get("/" + path.joined(separator: "/")).status
        // A hashtag or a key of a group may be any text, and is then one that nobody used.
        let mayBeAny = pattern.contains("tag") || pattern.contains("key")
        #expect(
          [400, 404, 405, 422].contains(status) || (mayBeAny && status == 200),
          "\(pattern) with \(hostile.prefix(40)): \(status)"
        )
      }
    }
  }

  @Test("What no route knows is the same as what is not there")
  func unknown() async throws {
    let server = TestServer(try await TestNode.make())
    let absent = try await server.get("/posts/4242").comparable

    for path in [
      "/nothing", "/posts", "/users", "/../keys", "/%2e%2e/keys", "/.env", "//",
    ] {
      let reply = try await server.get(path)
      #expect(reply.comparable == absent || path == "//", "\(path)")
    }
    let wrongMethod = try await server.send(.delete, "/actor")
    #expect(wrongMethod.comparable == absent)
  }

  /// Calendars are for people, as pages are.
  private static func isCalendar(_ path: String) -> Bool {
    path.hasSuffix(".ics") || path.hasPrefix("/calendar/")
  }

  @Test("Where federation is off, none of its routes is there")
  func federationOff() async throws {
    let on = TestServer(try await TestNode.make())
    let node = try await TestNode.make(
      FederationSettings(isEnabled: false, defaultAudience: .public)
    )
    let marie = try await node.member("marie")
    let post = try await node.outbox.publish(PostDraft(source: "Bonjour"), as: marie.id)
    let off = TestServer(node)
    let open: Set<String> = [
      "/", "/healthz", "/readyz", "/metrics", "/style.css", "/@{name}", "/favicon.svg",
      "/assets/:tag/:name",
    ]
    let pages = Set(on.server.site.routes.map { OpenAPIDocument.template($0.path) })

    let absent = try await off.get("/nothing").comparable
    var asked = 0
    for route in on.server.router().routes
    where !open.contains("\(route.path)")
      && !pages.contains(OpenAPIDocument.template("\(route.path)"))
      && !Self.isForApps("\(route.path)")
      && !Self.isCalendar("\(route.path)")
    {
      let path = "\(route.path)".replacing(":name", with: "marie").replacing(
        "{name}",
        with: "marie"
      )
      .replacing(":id", with: String(post.id.rawValue))
      .replacing("{id}", with: String(post.id.rawValue))
      let reply = try await off.send(
        route.method,
        path,
        [("accept", "application/activity+json"), ("content-type", "application/activity+json")]
      )
      #expect(reply.status == 404, "\(route.method) \(path)")
      if route.method == .get { #expect(reply.comparable == absent, "\(path)") }
      asked += 1
    }

    #expect(asked > 20)
    let page = try await off.get("/posts/\(post.id.rawValue)", accept: "text/html")
    #expect(page.status == 200)
  }
}
