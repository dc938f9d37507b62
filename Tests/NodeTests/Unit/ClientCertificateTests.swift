import Federation
import Foundation
import HTTPServer
import Hummingbird
import Logging
import Model
import NIOCore
import TestSupport
import Testing

@testable import Node

/// Who connects may present a certificate: nodes do, browsers and other servers need not.
@Suite struct ClientCertificateTests {
  private let scratch: ScratchDirectory
  private let store: CertificateStore
  private let own: CertificateFiles

  init() throws {
    scratch = try ScratchDirectory()
    store = try CertificateStore(
      try Self.make("server", in: scratch),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      now: { Date() }
    )
    own = try Self.make("client", in: scratch)
  }

  private static func make(
    _ name: String,
    in scratch: ScratchDirectory
  ) throws -> CertificateFiles {
    let made = try CertificateMaker.selfSigned(host: "\(name).test", from: Date())
    try scratch.write(made.certificatePEM, to: "\(name).pem")
    try scratch.write(made.keyPEM, to: "\(name).key")
    chmod(scratch.file("\(name).key"), 0o600)
    return CertificateFiles(
      certificate: scratch.file("\(name).pem"),
      key: scratch.file("\(name).key")
    )
  }

  /// Serves the pin of whoever asks.
  private func serving(
    http2: Bool = false,
    _ body: @escaping @Sendable (_ port: Int) async throws -> Void
  ) async throws {
    let router = Router(context: MaillageRequestContext.self)
    router.get("/pin") { _, context in await context.clientPin?.description ?? "none" }
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router,
      server: try store.serverBuilder(.init(), offersHTTP2: http2),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { found.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try? await application.run() }
      let port = await ports.first { _ in true }
      try await body(try #require(port))
      group.cancelAll()
    }
  }

  private func curl(_ port: Int, _ options: [String]) async throws -> String {
    let output = scratch.file("curl-\(UInt32.random(in: .min ... .max))")
    let child = try ChildProcess(
      "/usr/bin/curl",
      ["-sk", "--max-time", "20"] + options + ["https://127.0.0.1:\(port)/pin"],
      output: output,
      errors: scratch.file("errors")
    )
    _ = try await child.end(within: .seconds(30))
    return (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
  }

  @Test(arguments: ["--http1.1", "--http2"])
  func whoeverPresentsNoCertificateIsServed(version: String) async throws {
    try await serving(http2: version == "--http2") { (port: Int) async throws in
      let answer = try await curl(port, [version])
      #expect(answer == "none")
      let older = try await curl(port, [version, "--tls-max", "1.2"])
      #expect(older == "none")
    }
  }

  @Test(arguments: ["--http1.1", "--http2"])
  func whoConnectsIsKnownByTheCertificateThatItPresents(version: String) async throws {
    let pin = try ServedCertificate(reading: own).summary.pin
    let options = [version, "--cert", own.certificate, "--key", own.key]

    try await serving(http2: version == "--http2") { (port: Int) async throws in
      let answer = try await curl(port, options)
      #expect(answer == pin)
      let older = try await curl(port, options + ["--tls-max", "1.2"])
      #expect(older == pin)
    }
  }

  @Test func aNodeShowsItsCertificateToThoseItKnowsAndToNobodyElse() async throws {
    let pin = try ServedCertificate(reading: own).summary.pin

    try await serving { (port: Int) async throws in
      let known = try await ask(port, knowing: true)
      #expect(known == pin)
      let stranger = try await ask(port, knowing: false)
      #expect(stranger == "none")
    }
  }

  /// Asks as a node that pins the server; its own files are those of its home.
  private func ask(_ port: Int, knowing isKnown: Bool) async throws -> String {
    var settings = OutboundSettings(
      userAgent: "test",
      pins: { [pin = store.current.summary.pin] _, _ in SPKIPin(pin).map { [$0] } }
    )
    settings.allowedNetworks = [try #require(CIDR("127.0.0.1"))]
    settings.hosts = try HostMap(["server.test": "127.0.0.1"])
    let own = OwnCertificate(own)
    settings.identity = { own.identity }
    settings.isKnown = { _, _ in isKnown }
    let client = try OutboundClient(settings)
    let result = await Result {
      try await client.send(OutboundRequest(.get, "https://server.test:\(port)/pin"))
    }
    await client.shutdown()
    return String(decoding: try result.get().body, as: UTF8.self)
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
