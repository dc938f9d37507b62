import Foundation
import HTTPTypes
import Hummingbird
import Model
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// Sockets on a real connection (threats 16, 17 and 19).
@Suite("A WebSocket")
struct WebSocketTests {
  /// Serves `/socket`, which gives back what it gets, until the body ends.
  private func serving(
    _ limits: WebSocketLimits = WebSocketLimits(),
    session: @escaping @Sendable (WebSocket) async -> Void = { socket in
      for await text in socket.messages { socket.send("echo \(text)") }
    },
    _ body: @escaping @Sendable (LiveServer) async throws -> Void
  ) async throws {
    // So short a time for a head shows that the guard against slow clients is gone.
    let server = TestServer(
      try await TestNode.make(),
      limits: ServerSettings.Limits(
        requestsPerMinute: 1_000_000,
        headerTimeout: .milliseconds(300),
        idleTimeout: .milliseconds(300)
      )
    ).server
    try await LiveServer.serving(
      server,
      adding: { router in
        router.get("/socket") { request, context in
          guard WebSocketUpgrade.isAsked(by: request) else { return Response(status: .ok) }
          let chosen = WebSocketUpgrade.protocols(of: request).first
          guard chosen != "wrong" else { throw Refusal.unauthenticated("no such token") }
          return try await WebSocketUpgrade(limits: limits)
            .answer(request, in: context, protocol: chosen, session)
        }
        router.get("/slow") { _, _ in
          try await Task.sleep(for: .seconds(1))
          return Response(status: .ok)
        }
      },
      body
    )
  }

  @Test("is agreed to as RFC 6455 §1.3 prints it, and gives texts back, long and in pieces")
  func echo() async throws {
    try await serving { live in
      let wire = try await WebSocketWire.open(on: live.port, "Sec-WebSocket-Protocol: t0ken, other")

      try await wire.send(text: "Bonjour à tous")
      try await wire.send(0x1, Array("in ".utf8), isLast: false)
      try await wire.send(0x9, Array("between".utf8))
      try await wire.send(0x0, Array("pieces".utf8))
      try await wire.send(text: String(repeating: "x", count: 65_000))

      #expect(try await wire.eventually { $0.texts.count == 3 })
      let head = try #require(wire.head)
      #expect(head.hasPrefix("HTTP/1.1 101 "))
      #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
      #expect(head.contains("Sec-WebSocket-Protocol: t0ken"))
      #expect(!head.lowercased().contains("content-length"))
      #expect(!head.lowercased().contains("transfer-encoding"))
      #expect(!head.lowercased().contains("extensions"))
      #expect(wire.texts[0] == "echo Bonjour à tous")
      #expect(wire.texts[1] == "echo in pieces")
      #expect(wire.texts[2].utf8.count == 65_005)
      #expect(wire.frames.contains(.init(opcode: 0xA, payload: Array("between".utf8))))
    }
  }

  @Test("outlives the times that requests have, and stands beside ordinary requests")
  func endurance() async throws {
    try await serving { live in
      let wire = try await WebSocketWire.open(on: live.port)
      try await Task.sleep(for: .milliseconds(900))
      let other = try await live.connect()
      try await other.send("GET /socket HTTP/1.1\r\nHost: home.example\r\n\r\n")

      try await wire.send(text: "still here")

      #expect(try await wire.eventually { $0.texts == ["echo still here"] })
      #expect(try await other.wait { $0.text.hasPrefix("HTTP/1.1 200") })
    }
  }

