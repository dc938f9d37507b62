import Foundation
import Model
import Testing

@testable import Federation

/// Who a peer must be: vouched for by an authority, or known by its key.
@Suite("Outbound TLS")
struct OutboundTLSTests {
  private static let longAgo = Date(timeIntervalSince1970: 0)...Date(timeIntervalSince1970: 1000)

  private func get(_ side: FarSide, _ settings: OutboundSettings) async throws -> OutboundResponse {
    try await withClient(settings) { client in
      try await client.send(OutboundRequest(.get, "https://peer.test:\(side.port)/"))
    }
  }

  private func expectTLSFailure(_ side: FarSide, _ settings: OutboundSettings) async {
    var settings = settings
    settings.limits.connect = .seconds(25)
    let failure = await #expect(throws: OutboundFailure.self) { try await get(side, settings) }
    guard case .tlsFailure? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(side.questions.isEmpty)
  }

  /// Settings that trust the certificate as an authority, as a private territory's own would be.
  private func trusting(
    _ certificate: TestCertificate,
    pins: @escaping OutboundSettings.PinLookup = { _, _ in nil }
  ) throws -> OutboundSettings {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).pem")
    try certificate.pem().write(to: file, atomically: true, encoding: .utf8)
    var settings = try OutboundSettings.onLoopback(pins: pins)
    settings.extraRootsFile = file.path
    return settings
  }

  @Test("A self-signed certificate alone is not enough")
  func untrusted() async throws {
    try await FarSide.serving(tls: TestCertificate(name: "peer.test"), answering: .whole(200)) {
      side in
      try await expectTLSFailure(side, .onLoopback())
    }
  }

  @Test("An authority from the configured file is trusted for its names")
  func extraRoots() async throws {
    let certificate = try TestCertificate(name: "peer.test")
    try await FarSide.serving(tls: certificate, answering: .whole(200)) { side in
      let response = try await get(side, trusting(certificate))
      #expect(response.status == 200)
    }
  }

  @Test("A trusted certificate for another name is refused")
  func wrongName() async throws {
    let certificate = try TestCertificate(name: "other.test")
    try await FarSide.serving(tls: certificate, answering: .whole(200)) { side in
      try await expectTLSFailure(side, trusting(certificate))
    }
  }

  @Test("A pinned key is accepted whatever name and dates its certificate bears")
  func pinned() async throws {
    let certificate = try TestCertificate(name: "other.test", validFor: Self.longAgo)
    let pin = try #require(certificate.pin)
    try await FarSide.serving(tls: certificate, answering: .whole(200)) { side in
      let port = side.port
      let settings = try OutboundSettings.onLoopback { host, asked in
        host == "peer.test" && asked == port ? [pin] : nil
      }
      try await withClient(settings) { client in
        for _ in 0..<3 {
          let response = try await client.send(OutboundRequest(.get, "https://peer.test:\(port)/"))
          #expect(response.status == 200)
        }
      }
      #expect(side.connections == 1)
    }
  }

  @Test("A key that is not the pinned one gets no request, even if an authority vouches for it")
  func wrongPin() async throws {
    let certificate = try TestCertificate(name: "peer.test")
    let stranger = try #require(TestCertificate(name: "peer.test").pin)
    try await FarSide.serving(tls: certificate, answering: .whole(200)) { side in
      try await expectTLSFailure(side, trusting(certificate) { _, _ in [stranger] })
      try await expectTLSFailure(side, trusting(certificate) { _, _ in [] })
    }
  }

  @Test("Where both are asked for, neither the pin nor the authority alone is enough")
  func pinAndAuthority() async throws {
    let certificate = try TestCertificate(name: "peer.test")
    let pin = try #require(certificate.pin)
    let stranger = try #require(TestCertificate(name: "peer.test").pin)
    try await FarSide.serving(tls: certificate, answering: .whole(200)) { side in
      try await expectTLSFailure(side, asking(.onLoopback { _, _ in [pin] }))
      try await expectTLSFailure(side, asking(trusting(certificate) { _, _ in [stranger] }))
      let response = try await get(side, asking(trusting(certificate) { _, _ in [pin] }))
      #expect(response.status == 200)
    }
  }

  private func asking(_ settings: OutboundSettings) -> OutboundSettings {
    var settings = settings
    settings.asksAuthorities = { _, _ in true }
    return settings
  }

  @Test("A pool goes on after refused keys, many at once")
  func wrongPinAtOnce() async throws {
    let certificate = try TestCertificate(name: "peer.test")
    let stranger = try #require(TestCertificate(name: "peer.test").pin)
    try await FarSide.serving(tls: certificate, answering: .whole(200)) { side in
      try await withClient(.onLoopback { _, _ in [stranger] }) { client in
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<40 {
            group.addTask {
              await #expect(throws: OutboundFailure.self) {
                try await client.send(OutboundRequest(.post, "https://peer.test:\(side.port)/"))
              }
            }
          }
        }
      }
      #expect(side.questions.isEmpty)
    }
  }

  @Test(
    "What the TLS library says is told in words that say what to do",
    arguments: [
      ("handshakeFailed(… OPENSSL_internal:CERTIFICATE_VERIFY_FAILED …)", "join by a ticket"),
      ("OPENSSL_internal:WRONG_VERSION_NUMBER", "check the port"),
      ("OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA", "does not trust this node's certificate"),
    ]
  )
  func plainWords(text: String, meaning: String) {
    let plain = OutboundFailure.plainly(text)
    #expect(plain.contains(meaning) && !plain.contains("OPENSSL"))
  }

  @Test("A server that does not speak TLS is a TLS failure, not a hang")
  func notTLS() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      try await expectTLSFailure(side, .onLoopback())
    }
  }

  @Test("A redirect from TLS to plain HTTP is refused")
  func downgrade() async throws {
    let certificate = try TestCertificate(name: "peer.test")
    try await FarSide.serving(answering: .whole(200)) { plain in
      let location = "http://peer.test:\(plain.port)/"
      try await FarSide.serving(
        tls: certificate,
        answering: .whole(302, [("location", location)])
      ) {
        side in
        await #expect(
          throws: OutboundFailure.redirectRefused(reason: "it leads from TLS to plain HTTP")
        ) {
          try await get(side, trusting(certificate))
        }
      }
      #expect(plain.connections == 0)
    }
  }

  @Test("A file of extra roots that cannot be read is refused at once")
  func unreadableRoots() throws {
    var settings = try OutboundSettings.onLoopback()
    settings.extraRootsFile = "/nonexistent.pem"

    #expect(throws: OutboundFailure.self) { try OutboundClient(settings) }
  }

  @Test("A pin is read only in its canonical form")
  func pinText() throws {
    let pin = try #require(TestCertificate(name: "a").pin)

    #expect(SPKIPin(pin.description) == pin)
    for bad in [
      "", "sha256/", "sha1/AAAA", "sha256/AAAA", pin.description + "\n",
      String(pin.description.dropLast()),
    ] {
      #expect(SPKIPin(bad) == nil)
    }
  }
}
