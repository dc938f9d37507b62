import ACME
import Foundation
import NIOSSL
import TestSupport
import Testing
import X509

@testable import Node

/// A node that gets its certificate from an authority over real sockets.
@Suite("Certificates by ACME", .serialized)
struct ACMEServingTests {
  @Test("The authority looks at the node, the certificate is served without a restart, and renewed")
  func wholeWay() async throws {
    for kind in ChallengeKind.allCases {
      let (node, served, plainPort) = try await make(kind)
      try await node.start()
      let early = try await node.connect()

      try await eventually("the certificate of \(kind) is served") {
        try await issuer(of: node) == "CN=Test root middle"
      }
      let first = try await pin(of: node)
      if kind == .http01 { try await sendsOthersToHTTPS(node, plainPort) }
      let renewed = try await node.ask(["certificate", "renew"])
      #expect(renewed.exitCode == 0, "\(renewed.errors)")
      try await eventually("the renewed certificate is served") {
        let pin = try await pin(of: node)
        return pin != nil && pin != first
      }

      // A connection of the stand-in was never cut.
      try await early.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(try await early.answer().status == 200)
      #expect(served.authority.accountCount == 1)
      #expect(served.authority.issuedCount == 2)
      #expect(try node.mode(of: node.home.acmeCertificate) == 0o600)
      #expect(try node.mode(of: node.home.acmeAccountKey) == 0o600)
      let status = try await node.command("certificate", "status", "--json")
      #expect(status.contains("renewsAt") && !status.contains("\"problem\""))
      #expect(try await node.stop() == 0)
    }
  }

  @Test("What the authority finds is told, the node serves meanwhile, and a trial is no order")
  func troubled() async throws {
    let (node, served, _) = try await make(.tlsALPN01)
    served.authority.behave { $0.offered = [.http01] }
    try await node.start()

    try await eventually("the failure is noted") {
      try await node.command("certificate", "status", "--json").contains("does not offer")
    }
    let status = try await node.command("status")
    let doctor = try await node.run(["doctor"])
    let actor = try await node.get("/actor", "Accept: application/activity+json")

    #expect(status.contains("does not offer tls-alpn-01"))
    #expect(doctor.output.contains("Choose another acme.challenge"))
    #expect(actor.status == 200)
    served.authority.behave { $0.offered = ChallengeKind.allCases }
    let before = served.authority.issuedCount
    let trial = try await node.ask(["certificate", "request", "--dry-run"])
    #expect(trial.exitCode == 0, "\(trial.errors)")
    #expect(trial.output.contains("thrown away"))
    #expect(served.authority.issuedCount == before + 1)
    #expect(try await issuer(of: node) == "CN=acme.test")

    let order = try await node.ask(["certificate", "request"])
    #expect(order.exitCode == 0, "\(order.errors)")
    try await eventually("the certificate is served") {
      try await issuer(of: node) == "CN=Test root middle"
    }
  }

  // MARK: Parts

  private func make(
    _ kind: ChallengeKind
  ) async throws -> (NodeProcess, ServedAuthority, plainPort: Int) {
    let plainPort = try FreePort.next()
    let securePort = Mutable(0)
    let served = try await ServedAuthority { kind, name, token, wanted in
      switch kind {
      case .http01: await Self.fetch(token, wanted, plainPort)
      case .tlsALPN01: await Self.shake(name, wanted, securePort.value)
      }
    }
    let node = try await NodeProcess.make(
      "acme.test",
      options: [
        "--acme", "--acme-directory", served.authority.directory, "--allow-address", "127.0.0.0/8",
        "--map", "ca.test=127.0.0.1",
      ],
      settings: [
        "MAILLAGE_ACME_CHALLENGE": kind.rawValue, "MAILLAGE_ACME_HTTP_PORT": "\(plainPort)",
        "MAILLAGE_ACME_CERTIFICATE_AUTHORITY": served.rootFile,
        "MAILLAGE_ACME_STAGING_DIRECTORY": served.authority.directory,
        // A connection of the test waits for longer than others may before it says something.
        "MAILLAGE_LIMITS_HEADER_TIMEOUT": "120",
      ]
    )
    securePort.value = node.port
    return (node, served, plainPort)
  }

  /// RFC 8555 §8.3.
  private static func fetch(_ token: String, _ wanted: String, _ port: Int) async -> String? {
    do {
      let wire = try await Wire.connect(to: port)
      try await wire.send(
        "GET /.well-known/acme-challenge/\(token) HTTP/1.1\r\nHost: acme.test\r\nConnection: close\r\n\r\n"
      )
      let answer = try await wire.answer()
      return answer.status == 200 && answer.body == wanted ? nil : "status \(answer.status)"
    } catch {
      return "\(error)"
    }
  }

  /// RFC 8737 §3.
  private static func shake(_ name: String, _ wanted: String, _ port: Int) async -> String? {
    do {
      let wire = try await Wire.connect(
        to: port,
        serverName: name,
        protocols: [ChallengeCertificate.applicationProtocol]
      )
      try await eventually("the handshake ends") { wire.isClosed }
      guard let der = wire.certificate else { return "no certificate" }
      let certificate = try Certificate(derEncoded: der)
      let names = try certificate.extensions.subjectAlternativeNames.map(Array.init)
      guard names == [.dnsName(name)] else { return "for other names" }
      let proof = certificate.extensions[oid: ChallengeCertificate.identifier]
      guard let proof, proof.critical else { return "without the proof" }
      let expected = try ChallengeCertificate(
        ChallengeAnswer(.tlsALPN01, name: name, token: "", authorization: wanted),
        at: Date()
      )
      let made = try Certificate(derEncoded: expected.der)
      let isRight = made.extensions[oid: ChallengeCertificate.identifier]?.value == proof.value
      return isRight ? nil : "with another proof"
    } catch {
      return "\(error)"
    }
  }

  private func sendsOthersToHTTPS(_ node: NodeProcess, _ port: Int) async throws {
    for (path, host) in [("/@alice?x=1", "acme.test"), ("/", "evil.example")] {
      let wire = try await Wire.connect(to: port)
      try await wire.send("GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
      let answer = try await wire.answer()
      #expect(answer.status == 308)
      #expect(answer.fields["location"] == node.origin + path)
    }
    let wire = try await Wire.connect(to: port)
    try await wire.send(
      "GET /.well-known/acme-challenge/nobody HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    #expect(try await wire.answer().status == 404)
  }

  private func shown(_ node: NodeProcess) async throws -> Wire {
    let wire = try await node.connect()
    try await wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    _ = try await wire.answer()
    return wire
  }

  private func pin(of node: NodeProcess) async throws -> String? { try await shown(node).pin }

  private func issuer(of node: NodeProcess) async throws -> String? {
    try await shown(node).certificate.map { try Certificate(derEncoded: $0).issuer.description }
  }
}
