import ActivityStreams
import StrictJSON
import TestSupport
import Testing

@Suite("Discovery")
struct DiscoveryTests {
  @Test(
    "WebFinger knows a member by name and by address",
    arguments: [
      "acct:marie@home.example", "acct:Marie@HOME.example", "acct%3Amarie%40home.example",
      "https://home.example/users/marie", "https://home.example/@marie",
    ]
  )
  func member(_ resource: String) async throws {
    let node = try await TestNode.make()
    try await node.member("marie")

    let reply = try await TestServer(node).send(
      .get,
      "/.well-known/webfinger?resource=\(resource)"
    )

    let document = try AS.WebFingerDocument(json: try reply.json())
    #expect(reply["Content-Type"] == "application/jrd+json")
    #expect(reply["Access-Control-Allow-Origin"] == "*")
    #expect(document.subject == "acct:marie@home.example")
    #expect(document.actor?.string == "https://home.example/users/marie")
  }

  @Test(
    "WebFinger knows the node by its host",
    arguments: [
      "acct:home.example@home.example", "https://home.example/", "https://home.example/actor",
    ]
  )
  func ownActor(_ resource: String) async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/.well-known/webfinger?resource=\(resource)")

    let document = try AS.WebFingerDocument(json: try reply.json())
    #expect(document.actor?.string == "https://home.example/actor")
    #expect(document.links.contains { $0.rel == AS.Descriptor.service })
  }

  @Test("The port is part of the name")
  func port() async throws {
    let node = try await TestNode.make(host: "home.example:8443")
    try await node.member("marie")
    let server = TestServer(node)
    let route = TestServer.Route(host: "home.example:8443")

    let reply = try await server.send(
      .get,
      "/.well-known/webfinger?resource=acct:marie@home.example:8443",
      route: route
    )
    let other = try await server.send(
      .get,
      "/.well-known/webfinger?resource=acct:marie@home.example",
      route: route
    )

    #expect(try reply.json()["subject"]?.string == "acct:marie@home.example:8443")
    #expect(other.status == 404)
  }

  @Test(
    "A node with a port is found by where it is",
    arguments: [
      "acct:home.example:8443@home.example:8443", "acct:home.example%253A8443@home.example:8443",
      "acct:HOME.example:8443@home.example:8443", "acct:home.example@home.example:8443",
    ]
  )
  func nodeWithPort(resource: String) async throws {
    let node = try await TestNode.make(host: "home.example:8443")
    let server = TestServer(node)
    let route = TestServer.Route(host: "home.example:8443")

    let reply = try await server.send(
      .get,
      "/.well-known/webfinger?resource=\(resource)",
      route: route
    )

    let document = try AS.WebFingerDocument(json: try reply.json())
    #expect(document.actor?.string == "https://home.example:8443/actor")
    let strange = try await server.send(
      .get,
      "/.well-known/webfinger?resource=acct:home.example:9@home.example:8443",
      route: route
    )
    #expect(strange.status == 404)
  }

  @Test(
    "WebFinger answers for nobody else",
    arguments: [
      "acct:nobody@home.example", "acct:marie@other.example", "https://other.example/users/marie",
      "marie", "acct:marie@home.example@evil.example", "https://home.example/users/../users/marie",
      "mailto:marie@home.example", "acct:%00@home.example",
    ]
  )
  func nobody(_ resource: String) async throws {
    let node = try await TestNode.make()
    try await node.member("marie")

    let reply = try await TestServer(node).send(
      .get,
      "/.well-known/webfinger?resource=\(resource)"
    )

    #expect(reply.status == 404)
  }

  @Test("WebFinger wants to be asked something")
  func noResource() async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/.well-known/webfinger")

    #expect(reply.status == 400)
    #expect(reply["Content-Type"] == "application/problem+json")
  }

  @Test("NodeInfo is found by its links and tells how much the node is used")
  func nodeInfo() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    try await node.member("jean")
    _ = try await node.outbox.publish(.init(source: "Bonjour"), as: marie.id)
    let server = TestServer(node)

    let links = try AS.NodeInfoLinks(
      json: try await server.send(.get, "/.well-known/nodeinfo").json()
    )
    #expect(links.actor?.string == "https://home.example/actor")
    for (path, version) in [("/nodeinfo/2.1", "2.1"), ("/nodeinfo/2.0", "2.0")] {
      let reply = try await server.send(.get, path)
      let info = try AS.NodeInfo(json: try reply.json())
      #expect(info.version.rawValue == version)
      #expect(info.software.name == "maillage")
      #expect(info.usage.total == 2)
      #expect(info.usage.activeMonth == 1)
      #expect(info.usage.localPosts == 1)
      #expect(reply["Content-Type"]?.contains("schema/\(version)#") == true)
    }
    #expect(links.nodeInfo?.string == "https://home.example/nodeinfo/2.1")
  }

  @Test("The node's actor is at its address, at the root, and in NodeInfo's links")
  func nodeActor() async throws {
    let server = TestServer(try await TestNode.make())

    let own = try AS.Actor(json: try await server.get("/actor").json())
    let root = try AS.Actor(json: try await server.get("/").json())
    let page = try await server.send(.get, "/", [("accept", "text/html")])

    #expect(root == own)
    #expect(own.type == .application)
    #expect(page["Content-Type"]?.hasPrefix("text/html") == true)
  }

  @Test("What the node can do is on its actor and, by generator, on every other (FEP-844e)")
  func capabilities() async throws {
    let node = try await TestNode.make()
    try await node.member("marie")
    let server = TestServer(node)

    let own = try AS.Actor(json: try await server.get("/actor").json())
    let marie = try AS.Actor(json: try await server.get("/users/marie").json())

    #expect(own.implements == AS.Capability.ofNodes)
    #expect(own.implements.contains { $0.href.path.hasSuffix("/Protocol/peering.md") })
    #expect(own.generator == nil)
    #expect(marie.generator?.id == own.id)
    #expect(marie.generator?.implements == own.implements)
  }

  @Test("Every actor has an RSA key and an Ed25519 key, each of its own (FEP-521a)")
  func keys() async throws {
    let node = try await TestNode.make()
    try await node.member("marie")
    let server = TestServer(node)

    for path in ["/actor", "/users/marie"] {
      let actor = try AS.Actor(json: try await server.get(path).json())
      #expect(actor.keys.publicKeys.map(\.owner) == [actor.id])
      #expect(actor.keys.assertionMethods.map(\.controller) == [actor.id])
      #expect(actor.endpoints.sharedInbox?.string == "https://home.example/inbox")
    }
  }

  @Test("host-meta points at WebFinger")
  func hostMeta() async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/.well-known/host-meta")

    #expect(reply["Content-Type"] == "application/xrd+xml")
    #expect(reply.text.contains("https://home.example/.well-known/webfinger?resource={uri}"))
  }
}
