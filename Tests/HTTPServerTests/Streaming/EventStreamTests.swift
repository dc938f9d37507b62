import Federation
import Foundation
import Model
import TestSupport
import Testing

@testable import HTTPServer

/// Server-sent events on a real connection, to a reader that takes nothing (threats 19 and 31).
@Suite("A stream of events", .timeLimit(.minutes(1)))
struct EventStreamTests {
  /// More than the system holds for who does not read.
  private static let payload = String(repeating: "x", count: 60_000)

  /// Opens a stream whose reader takes nothing, and fills it while it keeps up.
  private func stalled(
    _ body: @escaping @Sendable (ClientScene, WebSocketWire, Int) async throws -> Void
  ) async throws {
    let scene = try await ClientScene()
    let token = try required(scene.tokens["alice"])
    try await LiveServer.serving(scene.server.server) { live in
      let wire = try await WebSocketWire.connect(to: live.port, reads: false)
      let lines = [
        "GET /api/v1/streaming/public HTTP/1.1", "Host: home.example",
        "Authorization: Bearer \(token)", "", "",
      ]
      try await wire.send(Array(lines.joined(separator: "\r\n").utf8))
      let hub = scene.node.services.live
      #expect(try await wire.eventually { _ in !hub.seats.isEmpty })
      let seat = try required(hub.seats.first?.number)
      for _ in 0..<100 { hub.send(.init("update", Self.payload), to: seat) }
      try await Task.sleep(for: .milliseconds(300))
      try await body(scene, wire, seat)
    }
  }

  /// Whoever writes to a connection that the other side has closed is told so, whatever it has not
  /// read yet.
  private func expectClosed(_ wire: WebSocketWire) async throws {
    try await Task.sleep(for: .milliseconds(1_500))
    let isClosed = try await wire.eventually(within: .seconds(5)) { wire in
      wire.poke()
      return !wire.isOpen
    }
    #expect(isClosed)
  }

  @Test("that nobody reads is closed once too much waits")
  func slow() async throws {
    try await stalled { scene, wire, seat in
      let hub = scene.node.services.live
      for _ in 0..<200 { hub.send(.init("update", Self.payload), to: seat) }

      #expect(hub.seats.isEmpty)
      try await expectClosed(wire)
    }
  }

  @Test("that nobody reads is closed when its token is revoked")
  func revoked() async throws {
    try await stalled { scene, wire, _ in
      _ = try await scene.server.form(
        .post,
        "/oauth/revoke",
        [
          ("token", try required(scene.tokens["alice"])), ("client_id", scene.application.id),
          ("client_secret", scene.application.secret),
        ]
      )

      try await expectClosed(wire)
    }
  }

  @Test("that nobody reads does not keep the node from stopping")
  func stopped() async throws {
    try await stalled { scene, wire, _ in
      scene.node.services.live.close()

      try await expectClosed(wire)
    }
  }

  @Test("that is read ends in order, and its connection is good for another request")
  func inOrder() async throws {
    let scene = try await ClientScene()
    let token = try required(scene.tokens["alice"])
    try await LiveServer.serving(scene.server.server) { live in
      let wire = try await live.connect()
      try await wire.send(
        "GET /api/v1/streaming/public HTTP/1.1\r\nHost: home.example\r\n"
          + "Authorization: Bearer \(token)\r\n\r\n"
      )
      _ = try await wire.wait { $0.text.contains(":)") }

      scene.node.services.live.close()

      #expect(try await wire.wait { $0.text.hasSuffix("0\r\n\r\n") })
      try await Task.sleep(for: .milliseconds(1_300))
      try await wire.send("GET /health HTTP/1.1\r\nHost: home.example\r\n\r\n")
      #expect(try await wire.wait { $0.text.hasSuffix("OK") })
    }
  }
}