  @Test(
    "is not made of a request that is none",
    arguments: [
      ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "426"),
      ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: short", "400"),
      ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X: y", "400"),
      ("Connection: keep-alive, Upgrade", "Connection: keep-alive", "400"),
      ("Upgrade: WebSocket", "Upgrade: h2c", "200"),
      ("Host: home.example", "Host: evil.example", "4"),
      ("Upgrade: WebSocket", "Upgrade: WebSocket\r\nContent-Length: 0", "400"),
      ("Upgrade: WebSocket", "Upgrade: WebSocket\r\nSec-WebSocket-Protocol: wrong", "401"),
    ]
  )
  func refused(line: String, by other: String, status: String) async throws {
    try await serving { live in
      let wire = try await WebSocketWire.connect(to: live.port)
      let lines = WebSocketWire.handshake.map { $0 == line ? other : $0 } + ["", ""]

      try await wire.send(Array(lines.joined(separator: "\r\n").utf8))

      #expect(try await wire.eventually { $0.head != nil })
      #expect(wire.head?.hasPrefix("HTTP/1.1 \(status)") == true)
      // Nothing more is read on a connection that was to become another.
      guard lines.contains("Connection: keep-alive, Upgrade") else { return }
      let fields = (wire.head ?? "").lowercased().split(separator: "\r\n")
      #expect(
        fields.contains { $0 == "connection: close" || $0 == "connection: upgrade, close" }
      )
      #expect(try await wire.eventually { !$0.isOpen })
    }
  }

  @Test("that is refused ends the connection after the answers to what was asked before")
  func refusedLast() async throws {
    try await serving { live in
      let wire = try await live.connect()
      let refused = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"

      try await wire.send(
        "GET /socket HTTP/1.1\r\nHost: home.example\r\n\r\n"
          + "GET /socket HTTP/1.1\r\nHost: home.example\r\n\(refused)\r\n"
      )

      #expect(try await wire.wait { !$0.isOpen })
      let answers = wire.text.lowercased().split(separator: "http/1.1 ").map(String.init)
      #expect(answers.map { $0.prefix(3) } == ["200", "426"])
      #expect(answers.map { $0.contains("close") } == [false, true])
    }
  }

  @Test(
    "ends when the client breaks the rules, and says why",
    arguments: [
      (UInt8(0x1), 3, false, UInt8(0), 1002), (0x1, 3, true, 0x40, 1002), (0x0, 3, true, 0, 1002),
      (0x3, 3, true, 0, 1002), (0x2, 3, true, 0, 1003), (0x1, 65_537, true, 0, 1009),
      (0x9, 126, true, 0, 1002), (0x8, 2, true, 0, 1000),
    ]
  )
  func broken(opcode: UInt8, count: Int, isMasked: Bool, reserved: UInt8, code: Int) async throws {
    try await serving { live in
      let wire = try await WebSocketWire.open(on: live.port)

      try await wire.send(
        opcode,
        Array(repeating: 0x03, count: count),
        isMasked: isMasked,
        reserved: reserved
      )

      #expect(try await wire.eventually { $0.closing != nil && !$0.isOpen })
      #expect(wire.closing == code)
    }
  }

  @Test("takes no text that is not UTF-8, and no message whose pieces are too much together")
  func contents() async throws {
    try await serving { live in
      let first = try await WebSocketWire.open(on: live.port)
      try await first.send(0x1, [0xFF])
      let second = try await WebSocketWire.open(on: live.port)
      try await second.send(0x1, Array(repeating: 0x61, count: 60_000), isLast: false)
      try await second.send(0x0, Array(repeating: 0x61, count: 6_000), isLast: false)

      #expect(try await first.eventually { $0.closing == 1007 })
      #expect(try await second.eventually { $0.closing == 1009 })
    }
  }

  @Test("takes no endless message: no empty piece, and not many (threat 36)")
  func pieces() async throws {
    for pieces in [[""], Array(repeating: "a", count: 100)] {
      try await serving { live in
        let wire = try await WebSocketWire.open(on: live.port)
        try await wire.send(0x1, Array("a".utf8), isLast: false)
        for piece in pieces { try? await wire.send(0x0, Array(piece.utf8), isLast: false) }
        #expect(try await wire.eventually { $0.closing == 1002 })
      }
    }
  }

  @Test("pings, and ends when nobody answers")
  func pings() async throws {
    let limits = WebSocketLimits(ping: .milliseconds(50))
    try await serving(limits) { live in
      let silent = try await WebSocketWire.open(on: live.port)
      let awake = try await WebSocketWire.open(on: live.port)

      for _ in 0..<20 {
        try await awake.send(0xA, [])
        try await Task.sleep(for: .milliseconds(25))
      }
      let isAwake = awake.isOpen && awake.closing == nil

      #expect(silent.frames.count { $0.opcode == 0x9 } == 2)
      #expect(try await silent.eventually { $0.closing == 1008 && !$0.isOpen })
      #expect(isAwake)
    }
  }

  @Test("lets go of whoever does not read, and holds no more than its bound for it")
  func slowReader() async throws {
    let ended = Mutex(false)
    let session: @Sendable (WebSocket) async -> Void = { socket in
      let message = WebSocketMessage(String(repeating: "x", count: 50_000))
      // What never ends by itself ends with the socket.
      for _ in 0..<1_000 {
        socket.send(message)
        try? await Task.sleep(for: .milliseconds(1))
      }
      for await _ in socket.messages {}
      ended.withLock { $0 = true }
    }
    try await serving(session: session) { live in
      let wire = try await WebSocketWire.open(on: live.port, reads: false)

      #expect(try await wire.eventually(within: .seconds(20)) { _ in ended.withLock(\.self) })
    }
  }

  @Test("ends when more comes in than is read")
  func flood() async throws {
    let session: @Sendable (WebSocket) async -> Void = { socket in
      try? await Task.sleep(for: .seconds(60))
      _ = socket
    }
    try await serving(session: session) { live in
      let wire = try await WebSocketWire.open(on: live.port)

      for number in 0..<9 { try await wire.send(text: "\(number)") }

      #expect(try await wire.eventually { $0.closing == 1008 })
    }
  }

  @Test("is ended by the node within a second, whatever the client does")
  func revoked() async throws {
    let session: @Sendable (WebSocket) async -> Void = { socket in
      for await _ in socket.messages { socket.close(.revoked) }
    }
    try await serving(session: session) { live in
      let wire = try await WebSocketWire.open(on: live.port)
      let start = ContinuousClock.now

      try await wire.send(text: "end")

      #expect(try await wire.eventually { $0.closing == 1008 && !$0.isOpen })
      #expect(ContinuousClock.now - start < .seconds(3))
    }
  }

  @Test("hears frames that come right after the request")
  func early() async throws {
    try await serving { live in
      for _ in 0..<30 {
        let wire = try await WebSocketWire.open(on: live.port)
        try await wire.send(text: "a")
        #expect(try await wire.eventually { $0.texts == ["echo a"] })
        wire.close()
      }
    }
  }

  @Test("A connection that says more after asking for another protocol is closed")
  func barrier() async throws {
    try await serving { live in
      for method in ["GET /slow", "GET /socket", "CONNECT home.example:443"] {
        let wire = try await live.connect()
        try await wire.send(
          "\(method) HTTP/1.1\r\nHost: home.example\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
        )
        if method != "GET /slow" {
          _ = try await wire.wait { $0.text.contains("HTTP/1.1") || !$0.isOpen }
        }
        for _ in 0..<50 where wire.isOpen {
          try? await wire.send(String(repeating: "x", count: 1_000))
        }

        #expect(try await wire.wait(atMost: .milliseconds(250)) { !$0.isOpen })
      }
    }
  }
}
