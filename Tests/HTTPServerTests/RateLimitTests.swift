import Foundation
import HTTPTypes
import Model
import TestSupport
import Testing

@testable import HTTPServer

/// Nobody passes the limits by changing the address or the token (threat 34).
@Suite("Rate limits")
struct RateLimitTests {
  private let now = Date(timeIntervalSince1970: 1_795_430_000)

  private func server(
    requests: Int = 3,
    inbox: Int = 2,
    proxies: [String] = []
  ) async throws -> TestServer {
    TestServer(
      try await TestNode.make(),
      limits: .init(requestsPerMinute: requests, inboxPerMinute: inbox),
      trustedProxies: proxies.compactMap { CIDR($0) }
    )
  }

  private func ask(
    _ server: TestServer,
    _ peers: [String],
    _ fields: [[(String, String)]] = []
  ) async throws -> [Int] {
    var statuses: [Int] = []
    for (index, peer) in peers.enumerated() {
      let fields = fields.isEmpty ? [] : fields[index % fields.count]
      let reply = try await server.send(.get, "/style.css", fields, route: .init(peer: peer))
      statuses.append(reply.status)
    }
    return statuses
  }

  @Test("Who asks too much is held back, is told for how long, and may ask again then")
  func limit() async throws {
    let server = try await server()
    let peers = [String](repeating: "192.0.2.7", count: 4)

    let first = try await ask(server, peers)
    let refused = try await server.send(.get, "/style.css")
    let other = try await ask(server, ["192.0.2.8"])
    server.node.clock.advance(by: 20)
    let later = try await ask(server, ["192.0.2.7", "192.0.2.7"])

    #expect(first == [200, 200, 200, 429])
    #expect(refused["Retry-After"] == "20")
    #expect(other == [200])
    #expect(later == [200, 429])
  }

  @Test("The addresses of one /64 are one client, and so is an IPv4 address written as IPv6")
  func blocks() async throws {
    let server = try await server()

    let six = try await ask(
      server,
      ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::", "2001:db8:1:2:3:4:5:6"]
    )
    let neighbour = try await ask(server, ["2001:db8:1:3::1"])
    let four = try await ask(
      server,
      ["192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7", "::ffff:192.0.2.7"]
    )

    #expect(six == [200, 200, 200, 429])
    #expect(neighbour == [200])
    #expect(four == [200, 200, 200, 429])
  }

  @Test("A forged X-Forwarded-For gains nothing")
  func forged() async throws {
    let server = try await server()
    let forged = (0..<4).map { [("x-forwarded-for", "198.51.100.\($0)")] }

    let statuses = try await ask(server, [String](repeating: "192.0.2.7", count: 4), forged)

    #expect(statuses == [200, 200, 200, 429])
  }

  @Test("A new token for each request gains nothing")
  func tokens() async throws {
    let server = try await server()
    let tokens = (0..<4).map { [("authorization", "Bearer \($0)")] }

    let statuses = try await ask(server, [String](repeating: "192.0.2.7", count: 4), tokens)

    #expect(statuses == [200, 200, 200, 429])
  }

  @Test("One token is limited wherever it comes from")
  func oneToken() async throws {
    let server = try await server()
    let peers = (1...4).map { "192.0.2.\($0)" }

    let statuses = try await ask(server, peers, [[("authorization", "Bearer abc")]])

    #expect(statuses == [200, 200, 200, 429])
  }

  @Test("Behind a trusted proxy, the last address that is no proxy counts")
  func proxies() async throws {
    let server = try await server(requests: 1, proxies: ["10.0.0.0/8"])
    let chain = { (text: String) in [[("x-forwarded-for", text)]] }
    let proxy = ["10.0.0.1"]

    #expect(try await ask(server, proxy, chain("198.51.100.1")) == [200])
    #expect(try await ask(server, proxy, chain("198.51.100.1")) == [429])
    // What the client itself put in front is not heard.
    #expect(try await ask(server, proxy, chain("203.0.113.5, 198.51.100.1")) == [429])
    #expect(try await ask(server, proxy, chain("203.0.113.5, 198.51.100.1, 10.0.0.9")) == [429])
    #expect(try await ask(server, proxy, chain("198.51.100.2:4711")) == [200])
    #expect(try await ask(server, proxy, chain("[2001:db8::1]:4711")) == [200])
    #expect(try await ask(server, proxy, chain("2001:db8::2")) == [429])
    // Nobody is named: it is the proxy itself.
    #expect(try await ask(server, proxy, chain("nonsense")) == [200])
    #expect(try await ask(server, proxy) == [429])
  }

  @Test("Inboxes have a limit of their own")
  func inboxes() async throws {
    let server = try await server()
    var statuses: [Int] = []
    for path in ["/inbox", "/users/marie/inbox", "/inbox"] {
      statuses.append(try await server.send(.post, path).status)
    }

    let page = try await server.send(.get, "/style.css").status

    #expect(statuses == [415, 404, 429])
    #expect(page == 200)
  }

  @Test("A flood of new addresses takes bounded room and pushes nobody out (threat 19)")
  func bounded() throws {
    let limiter = RateLimiter(perMinute: 2, maximumBuckets: 100)
    let known = RateLimiter.Key.address(.v4(1))
    try limiter.take(known, at: now)
    try limiter.take(known, at: now)

    var refused = 0
    for number in 0..<100_000 {
      do {
        try limiter.take(.address(.v4(UInt32(number + 10))), at: now)
      } catch {
        refused += 1
      }
    }

    #expect(limiter.count <= 101)
    #expect(refused == 100_000 - 99 - 2)
    #expect(throws: Refusal.self) { try limiter.take(known, at: now) }
    try limiter.take(.address(.v4(7)), at: now.addingTimeInterval(60))
    #expect(limiter.count < 5)
  }

  @Test("A clock that steps back fills no bucket")
  func clock() throws {
    let limiter = RateLimiter(perMinute: 1)
    try limiter.take(.unknown, at: now)

    #expect(throws: Refusal.rateLimited(seconds: 60)) {
      try limiter.take(.unknown, at: now.addingTimeInterval(-3600))
    }
  }

  @Test("An address that has guessed enough uses up nobody’s attempts")
  func signIn() throws {
    let (limits, member) = (SignInLimits(), ActorID(rawValue: 7))
    let (guesser, home) = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
    for _ in 0..<20 { #expect(limits.allow(nil, from: guesser, at: now)) }

    for _ in 0..<100 { #expect(!limits.allow(member, from: guesser, at: now)) }

    #expect(limits.allow(member, from: home, at: now))
  }
}
