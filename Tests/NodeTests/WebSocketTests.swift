import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import Model
import TestSupport
import Testing

@testable import HTTPServer
@testable import Node

/// A WebSocket on the node's own TLS, which offers HTTP/2 to those who want it.
@Suite struct WebSocketTests {
  private static let handshake = """
    GET /socket HTTP/1.1\r
    Host: home.example\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    \r

    """

  /// Serves `/socket` with TLS while the body runs.
  private func serving(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
    let scratch = try ScratchDirectory()
    let made = try CertificateMaker.selfSigned(host: "home.example", from: Date())
    try scratch.write(made.certificatePEM, to: "certificate.pem")
    try scratch.write(made.keyPEM, to: "key.pem")
    let files = CertificateFiles(
      certificate: scratch.file("certificate.pem"),
      key: scratch.file("key.pem")
    )
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let store = try CertificateStore(files, logger: logger, now: { Date() })
    let node = try await TestNode.make()
    let web = WebServer(
      services: node.services,
      settings: ServerSettings(presentation: .init(name: "Home"), version: "0"),
      accounts: NobodySignsIn(),
      commands: WebCommands { _ in AdminReply(errors: "There are no commands here.", exitCode: 1) },
      metrics: { "" },
      isReady: { true }
    )
    let router = web.router()
    router.get("/socket") { request, context in
      try await WebSocketUpgrade().answer(request, in: context) { socket in
        for await text in socket.messages { socket.send("echo \(text)") }
      }
    }
    let (ports, started) = AsyncStream<Int>.makeStream()
    let application = Application(
      router: router,
      server: try store.serverBuilder(web.http1, offersHTTP2: true),
      configuration: web.configuration(at: .hostname("127.0.0.1", port: 0), logger: logger),
      onServerRunning: { started.yield($0.localAddress?.port ?? 0) },
      logger: logger
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      try await body(try required(await ports.first { _ in true }, "a port"))
      group.cancelAll()
    }
  }

  @Test(arguments: [["http/1.1"], []])
  func opensOverTLSByHTTP1(protocols: [String]) async throws {
    try await serving { port in
      let wire = try await Wire.connect(
        to: port,
        serverName: "home.example",
        protocols: protocols
      )

      try await wire.send(Self.handshake)
      try await eventually("it is agreed to") {
        String(decoding: wire.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 101 ")
          && wire.bytes.suffix(4) == Array("\r\n\r\n".utf8)[...]
      }
      // "a", masked with zeros.
      try await wire.send([0x81, 0x81, 0, 0, 0, 0, 0x61])

      try await eventually("the echo comes") {
        wire.bytes.suffix(8) == ([0x81, 6] + Array("echo a".utf8))[...]
      }
    }
  }
}
