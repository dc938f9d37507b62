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

  /// The first founds a territory with the others.
  private func found(_ nodes: [NodeProcess]) async throws {
    let (founder, others) = (nodes[0], nodes.dropFirst())
    for other in others { try await join(other, founder) }
    let charter = founder.home.path + "/charte.md"
    try Data("# Charte\n".utf8).write(to: URL(fileURLWithPath: charter))
    _ = try await founder.succeed(
      ["territory", "found", "Grenoble", "--text", charter, "--with"] + others.map(\.authority)
    )
    for other in others { try await other.command("territory", "join", "--yes") }
    try await eventually("all are members") {
      for node in nodes {
        let list = try await node.command("territory", "list", "--json")
        if !list.contains("\"members\" : 3") { return false }
      }
      return true
    }
  }

  private func key(_ node: NodeProcess) async throws -> String {
    let list = try await node.command("key", "list", "--json")
    return String(try #require(list.firstMatch(of: /"(z6Mk\w+)"/)).1)
  }

  @Test("A lost key is followed by the next one; with both lost a vote brings the node back")
  func lostKeys() async throws {
    let nodes = try await nodes("atelier.test", "jardins.test", "mairie.test")
    let (atelier, jardins, mairie) = (nodes[0], nodes[1], nodes[2])
    try await found(nodes)
    let refused = try await mairie.ask(["key", "rotate", "--node", "--lost"])
    #expect(refused.exitCode == 1 && refused.errors.contains("leave out --lost"))

    try await loseKey(mairie, heardBy: [atelier, jardins])
    try await loseBothKeys(mairie, recoveredBy: atelier, jardins)
  }

  private func loseKey(_ mairie: NodeProcess, heardBy others: [NodeProcess]) async throws {
    _ = try await mairie.stop()
    try FileManager.default.removeItem(atPath: mairie.home.ed25519Key)
    #expect(try await mairie.run(["key", "list"]).exitCode == 1)
    let trial = try await mairie.run(["key", "rotate", "--node", "--lost", "--dry-run"])
    #expect(trial.output.contains("Nothing was changed"), "\(trial)")
    #expect(!FileManager.default.fileExists(atPath: mairie.home.ed25519Key))
    _ = try await mairie.succeed(["key", "rotate", "--node", "--lost", "--reason", "disque"])
    try await mairie.start(["MAILLAGE_TERRITORY_SYNC_INTERVAL": "2"])
    try await eventually("the others know the next key") {
      for other in others {
        // By a signed request with the new key.
        let sync = try await mairie.ask(["territory", "sync", other.authority])
        if sync.exitCode != 0 { return false }
      }
      return try await mairie.ask(["peer", "ping", others[0].authority]).exitCode == 0
    }
  }

  private func loseBothKeys(
    _ mairie: NodeProcess,
    recoveredBy atelier: NodeProcess,
    _ jardins: NodeProcess
  ) async throws {
    // The key that is lost has signed nothing: a peer knows it all the same.
    try await mairie.command("key", "rotate", "--node")
    let revealed = try await key(mairie)
    try await eventually("a peer knows the key that will be lost") {
      try await atelier.ask(["peer", "ping", mairie.authority]).exitCode == 0
    }
    let id = try #require(
      try await mairie.command("territory", "list", "--json")
        .firstMatch(of: /"memberID" : "(zQm\w+)"/)
    ).1
    _ = try await mairie.stop()
    for path in [mairie.home.ed25519Key, mairie.home.nextEd25519Key] {
      try FileManager.default.removeItem(atPath: path)
    }
    let renewed = try await mairie.succeed(["key", "rotate", "--node", "--lost"])
    #expect(renewed.contains("propose recover"))
    try await mairie.start(["MAILLAGE_TERRITORY_SYNC_INTERVAL": "2"])
    #expect(try await key(mairie) != revealed)
    #expect(try await mairie.command("territory", "decide").contains("territory join grenoble"))
    let joined = try await mairie.command("territory", "join", "grenoble", "--yes", "--json")
    let new = try #require(joined.firstMatch(of: /"memberID" : "(zQm\w+)"/)).1
    try await recover(String(id), as: String(new), by: atelier, jardins)
    try await eventually("it is a member again, once") {
      for node in [atelier, jardins, mairie] {
        let list = try await node.command("territory", "members", "--json")
        if list.contains(id) || !list.contains(new) { return false }
      }
      return try await mairie.command("territory", "list").contains("member")
    }
    try await eventually("the peerings have followed to the new key") {
      try await atelier.ask(["peer", "ping", mairie.authority]).exitCode == 0
    }
  }

  /// Lets a member that lost its keys go on, by two that vote.
  private func recover(
    _ id: String,
    as new: String,
    by atelier: NodeProcess,
    _ jardins: NodeProcess
  ) async throws {
    try await eventually("both hear of the new join") {
      for node in [atelier, jardins]
      where try await !node.command("territory", "members").contains(new.prefix(12)) {
        return false
      }
      return true
    }
    for node in [atelier, jardins] { try await node.command("territory", "endorse", new) }
    try await eventually("both are shown, and what to propose") {
      let members = try await atelier.command("territory", "members")
      let waiting = try await atelier.command("territory", "decide")
      return members.contains(id.prefix(12)) && members.contains(new.prefix(12))
        && waiting.contains("propose recover \(id.prefix(12)) \(new.prefix(12))")
    }
    try await atelier.command("territory", "propose", "recover", id, new, "--reason", "panne")
    try await eventually("the proposal is here") {
      try await jardins.command("territory", "decide").contains("go on as")
    }
    let waiting = try await jardins.command("territory", "decide")
    let vote = try #require(waiting.firstMatch(of: /territory vote (zQm\w+)/)).1
    try await jardins.command("territory", "vote", String(vote))
  }

  @Test("Three found a territory, one is excluded and learns it, one leaves")
  func territory() async throws {
    let nodes = try await nodes("atelier.test", "jardins.test", "mairie.test")
    let (atelier, jardins, mairie) = (nodes[0], nodes[1], nodes[2])
    try await found(nodes)
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
