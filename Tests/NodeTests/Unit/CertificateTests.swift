import Federation
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport
import Testing

@testable import Node

@Suite("Certificates")
struct CertificateTests {
  private static let start = Date(timeIntervalSince1970: 1_795_470_492)

  private let scratch: ScratchDirectory
  private let files: CertificateFiles
  private let log = CapturedLog()

  init() throws {
    scratch = try ScratchDirectory()
    files = CertificateFiles(
      certificate: scratch.file("certificate.pem"),
      key: scratch.file("key.pem")
    )
  }

  private func install(
    host: String = "town.example",
    from start: Date = Self.start,
    keyPEM: String? = nil
  ) throws {
    let made = try CertificateMaker.selfSigned(
      host: host,
      otherNames: ["127.0.0.1", "[::1]"],
      from: start,
      keyPEM: keyPEM
    )
    try scratch.write(made.certificatePEM, to: "certificate.pem")
    try scratch.write(made.keyPEM, to: "key.pem")
  }

  private func store() throws -> CertificateStore {
    try CertificateStore(files, logger: log.logger, now: { Self.start })
  }

  @Test("A certificate of the node's own is for its host and addresses, for ten years")
  func selfSigned() throws {
    try install()

    let summary = try ServedCertificate(reading: files).summary

    #expect(summary.subject == "CN=town.example")
    #expect(summary.names == ["town.example", "127.0.0.1", "::1"])
    #expect(summary.isSelfSigned)
    #expect(summary.isValid(at: Self.start))
    #expect((3_650...3_653).contains(summary.daysLeft(at: Self.start)))
    #expect(summary.covers("town.example") && summary.covers("[::1]"))
    #expect(!summary.covers("other.example") && !summary.covers("a.town.example"))
    #expect(summary.pin.hasPrefix("sha256/") && summary.pin.count == 51)
  }

  @Test("Another certificate with the same key keeps the pin")
  func renewalKeepsPin() throws {
    try install()
    let first = try ServedCertificate(reading: files).summary
    let key = try String(contentsOfFile: files.key, encoding: .utf8)

    try install(from: Self.start + 86_400, keyPEM: key)
    let second = try ServedCertificate(reading: files).summary

    #expect(second.pin == first.pin)
    #expect(second.fingerprint != first.fingerprint)
  }

  @Test("The pin is the one that openssl computes")
  func pinAgreesWithOpenSSL() throws {
    try install()
    let command = """
      openssl x509 -in '\(files.certificate)' -pubkey -noout | openssl pkey -pubin -outform der \
      | openssl dgst -sha256 -binary | base64
      """

    let pin = try Self.shell(command).trimmingCharacters(in: .whitespacesAndNewlines)

    #expect(try ServedCertificate(reading: files).summary.pin == "sha256/" + pin)
  }

  @Test("An unusable certificate is refused with its path and the reason")
  func refusals() throws {
    #expect(
      throws: StartupFailure.certificateUnreadable(
        path: files.certificate,
        reason: "it does not exist"
      )
    ) { try ServedCertificate(reading: files) }

    try install()
    try scratch.write("nothing here", to: "certificate.pem")
    #expect(throws: StartupFailure.self) { try ServedCertificate(reading: files) }

