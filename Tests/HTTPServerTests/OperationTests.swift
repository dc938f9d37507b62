import Model
import TestSupport
import Testing

@Suite("Health and metrics")
struct OperationTests {
  @Test("The node lives before it is ready")
  func health() async throws {
    let node = try await TestNode.make()
    let starting = TestServer(node, isReady: { false })
    let ready = TestServer(node)
    let monitor = TestServer.Route(host: "10.1.2.3:8443")

    #expect(try await starting.send(.get, "/healthz", route: monitor).status == 200)
    #expect(try await starting.send(.get, "/readyz", route: monitor).status == 503)
    #expect(try await ready.send(.get, "/readyz", route: monitor).status == 200)
  }

  @Test(
    "Metrics are for this machine",
    arguments: ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]
  )
  func loopback(_ peer: String) async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/metrics", route: .init(peer: peer, host: "127.0.0.1"))

    #expect(reply.text == "maillage_up 1\n")
  }

  @Test("To others there are no metrics, whatever they say of themselves")
  func strangers() async throws {
    let proxies = [CIDR("127.0.0.1"), CIDR("10.0.0.0/8")].compactMap(\.self)
    let node = try await TestNode.make()
    let plain = TestServer(node)
    let proxied = TestServer(node, trustedProxies: proxies, isBehindProxy: true)
    let absent = try await plain.get("/nothing").comparable

    let replies = try await [
      plain.send(.get, "/metrics"),
      plain.send(.get, "/metrics", [("x-forwarded-for", "127.0.0.1")]),
      plain.send(.get, "/metrics", [("authorization", "Bearer ")]),
      // Somebody else's request, by a proxy on this machine.
      plain.send(
        .get,
        "/metrics",
        [("x-forwarded-for", "192.0.2.7")],
        route: .init(peer: "127.0.0.1")
      ),
      plain.send(
        .get,
        "/metrics",
        [("forwarded", "for=192.0.2.7")],
        route: .init(peer: "127.0.0.1")
      ),
      proxied.send(.get, "/metrics", route: .init(peer: "127.0.0.1")),
      proxied.send(
        .get,
        "/metrics",
        [("x-forwarded-for", "127.0.0.1")],
        route: .init(peer: "10.0.0.1")
      ),
    ]

    for reply in replies { #expect(reply.comparable == absent) }
  }

  @Test("Whoever has the token sees the metrics from anywhere")
  func token() async throws {
    let server = TestServer(
      try await TestNode.make(),
      isBehindProxy: true,
      metricsToken: "correct-horse-battery"
    )

    let right = try await server.send(
      .get,
      "/metrics",
      [("authorization", "Bearer correct-horse-battery")]
    )
    let wrong = try await server.send(
      .get,
      "/metrics",
      [("authorization", "Bearer correct-horse-batters")]
    )

    #expect([right, wrong].map(\.status) == [200, 404])
  }

  @Test("Each answer has an id of its own and says how browsers are to treat it")
  func headers() async throws {
    let server = TestServer(try await TestNode.make())

    let first = try await server.get("/actor")
    let second = try await server.get("/nothing")

    #expect(first["X-Request-Id"]?.count == 16)
    #expect(first["X-Request-Id"] != second["X-Request-Id"])
    for reply in [first, second] {
      #expect(reply["X-Content-Type-Options"] == "nosniff")
      #expect(reply["Referrer-Policy"] == "no-referrer")
      #expect(reply["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'")
    }
  }
}
