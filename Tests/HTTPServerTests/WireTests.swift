import HTTPServer
import TestSupport
import Testing

@Suite("On the wire")
struct WireTests {
  private let head = "Host: home.example\r\n"

  private func server(
    header: Duration = .seconds(30),
    body: Duration = .seconds(30),
    connections: Int = 100
  ) async throws -> WebServer {
    let limits = ServerSettings.Limits(
      headerTimeout: header,
      bodyTimeout: body,
      maximumConnections: connections
    )
    return TestServer(try await TestNode.make(), limits: limits).server
  }

  // MARK: Slow clients (threat 16)

  @Test("A client that says nothing is let go")
  func silent() async throws {
    try await LiveServer.serving(try await server(header: .milliseconds(150))) { live in
      let wire = try await live.connect()

      #expect(try await wire.wait { !$0.isOpen })
    }
  }

  @Test("A head that drips in is not waited for")
  func slowHead() async throws {
    try await LiveServer.serving(try await server(header: .milliseconds(200))) { live in
      let wire = try await live.connect()

      try await wire.drip(
        "GET /healthz HTTP/1.1\r\nX: \(String(repeating: "x", count: 500))",
        every: .milliseconds(10)
      )

      #expect(!wire.isOpen)
      #expect(wire.text.isEmpty)
    }
  }

  @Test("A body that drips in is not waited for")
  func slowBody() async throws {
    try await LiveServer.serving(try await server(body: .milliseconds(200))) { live in
      let wire = try await live.connect()

      try await wire.send(
        "POST /inbox HTTP/1.1\r\n\(head)Content-Type: application/activity+json\r\n"
          + "Content-Length: 100000\r\n\r\n"
      )
      try await wire.drip(String(repeating: "x", count: 500), every: .milliseconds(10))

      #expect(!wire.isOpen)
      #expect(wire.text.isEmpty)
    }
  }

  @Test("A connection may rest between requests, but the next head must not drip in")
  func keepAlive() async throws {
    try await LiveServer.serving(try await server(header: .milliseconds(200))) { live in
      let wire = try await live.connect()
      let request = "GET /healthz HTTP/1.1\r\n\r\n"

      try await wire.send(request)
      #expect(try await wire.wait { $0.text.hasSuffix("ok\n") })
      try await Task.sleep(for: .milliseconds(600))
      let isOpenAfterRest = wire.isOpen
      try await wire.send(request)
      #expect(try await wire.wait { $0.text.components(separatedBy: "ok\n").count == 3 })
      try await wire.drip(
        "GET /healthz HTTP/1.1\r\nX: \(String(repeating: "x", count: 500))",
        every: .milliseconds(10)
      )

      #expect(isOpenAfterRest)
      #expect(!wire.isOpen)
    }
  }

  @Test("No more connections are served than are allowed")
  func connections() async throws {
    try await LiveServer.serving(try await server(connections: 2)) { live in
      let first = try await live.connect()
      let second = try await live.connect()
      for wire in [first, second] {
        try await wire.send("GET /healthz HTTP/1.1\r\n\r\n")
        #expect(try await wire.wait { $0.text.contains("200 OK") })
      }
      let third = try await live.connect()
      try await third.send("GET /healthz HTTP/1.1\r\n\r\n")

      let isServedAtOnce = try await third.wait(atMost: .milliseconds(300)) { !$0.text.isEmpty }
      try await first.close()
      let isServedThen = try await third.wait { $0.text.contains("200 OK") }

      #expect(!isServedAtOnce)
      #expect(isServedThen)
    }
  }

  // MARK: What the codec makes of bytes

  @Test(
    "A request that could be read in two ways is answered in none",
    arguments: [
      "GET /actor HTTP/1.1\r\nHost: home.example\r\nHost: evil.example\r\n\r\n",
      "GET /actor HTTP/1.1\r\nHost: evil.example\r\nHost: home.example\r\n\r\n",
      "GET http://home.example/actor HTTP/1.1\r\nHost: evil.example\r\n\r\n",
      "GET /actor HTTP/1.1\r\n\r\n",
      "GET /actor\u{0} HTTP/1.1\r\nHost: home.example\r\n\r\n",
      "GET /actor HTTP/1.1\r\nHost: home.example\r\nX: a\nGET /healthz\r\n\r\n",
      "POST /inbox HTTP/1.1\r\nHost: home.example\r\nContent-Length: 5\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /inbox HTTP/1.1\r\nHost: home.example\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    ]
  )
  func ambiguous(_ bytes: String) async throws {
    try await LiveServer.serving(try await server()) { live in
      let wire = try await live.connect()

      try await wire.send(bytes)

      #expect(try await wire.wait { $0.text.hasPrefix("HTTP/1.1 4") || !$0.isOpen })
      #expect(!wire.text.contains(" 200 OK"))
    }
  }

  @Test("A chunked body that grows too large is refused while it arrives")
  func chunked() async throws {
    try await LiveServer.serving(try await server()) { live in
      let wire = try await live.connect()
      let piece = "10000\r\n\(String(repeating: "x", count: 65_536))\r\n"

      try await wire.send(
        "POST /inbox HTTP/1.1\r\n\(head)Content-Type: application/activity+json\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n"
      )
      for _ in 0..<17 { try await wire.send(piece) }

      #expect(try await wire.wait { $0.text.hasPrefix("HTTP/1.1 413") })
    }
  }

  @Test("An announced body that is too large is refused before it arrives")
  func announced() async throws {
    try await LiveServer.serving(try await server()) { live in
      let wire = try await live.connect()

      try await wire.send(
        "POST /inbox HTTP/1.1\r\n\(head)Content-Type: application/activity+json\r\n"
          + "Content-Length: 1048577\r\n\r\n"
      )

      #expect(try await wire.wait { $0.text.hasPrefix("HTTP/1.1 413") })
    }
  }

  @Test("HEAD has the fields of GET and no body")
  func headRequest() async throws {
    try await LiveServer.serving(try await server()) { live in
      let wire = try await live.connect()

      try await wire.send("HEAD /actor HTTP/1.1\r\n\(head)Connection: close\r\n\r\n")

      #expect(try await wire.wait { !$0.isOpen })
      #expect(wire.text.contains("Content-Type: application/activity+json"))
      #expect(wire.text.hasSuffix("\r\n\r\n"))
    }
  }
}
