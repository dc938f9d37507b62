import Foundation
import Node
import Testing

@Suite("Certificates that end or change", .serialized)
struct CertificateFaultTests {
  @Test(
    "With its certificate expired a node reads on and says it; a new one mends it without a restart"
  )
  func expired() async throws {
    let files = try ScratchDirectory()
    let tenYears: TimeInterval = 11 * 365 * 86_400
    let old = try CertificateMaker.selfSigned(host: "files.test", from: Date() - tenYears)
    let new = try CertificateMaker.selfSigned(host: "files.test", from: Date())
    try files.write(old.certificatePEM, to: "chain.pem")
    try files.write(old.keyPEM, to: "key.pem")
    let node = try await NodeProcess.make(
      "files.test",
      options: ["--certificate", files.file("chain.pem"), "--key", files.file("key.pem")]
    )
    try await node.start()

    let post = try await node.post("on lit toujours", "--audience", "public")
    let read = try await node.get(
      post.dropping(node.origin),
      "Accept: application/activity+json"
    )
    let status = try await node.command("status", "--json")
    let doctor = try await node.run(["doctor"])

    #expect(read.status == 200)
    #expect(node.text(of: node.log).contains("certificate has expired"))
    #expect(status.contains(/"endsSoon" *: *true/))
    #expect(doctor.exitCode != 0 && doctor.output.contains("Renew it where it comes from"))
    try await eventually("it is measured") { try await days(of: node) < 0 }

    try node.replace(files.file("key.pem"), with: new.keyPEM)
    try node.replace(files.file("chain.pem"), with: new.certificatePEM)
    try await eventually("the new one is loaded") {
      node.text(of: node.log).contains("certificate loaded")
    }
    #expect(try await node.command("status", "--json").contains(/"endsSoon" *: *false/))
    #expect(try await node.run(["doctor"]).output.contains("valid for"))
    try await eventually("it is measured", within: .seconds(60)) {
      try await days(of: node) > 3_000
    }
  }

  private func days(of node: NodeProcess) async throws -> Int {
    let metrics = try await node.get("/metrics").body
    let found = metrics.firstMatch(of: /maillage_certificate_days\{host="files\.test"\} (-?[0-9]+)/)
    return found.flatMap { Int($0.1) } ?? 0
  }

  @Test("A peer that announced its next key goes on being delivered to, and one that did not waits")
  func rotated() async throws {
    let territory = try await Territory()
    let (node, peer) = (territory.atelier, territory.jardins)
    try await territory.follow(peer, node)
    let next = try await peer.command("certificate", "pin", "--next")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try await pin(peer, to: [try peer.pin, next], at: node)
    try await reaches(peer, from: node, "avant")

    try await peer.command("certificate", "renew", "--next")
    try await serves(peer, next)
    try await reaches(peer, from: node, "après le changement annoncé")

    try await peer.command("certificate", "renew", "--new-key")
    let unknown = try peer.pin
    try await serves(peer, unknown)
    // A connection from before would go on: the key is looked at when one is opened.
    try await restart(node)
    let waiting = try await node.post("en attente", "--audience", "public")
    try await eventually("the delivery waits and says why") {
      try await node.command("queue", "list").contains(/pin|key|certificate/)
    }
    let read = try await node.get(
      waiting.dropping(node.origin),
      "Accept: application/activity+json"
    )
    #expect(read.status == 200)

    try await pin(peer, to: [unknown], at: node)
    try await node.command("queue", "retry")
    try await eventually("what waited arrives", within: .seconds(60)) {
      try await peer.timeline().contains("en attente")
    }
  }

  private func pin(_ peer: NodeProcess, to pins: [String], at node: NodeProcess) async throws {
    node.settings.withLock { all in
      let others = (all["MAILLAGE_NETWORK_PINS"] ?? "").split(separator: ",")
        .filter { !$0.hasPrefix("\(peer.authority)=") }.map(String.init)
      let own = pins.map { "\(peer.authority)=\($0)" }
      all["MAILLAGE_NETWORK_PINS"] = (others + own).joined(separator: ",")
    }
    try await restart(node)
  }

  private func restart(_ node: NodeProcess) async throws {
    try await node.stop()
    try await node.start()
  }

  private func serves(_ node: NodeProcess, _ pin: String) async throws {
    try await eventually("the certificate with \(pin) is served") {
      let wire = try await node.connect()
      try await wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      _ = try await wire.answer()
      return wire.pin == pin
    }
  }

  private func reaches(_ peer: NodeProcess, from node: NodeProcess, _ text: String) async throws {
    _ = try await node.post(text, "--audience", "public")
    try await eventually("‘\(text)’ arrives", within: .seconds(60)) {
      try await peer.timeline().contains(text)
    }
  }
}