    try install()
    try scratch.write(
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
      to: "key.pem"
    )
    #expect(
      throws: StartupFailure.certificateUnreadable(
        path: files.key,
        reason: "it is protected by a passphrase"
      )
    ) { try ServedCertificate(reading: files) }
  }

  @Test("A key of another certificate, and a key that everyone can read, are refused")
  func refusesWrongKey() throws {
    try install()
    let other = try CertificateMaker.selfSigned(host: "b.example", from: Self.start)
    chmod(files.key, 0o644)
    #expect(
      throws: StartupFailure.permissionsTooOpen(
        path: files.key,
        mode: 0o644,
        mend: "chmod o-rwx \(files.key)"
      )
    ) { try ServedCertificate(reading: files) }

    try scratch.write(other.keyPEM, to: "key.pem")
    #expect(
      throws: StartupFailure.certificateKeyMismatch(
        certificate: files.certificate,
        key: files.key
      )
    ) { try ServedCertificate(reading: files) }
  }

  @Test("Keys as openssl writes them are read", arguments: ["rsa", "ec"])
  func readsForeignKeys(kind: String) throws {
    let key = kind == "rsa" ? "rsa:2048" : "ec -pkeyopt ec_paramgen_curve:prime256v1"
    _ = try Self.shell(
      """
      cd '\(scratch.path)' && openssl req -x509 -newkey \(key) -nodes -keyout k.pem \
      -out certificate.pem -days 10 -subj /CN=x -addext subjectAltName=DNS:*.x.example 2>/dev/null \
      && openssl \(kind) -in k.pem -out key.pem 2>/dev/null && chmod 600 key.pem
      """
    )

    let summary = try ServedCertificate(reading: files).summary

    #expect(summary.covers("a.x.example"))
    #expect(!summary.covers("a.b.x.example") && !summary.covers("x.example"))
  }

  @Test("A changed certificate is served to the next connection without a restart")
  func reloadsForNewConnections() async throws {
    try install()
    let store = try store()
    let server = try await TLSServer(store.serverTLSConfiguration())
    let before = try await server.pinSeenByClient()
    #expect(before == store.current.summary.pin)

    try install()
    store.reloadIfChanged()
    let after = try await server.pinSeenByClient()
    try await server.close()

    #expect(after != before)
    #expect(after == store.current.summary.pin)
    #expect(log.messages == ["certificate loaded"])
  }

  @Test("A broken new certificate is refused once, the old one stays, and a mended one is taken")
  func keepsOldWhenBroken() throws {
    try install()
    let store = try store()
    let before = store.current.summary.pin

    try scratch.write("broken", to: "certificate.pem")
    store.reloadIfChanged()
    store.reloadIfChanged()
    #expect(store.current.summary.pin == before)
    #expect(log.messages == ["new certificate refused, the old one stays in use"])

    try install()
    store.reloadIfChanged()
    #expect(store.current.summary.pin != before)
    #expect(log.messages.last == "certificate loaded")
  }

  @Test("A certificate that ends soon is announced")
  func warnsOfExpiry() throws {
    try install(from: Self.start - 10 * 365.25 * 86_400 + 5 * 86_400)
    _ = try store()

    try install(from: Self.start - 11 * 365.25 * 86_400)
    _ = try store()

    #expect(log.messages == ["certificate expires soon", "certificate has expired"])
  }

  private static func shell(_ command: String) throws -> String {
    let result = try ChildProcess.run("/bin/sh", ["-c", command])
    try #require(result.exitCode == 0)
    return result.output
  }
}

/// A TLS server on loopback that accepts and says nothing.
private struct TLSServer {
  private let channel: any Channel

  init(_ configuration: TLSConfiguration) async throws {
    let context = try NIOSSLContext(configuration: configuration)
    channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  /// Connects and tells which certificate the server showed.
  func pinSeenByClient() async throws -> String {
    let port = try #require(channel.localAddress?.port)
    let context = try NIOSSLContext(configuration: .makeClientConfiguration())
    let loop = channel.eventLoop
    let seen = loop.makePromise(of: String.self)
    let client = try await ClientBootstrap(group: loop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let handler = try NIOSSLClientHandler(context: context, serverHostname: "town.example") {
          certificates,
          verified in
          seen.completeWith(Result { try SPKIPin(of: #require(certificates.first)).description })
          verified.succeed(.certificateVerified)
        }
        try channel.pipeline.syncOperations.addHandler(handler)
      }
    }.connect(host: "127.0.0.1", port: port).get()
    let pin = try await seen.futureResult.get()
    try? await client.close()
    return pin
  }

  func close() async throws {
    try await channel.close()
  }
}
