import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import MaillageCLI

@Suite("What valves hold, by command")
struct HeldCommandTests {
  private static let host = "far.example"
  private static let valves = Valve.Direction.allCases.map {
    Valve(
      scope: .posts,
      direction: $0,
      setting: .reviewed,
      author: "admin",
      reason: "trial",
      createdAt: Date(milliseconds: 0)
    )
  }

  private static func profile(of bob: RemoteActor) -> ActorProfile {
    ActorProfile(
      id: ActorID(rawValue: 0),
      uri: bob.uri,
      kind: .person,
      name: bob.name,
      host: bob.host,
      isLocal: false,
      endpoints: ActorEndpoints(inbox: bob.inbox, sharedInbox: bob.sharedInbox),
      createdAt: Date(milliseconds: 0)
    )
  }

  /// A home with a peer, of which three posts are held, and for which one is.
  private func held() async throws -> CommandHome {
    let home = try await CommandHome.make()
    #expect(await home.run("member add alice").exitCode == 0)
    let bob = try RemoteActor("bob", at: Self.host)
    let creates = (1...3).map { bob.create(bob.note("<p>number \($0)</p>")) }
    try await home.node.database.write { tx in
      let id = try tx.actors.saveRemote(
        Self.profile(of: bob),
        keys: [],
        proof: OriginProof(of: bob.uri, vouchedBy: bob.uri)
      )
      let peering = Peering(
        host: Self.host,
        state: .active,
        ours: Peering.Terms(valves: Self.valves),
        createdAt: Date(milliseconds: 0)
      )
      try tx.peerings.save(PeeringStore.Stored(peering: peering))
      try Self.follow(bob, as: id, in: tx)
      for create in creates { try Self.hold(create, of: bob, as: id, in: tx) }
    }
    try await PeeringDesk(services: home.node.services).reload()
    #expect(await home.run("post create alice Bonjour --audience public").exitCode == 0)
    return home
  }

  private static func follow(_ bob: RemoteActor, as id: ActorID, in tx: Transaction) throws {
    try tx.follows.save(
      Follow(
        uri: bob.newID("follows"),
        followerID: id,
        followeeID: try required(try tx.actors.find(localName: "alice")).id,
        state: .accepted,
        createdAt: Date(milliseconds: 0)
      )
    )
  }

  private static func hold(
    _ create: JSON,
    of bob: RemoteActor,
    as id: ActorID,
    in tx: Transaction
  ) throws {
    _ = try tx.inbox.insert(
      "Create",
      body: create.serialized(),
      from: id,
      proof: OriginProof(of: create["id"]?.string ?? "", vouchedBy: bob.uri),
      at: Date(milliseconds: 60_000),
      heldFor: host
    )
  }

  private func list(_ home: CommandHome) async throws -> [[String: Any]] {
    try #require(try await home.json("peer held \(Self.host)") as? [[String: Any]])
  }

  private func ids(_ home: CommandHome) async throws -> [String] {
    try await list(home).compactMap { $0["id"] as? String }
  }

  @Test("is listed in both directions, with who and the first words")
  func heldIsListed() async throws {
    let home = try await held()

    let list = try await list(home)
    let shown = await home.run("peer held \(Self.host) --limit 1").output

    #expect(list.map { $0["direction"] as? String } == ["in", "in", "in", "out"])
    #expect(
      list.map { $0["preview"] as? String } == ["number 1", "number 2", "number 3", "Bonjour"]
    )
    #expect(list.allSatisfy { $0["type"] as? String == "Create" })
    #expect(list.first?["actor"] as? String == "https://far.example/users/bob")
    #expect(list.first?["heldAt"] as? String == "1970-01-01T00:01:00Z")
    #expect(shown.contains("number 1") && !shown.contains("number 2") && shown.contains("2 more"))
    try await home.close()
  }

  @Test("is released by name, or all of it")
  func heldIsReleased() async throws {
    let home = try await held()
    let named = try await ids(home)

    let trial = await home.run("peer release \(Self.host) --dry-run")
    let one = try await home.json("peer release \(Self.host) \(named[1])") as? [String: Any]
    #expect(trial.output.contains("3 that came, 1 to be sent"))
    #expect(one?["in"] as? Int == 1 && one?["out"] as? Int == 0)
    #expect(try await ids(home) == [named[0], named[2], named[3]])
    #expect(await home.run("peer release \(Self.host) \(named[1])").exitCode == 3)

    let rest = try await home.json("peer release \(Self.host)") as? [String: Any]
    #expect(rest?["in"] as? Int == 2 && rest?["out"] as? Int == 1)
    #expect(try await home.node.database.read { try $0.inbox.countWaiting() } == 3)
    #expect(await home.run("peer release \(Self.host)").exitCode == 3)
    #expect(await home.run("audit export").output.contains("peer release"))
    try await home.close()
  }

  @Test("is dropped by name or all of it, and only after a yes")
  func heldIsDropped() async throws {
    let home = try await held()
    let named = try await ids(home)

    let unsure = await home.run("peer drop \(Self.host) \(named[0])")
    #expect(unsure.exitCode == 1 && unsure.errors.contains("--yes"))
    #expect(await home.run("peer drop \(Self.host) \(named[0]) --yes").exitCode == 0)
    #expect(try await ids(home) == Array(named.dropFirst()))
    #expect(await home.run("peer drop \(Self.host) in-999 --yes").exitCode == 3)
    let rest = try await home.json("peer drop \(Self.host) --all --yes") as? [String: Any]

    #expect(rest?["in"] as? Int == 2 && rest?["out"] as? Int == 1)
    #expect(try await ids(home).isEmpty)
    #expect(try await home.node.database.read { try $0.inbox.countWaiting() } == 0)
    try await home.close()
  }

  @Test("is not released while the peering is suspended, and can be dropped")
  func suspendedHoldsOn() async throws {
    let home = try await held()
    #expect(await home.run("peer suspend \(Self.host) --reason incident").exitCode == 0)

    let reply = await home.run("peer release \(Self.host)")

    #expect(reply.exitCode == 1 && reply.errors.contains("resume"))
    #expect(try await ids(home).count == 4)
    #expect(await home.run("peer drop \(Self.host) --all --yes").exitCode == 0)
    try await home.close()
  }

  @Test(
    "wrong usage",
    arguments: ["drop far.example", "drop far.example in-1 --all", "release far.example 12"]
  )
  func wrongUsage(line: String) async throws {
    let home = try await CommandHome.make()

    #expect(await home.run("peer \(line)").exitCode == 2)
    try await home.close()
  }
}
