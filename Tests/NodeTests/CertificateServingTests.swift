import Foundation
import Node
import Testing

@Suite("Serving certificates", .serialized)
struct CertificateServingTests {
  @Test("Own files are served anew without a restart, and broken ones never")
  func reloads() async throws {
    let files = try ScratchDirectory()
    let made = try (0..<3).map { _ in
      try CertificateMaker.selfSigned(host: "files.test", from: Date())
    }
    try files.write(made[0].certificatePEM, to: "chain.pem")
    try files.write(made[0].keyPEM, to: "key.pem")
    let node = try await NodeProcess.make(
      "files.test",
      options: ["--certificate", files.file("chain.pem"), "--key", files.file("key.pem")]
    )
    try await node.start()
    let early = try await node.connect()
    try await serves(node, made[0], files)

    try node.replace(files.file("key.pem"), with: made[1].keyPEM)
    try node.replace(files.file("chain.pem"), with: made[1].certificatePEM)
    try node.process.send(SIGHUP)
    try await serves(node, made[1], files)

    try node.replace(files.file("chain.pem"), with: "-----BEGIN CERTIFICATE-----\nbroken\n")
    try node.process.send(SIGHUP)
    try await eventually("the broken file is refused") {
      node.text(of: node.log).contains("new certificate refused")
    }
    try await serves(node, made[1], files)

    try node.replace(files.file("key.pem"), with: made[2].keyPEM)
    try node.replace(files.file("chain.pem"), with: made[2].certificatePEM)
    // Without SIGHUP: the files are looked at every few seconds.
    try await serves(node, made[2], files)

    // A connection of the first certificate was never cut.
    try await early.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(try await early.answer().status == 200)
  }

  private func serves(
    _ node: NodeProcess,
    _ made: CertificateMaker.Made,
    _ files: ScratchDirectory
  ) async throws {
    let name = "expected-\(UInt32.random(in: .min ... .max))"
    try files.write(made.certificatePEM, to: name)
    try files.write(made.keyPEM, to: name + ".key")
    let expected = try ServedCertificate(
      reading: CertificateFiles(certificate: files.file(name), key: files.file(name + ".key"))
    ).summary.pin
    try await eventually("the certificate \(expected) is served") {
      let wire = try await node.connect()
      try await wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      return try await wire.answer().status == 200 && wire.pin == expected
    }
  }

  @Test("Behind a proxy the node speaks HTTP and is known by its https address")
  func behindProxy() async throws {
    let node = try await NodeProcess.make(
      "proxy.test",
      options: ["--behind-proxy", "127.0.0.1/32"],
      settings: [
        "MAILLAGE_LIMITS_REQUESTS_PER_MINUTE": "5", "MAILLAGE_METRICS_TOKEN": "0123456789abcdef",
      ]
    )
    try await node.start()

    let finger = try await node.plainGet(
      "/.well-known/webfinger?resource=acct:alice@\(node.authority)",
      "X-Forwarded-For: 203.0.113.1"
    )
    #expect(finger.status == 200)
    #expect(finger.body.contains("\(node.origin)/users/alice"))
    #expect(!finger.body.contains("http://proxy"))

    // One client of the proxy uses up its share, and nobody else's.
    var statuses: [Int] = []
    for _ in 0..<6 {
      statuses.append(try await node.plainGet("/actor", "X-Forwarded-For: 203.0.113.2").status)
    }
    #expect(statuses.prefix(5).allSatisfy { $0 == 200 })
    #expect(statuses.last == 429)
    let other = try await node.plainGet("/actor", "X-Forwarded-For: 203.0.113.3")
    #expect(other.status == 200)

    let metrics = try await node.plainGet("/metrics", "X-Forwarded-For: 127.0.0.1")
    #expect(metrics.status == 404)
    let withToken = try await node.plainGet(
      "/metrics",
      "X-Forwarded-For: 203.0.113.4",
      "Authorization: Bearer 0123456789abcdef"
    )
    #expect(withToken.status == 200)
  }

  @Test("A client that is no trusted proxy cannot choose its address")
  func spoofedAddress() async throws {
    let node = try await NodeProcess.make(
      "proxy.test",
      options: ["--behind-proxy", "10.0.0.0/8"],
      settings: ["MAILLAGE_LIMITS_REQUESTS_PER_MINUTE": "5"]
    )
    try await node.start()

    var answers: [WireAnswer] = []
    for number in 1...7 {
      answers.append(
        try await node.plainGet("/actor", "X-Forwarded-For: 203.0.113.\(number)")
      )
    }

    #expect(answers.prefix(5).allSatisfy { $0.status == 200 })
    #expect(answers.suffix(2).allSatisfy { $0.status == 429 })
    #expect(answers.last?.fields["retry-after"].flatMap(Int.init) ?? 0 > 0)
  }
}

extension NodeProcess {
  /// Asks over HTTP without TLS, as a reverse proxy does.
  fileprivate func plainGet(_ path: String, _ fields: String...) async throws -> WireAnswer {
    let wire = try await Wire.connect(to: port)
    let lines = ["GET \(path) HTTP/1.1", "Host: \(authority)"] + fields
    try await wire.send((lines + ["Connection: close", "", ""]).joined(separator: "\r\n"))
    return try await wire.answer()
  }
}
