import Foundation
import Testing

@Suite("Peerings and territories of real nodes", .serialized)
struct TerritoryCommandTests {
  private static let options =
    ["--self-signed", "--allow-address", "127.0.0.0/8", "--map"]
    + ["atelier.test", "jardins.test", "mairie.test"].map { "\($0)=127.0.0.1" }

  /// Nodes that know each other's names and nothing else: no pins.
  private func nodes(_ hosts: String...) async throws -> [NodeProcess] {
    var nodes: [NodeProcess] = []
    for host in hosts {
      let node = try await NodeProcess.make(host, options: Self.options)
      try await node.start(["MAILLAGE_TERRITORY_SYNC_INTERVAL": "2"])
      nodes.append(node)
    }
    return nodes
  }

  private func join(_ joiner: NodeProcess, _ sponsor: NodeProcess) async throws {
    let made = try await sponsor.command("peer", "invite", "--for", joiner.authority, "--json")
    let ticket = try #require(made.firstMatch(of: /"ticket" : "(mt1[a-z2-7]+)"/)).1
    try await joiner.command("peer", "join", String(ticket), "--yes")
  }

  @Test("Who asks without a ticket is accepted, and both compare the same words")
  func request() async throws {
    let nodes = try await nodes("atelier.test", "mairie.test")
    let (atelier, mairie) = (nodes[0], nodes[1])
    let pin = try mairie.pin

    try await atelier.command("peer", "request", mairie.authority, "--pin", pin)
    try await mairie.command("peer", "accept", atelier.authority)
    let words = try await atelier.command("peer", "verify", mairie.authority)
    let others = try await mairie.command("peer", "verify", atelier.authority)
    let typed = try #require(words.split(separator: "\n").first)
    #expect(typed == others.split(separator: "\n").first)
    _ = try await atelier.succeed(["peer", "verify", mairie.authority, String(typed)])
    _ = try await mairie.succeed(["peer", "verify", atelier.authority, String(typed)])

    let ping = try await mairie.command("peer", "ping", atelier.authority)
    #expect(!ping.contains("FAIL") && ping.contains("signed POST"))
    try await mairie.command(
      "peer",
      "valve",
      atelier.authority,
      "posts",
      "out",
      "closed",
      "--reason",
      "trêve"
    )
    #expect(try await atelier.command("peer", "show", mairie.authority).contains("trêve"))
  }

  @Test("Three found a territory, one is excluded and learns it, one leaves")
  func territory() async throws {
    let nodes = try await nodes("atelier.test", "jardins.test", "mairie.test")
    let (atelier, jardins, mairie) = (nodes[0], nodes[1], nodes[2])
    for other in [jardins, mairie] { try await join(other, atelier) }
    let charter = atelier.home.path + "/charte.md"
    try Data("# Charte\n".utf8).write(to: URL(fileURLWithPath: charter))

    _ = try await atelier.succeed(
      ["territory", "found", "Grenoble", "--text", charter, "--with"]
        + [jardins.authority, mairie.authority]
    )
    for other in [jardins, mairie] { try await other.command("territory", "join", "--yes") }
    try await eventually("all are members") {
      for node in nodes {
        let list = try await node.command("territory", "list", "--json")
        if !list.contains("\"members\" : 3") { return false }
      }
      return true
    }
    for node in [atelier, jardins] {
      try await node.command("territory", "exclude", mairie.authority, "--reason", "essai")
    }

    try await eventually("the excluded node knows it") {
      try await mairie.command("territory", "list").contains("excluded")
    }
    try await jardins.command("territory", "leave", "--yes")
    try await eventually("one is left") {
      try await atelier.command("territory", "list", "--json").contains("\"members\" : 1")
    }
    #expect(try await atelier.command("territory", "verify").contains("each with its proof"))
  }
}
