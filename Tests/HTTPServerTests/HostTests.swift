import Model
import TestSupport
import Testing

/// Only the own name is answered (threat 26).
@Suite("Host")
struct HostTests {
  @Test(
    "The node answers in its own name, however it is written",
    arguments: ["home.example", "HOME.example", "home.example:443"]
  )
  func ownName(_ host: String) async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/actor", route: .init(host: host))

    #expect(reply.status == 200)
  }

  @Test(
    "No other name is answered, nor one that needs guessing",
    arguments: [
      "other.example", "home.example.", "home.example:8443", "home.example:80", "x.home.example",
      "home.example@evil.example", "evil@home.example", "home.example/evil", "home.example%2f",
      "home%2eexample", "ｈome.example", "home.example\u{3002}", "xn--home.example",
      "home.example,x",
      "home.example:", "127.0.0.1", "[::1]", "",
    ]
  )
  func otherNames(_ host: String) async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/actor", route: .init(host: host))

    #expect(reply.status == 421)
  }

  @Test("A request without a host is not understood")
  func noName() async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/actor", route: .init(host: nil))

    #expect(reply.status == 400)
  }

  @Test("An activity sent to another name is not looked at")
  func inbox() async throws {
    let node = try await TestNode.make()
    let server = TestServer(node)
    let sender = try RemoteActor("paul")
    try node.farSide.host(sender)
    let body = sender.create(sender.note("Bonjour")).serialized()
    let message = try sender.request(body, to: "https://home.example/inbox", at: node.clock.now)

    let reply = try await server.send(
      .post,
      "/inbox",
      message.fields.fields.map { ($0.name, $0.value) },
      body: body,
      route: .init(host: "other.example")
    )

    #expect(reply.status == 421)
    #expect(node.farSide.questions.isEmpty)
  }

  @Test("A trusted proxy says which name was asked for; from anyone else that is not heard")
  func proxy() async throws {
    let proxies = [CIDR("10.0.0.0/8")].compactMap(\.self)
    let server = TestServer(try await TestNode.make(), trustedProxies: proxies)
    let fields = [("x-forwarded-host", "home.example")]

    let trusted = try await server.send(
      .get,
      "/actor",
      fields,
      route: .init(peer: "10.0.0.2", host: "127.0.0.1:8080")
    )
    let other = try await server.send(
      .get,
      "/actor",
      fields,
      route: .init(peer: "192.0.2.7", host: "127.0.0.1:8080")
    )
    let wrong = try await server.send(
      .get,
      "/actor",
      [("x-forwarded-host", "evil.example")],
      route: .init(peer: "10.0.0.2")
    )

    #expect([trusted, other, wrong].map(\.status) == [200, 421, 421])
  }
}
