import Foundation
import Testing

@Suite("Hostile clients on a real socket", .serialized, .timeLimit(.minutes(1)))
struct HostileClientTests {
  @Test("A byte now and then holds no connection (threat 16)", arguments: [false, true])
  func slowClient(isInBody: Bool) async throws {
    let node = try await NodeProcess.make(
      "slow.test",
      settings: [
        "MAILLAGE_LIMITS_HEADER_TIMEOUT": "3", "MAILLAGE_LIMITS_BODY_TIMEOUT": "3",
      ]
    )
    try await node.start()
    let start = ContinuousClock.now
    let wire = try await node.connect()
    let head = """
      POST /inbox HTTP/1.1\r\nHost: \(node.authority)\r\nContent-Length: 1000\r\n\
      Content-Type: application/activity+json\r\n\r\n
      """
    try await wire.send(isInBody ? head : "GET / HTTP/1.1\r\nX: ")

    try await eventually("the connection is cut", within: .seconds(20)) {
      try? await wire.send("x")
      return wire.isClosed
    }

    let time = ContinuousClock.now - start
    #expect(time > .milliseconds(2500))
    #expect(try await node.get("/healthz").status == 200)
  }

  @Test("More than a mebibyte is refused, announced or not (threat 17)")
  func oversized() async throws {
    let node = try await NodeProcess.make("large.test")
    try await node.start()
    let fields = """
      POST /inbox HTTP/1.1\r\nHost: \(node.authority)\r\nConnection: close\r\n\
      Content-Type: application/activity+json\r\n
      """
    let size = (1 << 20) + 1
    let body = String(repeating: " ", count: size)

    let announced = try await answer(node, fields + "Content-Length: \(size)\r\n\r\n" + body)
    let chunked = try await answer(
      node,
      fields + "Transfer-Encoding: chunked\r\n\r\n" + String(size, radix: 16) + "\r\n" + body
        + "\r\n0\r\n\r\n"
    )
    let fitting = try await answer(
      node,
      fields + "Content-Length: \(size - 1)\r\n\r\n" + body.dropLast()
    )

    #expect(announced.status == 413)
    #expect(chunked.status == 413)
    #expect(fitting.status == 401)
  }

  /// The node may answer and close before everything has been sent.
  private func answer(_ node: NodeProcess, _ request: String) async throws -> WireAnswer {
    let wire = try await node.connect()
    try? await wire.send(request)
    return try await wire.answer()
  }

  @Test("Only the node's own name is answered, in any spelling (threat 26)")
  func hostVariants() async throws {
    let node = try await NodeProcess.make("host.test")
    try await node.start()
    let refused = [
      "victim.test", "host.test", "host.test:1", "host.test.", "x@host.test:PORT",
      "host.test:PORT/x", "host.test%2fx:PORT", "ｈost.test:PORT", "", "host.test:PORT,victim.test",
      "host.test:PORT\r\nHost: victim.test", "victim.test\r\nHost: host.test:PORT",
      "host.test:PORT\u{0}", "xn--host.test:PORT",
    ]

    for name in ["host.test:PORT", "HoSt.TeSt:PORT"] {
      let answer = try await node.get("/actor", host: name.replacing("PORT", with: "\(node.port)"))
      #expect(answer.status == 200, "\(name)")
    }
    for name in refused {
      let answer = try await node.get("/actor", host: name.replacing("PORT", with: "\(node.port)"))
      #expect([400, 404, 421].contains(answer.status), "\(name): \(answer.status)")
      #expect(!answer.body.contains("publicKey"), "\(name)")
    }
  }

  @Test("Health is for everyone, metrics for this machine or who has the token")
  func operation() async throws {
    let token = "a-token-of-more-than-16"
    let node = try await NodeProcess.make(
      "watched.test",
      settings: ["MAILLAGE_METRICS_TOKEN": token]
    )
    try await node.start()

    // Monitors ask by address.
    #expect(try await node.get("/healthz", host: "127.0.0.1").status == 200)
    #expect(try await node.get("/readyz", host: "127.0.0.1").status == 200)
    let local = try await node.get("/metrics", host: "127.0.0.1")
    let wrong = try await node.get("/metrics", "Authorization: Bearer \(token)x")
    let right = try await node.get("/metrics", "Authorization: Bearer \(token)")

    #expect(local.status == 200)
    #expect(local.body.contains("maillage_http_requests_total{"))
    #expect(wrong.status == 404)
    #expect(!wrong.body.contains("maillage_"))
    #expect(right.status == 200)
  }
}
