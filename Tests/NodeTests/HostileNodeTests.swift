import Foundation
import Node
import Testing

@Suite("Hostile nodes", .serialized)
struct HostileNodeTests {
  @Test("A recorded request is worth nothing elsewhere, and nothing a second time (threat 5)")
  func replay() async throws {
    let territory = try await Territory()
    let (atelier, jardins, mairie) = (territory.atelier, territory.jardins, territory.mairie)
    let sender = try NodeSender(atelier)
    let follow = sender.activity("Follow", .string("\(jardins.origin)/users/awa"), number: 1)
    let recorded = try sender.post(follow, to: jardins)
    let isFollower = {
      try await jardins.command("follower", "list", "awa").contains(atelier.authority)
    }

    #expect(try await jardins.exchange(recorded).status == 202)
    try await eventually("the node follows") { try await isFollower() }

    let elsewhere = try await mairie.exchange(recorded)
    // The name of the other node in Host does not help: it is signed.
    let renamed = try await mairie.exchange(
      recorded.replacing("host: \(jardins.authority)", with: "host: \(mairie.authority)")
    )
    #expect(elsewhere.status == 421 || elsewhere.status == 401)
    #expect(renamed.status == 401)

    let undo = try sender.post(sender.activity("Undo", follow, number: 2), to: jardins)
    #expect(try await jardins.exchange(undo).status == 202)
    try await eventually("the node follows no longer") { try await !isFollower() }
    #expect(try await jardins.exchange(recorded).status == 202)
    try await territory.settle()
    #expect(try await !isFollower())

    let changed = try await jardins.exchange(recorded.replacing("\"Follow\"", with: "\"Follof\""))
    #expect(changed.status == 401)
  }

  @Test("No connection is made to a special address that is not allowed (threat 12)")
  func forbiddenAddress() async throws {
    let listener = try await Listener()
    let node = try await NodeProcess.make(
      "guarded.test",
      options: ["--self-signed", "--map", "evil.test=127.0.0.1"]
    )
    try await node.start()

    let byName = try await node.ask(
      ["follow", "alice", "@mallory@evil.test:\(listener.port)"]
    )
    let byAddress = try await node.ask(
      ["follow", "alice", "@mallory@127.0.0.1:\(listener.port)"]
    )

    #expect(byName.exitCode != 0)
    #expect(byAddress.exitCode != 0)
    #expect(listener.connections == 0)
  }

  @Test("Nor when an allowed node leads there (threat 13)")
  func secondOrder() async throws {
    let inner = try await Listener(address: "127.0.0.2")
    let made = try CertificateMaker.selfSigned(host: "gate.test", from: Date())
    let target = "https://inner.test:\(inner.port)/users/mallory"
    let gate = try await Listener(certificate: made) { path in
      path.hasPrefix("/.well-known/webfinger")
        ? (
          "application/jrd+json",
          """
          {"subject": "acct:mallory@gate.test", "links": [{"rel": "self",
           "type": "application/activity+json", "href": "\(target)"}]}
          """
        ) : nil
    }
    let node = try await NodeProcess.make(
      "guarded.test",
      options: [
        "--self-signed", "--allow-address", "127.0.0.1/32",
        "--map", "gate.test=127.0.0.1", "inner.test=127.0.0.2",
        "--pin", "gate.test:\(gate.port)=\(try pin(of: made))",
      ]
    )
    try await node.start()

    let reply = try await node.ask(["follow", "alice", "@mallory@gate.test:\(gate.port)"])

    #expect(reply.exitCode != 0)
    #expect(gate.connections > 0, "\(reply.errors)")
    #expect(inner.connections == 0)
  }

  private func pin(of made: CertificateMaker.Made) throws -> String {
    let files = try ScratchDirectory()
    try files.write(made.certificatePEM, to: "certificate")
    try files.write(made.keyPEM, to: "key")
    return try ServedCertificate(
      reading: CertificateFiles(certificate: files.file("certificate"), key: files.file("key"))
    ).summary.pin
  }
}
