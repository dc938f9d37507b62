import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Directories of talents pass between real nodes over their real routes, and only as far as people
/// let them.
@Suite struct TalentSharingTests {
  private let network = TestNetwork()
  private static let scopes: Set<Scope> = [.posts, .talents]

  private func peers(_ hosts: [String]) async throws -> [TestNode] {
    var nodes: [TestNode] = []
    for host in hosts { nodes.append(try await network.node(host)) }
    for node in nodes.dropFirst() { try await node.join(nodes[0], Self.scopes) }
    return nodes
  }

  @Test func `A skill reaches peers when it is for everyone, and stays when it is not`()
    async throws
  {
    let nodes = try await peers(["a.example", "b.example"])
    let lea = try await nodes[0].talented(
      "lea",
      [(1, .everyone), (2, .territory), (3, .organisation)]
    )

    await nodes[0].shareTalents()

    #expect(try await nodes[1].holders(of: 1) == [lea.uri])
    #expect(try await nodes[1].holders(of: 2) == [])
    #expect(try await nodes[1].holders(of: 3) == [])
    let held = try await nodes[1].everythingHeld()
    #expect(!held.contains("skills.example/2") && !held.contains("skills.example/3"))
    #expect(!held.contains("a secret"))
    for skill in 1...3 { #expect(try await nodes[0].holders(of: skill) == [lea.uri]) }
  }

  @Test func `Nodes of a common territory get what is for it as well`() async throws {
    let founded = try await Founded("a.example", "b.example")
    for node in founded.nodes.dropFirst() {
      try await node.join(founded.nodes[0], Self.scopes)
    }
    let lea = try await founded.nodes[0].talented(
      "lea",
      [(1, .everyone), (2, .territory), (3, .organisation)]
    )

    await founded.nodes[1].shareTalents()

    #expect(try await founded.nodes[1].holders(of: 1) == [lea.uri])
    #expect(try await founded.nodes[1].holders(of: 2) == [lea.uri])
    #expect(try await founded.nodes[1].holders(of: 3) == [])
  }

  @Test func `Who did not opt in is in no directory, not even at home`() async throws {
    let nodes = try await peers(["a.example", "b.example"])
    _ = try await nodes[0].talented("lea", [(1, .everyone)], isListed: false)

    await nodes[0].shareTalents()

    #expect(try await nodes[0].holders(of: 1) == [])
    #expect(try await nodes[1].holders(of: 1) == [])
    #expect(try await !nodes[1].everythingHeld().contains("skills.example"))
  }

  @Test func `What is taken back is gone on nine others after one comparison, with a receipt`()
    async throws
  {
    let hosts = (0..<10).map { "n\($0).example" }
    let nodes = try await peers(hosts)
    let lea = try await nodes[0].talented("lea", [(1, .everyone)])
    await nodes[0].shareTalents()
    for node in nodes.dropFirst() { #expect(try await node.holders(of: 1) == [lea.uri]) }
    let number = try await nodes[0].talents.profile(of: lea.id).number
    let before = try await nodes[0].talents.receipt(number)
    #expect(before.holdings.count == 9 && before.holdings.values.allSatisfy { $0 == .holds })

    let receipt = try await nodes[0].talents.withdraw(lea.id)
    #expect(receipt.holdings.values.allSatisfy { $0 == .told })
    await nodes[0].shareTalents()

    for node in nodes {
      #expect(try await node.holders(of: 1) == [])
      #expect(try await !node.everythingHeld().contains("lea"))
    }
    let after = try await nodes[0].talents.receipt(number)
    #expect(after.holdings.count == 9)
    for holding in after.holdings.values {
      guard case .gone(let since) = holding else {
        Issue.record("\(holding)")
        continue
      }
      #expect(since == network.clock.now)
    }
  }

  @Test func `An entry whose node was not heard for a week is not found`() async throws {
    let nodes = try await peers(["a.example", "b.example"])
    _ = try await nodes[0].talented("lea", [(1, .everyone)])
    await nodes[0].shareTalents()
    network.cut(nodes[0], nodes[1])

    network.clock.advance(by: TalentDirectoryStore.patience - 60)
    #expect(try await nodes[1].holders(of: 1).count == 1)
    network.clock.advance(by: 120)

    #expect(try await nodes[1].holders(of: 1).isEmpty)
  }

  @Test func `An entry whose time is over is gone, though its node was heard just before`()
    async throws
  {
    let nodes = try await peers(["a.example", "b.example"])
    _ = try await nodes[0].talented("lea", [(1, .everyone)])
    await nodes[0].shareTalents()
    network.clock.advance(by: TalentProfile.listing - 3_600)
    await nodes[0].shareTalents()
    // The node is switched off an hour before the end: its directory counts for a week yet.
    network.cut(nodes[0], nodes[1])
    #expect(try await nodes[1].holders(of: 1).count == 1)

    network.clock.advance(by: 3_601)

    let now = network.clock.now
    let heard = try await nodes[1].database.read { tx in
      try tx.talentDirectories.all().filter { !$0.isOwn }.map(\.validatedAt)
    }
    let oldest = now.addingTimeInterval(-TalentDirectoryStore.patience)
    #expect(!heard.isEmpty && heard.allSatisfy { $0 > oldest })
    #expect(try await nodes[1].holders(of: 1).isEmpty)
    let uri = "https://a.example/users/lea"
    let search = TalentSearch(services: nodes[1].services)
    #expect(try await search.entry(of: uri) == nil)
    await nodes[1].shareTalents()
    #expect(try await !nodes[1].everythingHeld().contains("lea"))
  }

  @Test func `A consent that ends takes the entry out everywhere, without a word of its member`()
    async throws
  {
    let nodes = try await peers(["a.example", "b.example"])
    _ = try await nodes[0].talented("lea", [(1, .everyone)])
    await nodes[0].shareTalents()

    network.clock.advance(by: TalentProfile.listing + 1)
    #expect(try await nodes[0].holders(of: 1).isEmpty)
    await nodes[0].shareTalents()

    #expect(try await !nodes[1].everythingHeld().contains("lea"))
  }

  @Test func `A search sends nothing anywhere`() async throws {
    let nodes = try await peers(["a.example", "b.example"])
    _ = try await nodes[0].talented("lea", [(1, .everyone)])
    await nodes[0].shareTalents()
    let before = network.exchanges.count
    let wish = try TalentWish(skills: [.init(id: .sample(1)), .init(id: .sample(2))])
    let services = nodes[1].services

    #expect(try await TalentSearch(services: services).find(wish, limit: 9).count == 1)
    let shape = TeamComposer.Shape(minimumOrganisations: 1)
    let composed = try await TeamComposer(services: services).compose(wish, shape)

    #expect(composed.proposal.teams.count == 1)
    #expect(network.exchanges.count == before)
  }

  @Test func `Talents pass only where both peers share them`() async throws {
    let nodes = try await network.nodes("a.example", "b.example")
    try await nodes[1].join(nodes[0], [.posts])
    _ = try await nodes[0].talented("lea", [(1, .everyone)])

    await nodes[0].shareTalents()
    await nodes[1].shareTalents()

    #expect(network.exchanges(to: "/talents/sync").isEmpty)
    #expect(try await nodes[1].holders(of: 1).isEmpty)
    let key = try required(nodes[0].services.keys.nodeSigner(.ed25519).key.verificationKey.multikey)
    let asked = PeerClient.Target(host: "a.example", key: key)
    await #expect(throws: Refusal.self) {
      _ = try await nodes[1].client.post(
        TalentMessage(scope: .everyone).document,
        to: "/talents/sync",
        of: asked
      )
    }
  }

  @Test func `What a peer gave is dropped when the peering ends`() async throws {
    let nodes = try await peers(["a.example", "b.example"])
    _ = try await nodes[0].talented("lea", [(1, .everyone)])
    await nodes[0].shareTalents()
    #expect(try await nodes[1].holders(of: 1).count == 1)

    _ = try await nodes[1].peerings.remove("a.example")
    await nodes[1].shareTalents()

    #expect(try await !nodes[1].everythingHeld().contains("lea"))
  }

  @Test func `A node that takes no connections gives and gets talents by asking`() async throws {
    let near = try await network.node("near.example")
    let far = try await network.node("far.example", isReachable: false)
    let ticket = try await near.peerings.invite(Self.scopes, host: "far.example", lifetime: 3600)
    _ = try await far.peerings.join(ticket)
    let (lea, max) = (
      try await near.talented("lea", [(1, .everyone)]),
      try await far.talented("max", [(1, .everyone)])
    )

    await near.shareTalents()
    await far.shareTalents()

    #expect(try await near.holders(of: 1) == [lea.uri, max.uri].sorted())
    #expect(try await far.holders(of: 1) == [lea.uri, max.uri].sorted())
  }
}

/// What changes about a member without a word to the desk shows in directories all the same.
@Suite struct TalentKeepingTests {
  private let network = TestNetwork()
  private let near: TestNode
  private let far: TestNode

  init() async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
    try await far.join(near, [.talents])
  }

  @Test func `Who is suspended is in no directory`() async throws {
    let lea = try await near.talented("lea", [(1, .everyone)])
    await near.shareTalents()
    #expect(try await far.holders(of: 1).count == 1)

    try await near.database.write { tx in
      var member = try required(tx.members.find(lea.id))
      member.state = .suspended
      try tx.members.update(member)
    }
    await near.shareTalents()

    #expect(try await near.holders(of: 1).isEmpty)
    #expect(try await !far.everythingHeld().contains("lea"))
  }

  @Test func `Who is deleted leaves no profile behind`() async throws {
    let lea = try await near.talented("lea", [(1, .everyone)])
    try await near.database.write { tx in
      var member = try required(tx.members.find(lea.id))
      member.state = .deleted
      try tx.members.update(member)
    }

    await near.shareTalents()

    #expect(try await near.database.read { try $0.talents.profile(of: lea.id) } == nil)
    #expect(try await !near.everythingHeld().contains("a secret"))
  }

  @Test func `A new name, in whatever form, reaches the others`() async throws {
    let lea = try await near.talented("lea", [(1, .everyone)])
    await near.shareTalents()

    try await near.database.write { tx in
      var actor = try required(tx.actors.find(lea.id))
      actor.displayName = "Le\u{301}a"
      try tx.actors.update(actor, of: lea.id)
    }
    await near.shareTalents()

    #expect(try await far.everythingHeld().contains("L\u{E9}a"))
  }

  @Test func `After a change of the node's key the directory is signed anew, and taken`()
    async throws
  {
    _ = try await near.talented("lea", [(1, .everyone)])
    await near.shareTalents()
    try await near.database.write { try $0.state.remove("talents.signedBy") }
    let before = try await near.database.read { tx in
      try tx.talentDirectories.all().filter(\.isOwn)
        .flatMap { try tx.talentDirectories.heads(of: $0).map(\.version) }
    }

    network.clock.advance(by: 1)
    await near.shareTalents()

    let after = try await near.database.read { tx in
      try tx.talentDirectories.all().filter(\.isOwn)
        .flatMap { try tx.talentDirectories.heads(of: $0).map(\.version) }
    }
    #expect(!before.isEmpty && zip(before, after).allSatisfy { $0 < $1 })
    #expect(try await far.holders(of: 1).count == 1)
  }

  @Test func `A search leaves out who was suspended here, or is blocked`() async throws {
    let lea = try await near.talented("lea", [(1, .everyone)])
    await near.shareTalents()
    let ada = try await far.member("ada")
    let search = TalentSearch(services: far.services)
    let wish = try TalentWish(skills: [.init(id: .sample(1))])
    #expect(try await search.find(wish, for: ada.id, limit: 9).count == 1)

    let known = try await far.database.write { tx in
      let proof = try OriginProof(of: lea.uri, vouchedBy: lea.uri)
      let id = try tx.actors.saveRemote(lea, keys: [], proof: proof)
      try tx.blocks.add(uri: "https://far.example/b", by: ada.id, against: id, at: far.clock.now)
      return id
    }

    #expect(try await search.find(wish, for: ada.id, limit: 9).isEmpty)
    let composer = TeamComposer(services: far.services)
    let shape = TeamComposer.Shape(minimumOrganisations: 1)
    #expect(try await composer.compose(wish, shape, for: ada.id).proposal.teams.isEmpty)
    let bob = try await far.member("bob")
    #expect(try await search.find(wish, for: bob.id, limit: 9).count == 1)
    #expect(try await composer.compose(wish, shape, for: bob.id).proposal.teams.count == 1)
    try await far.database.write { try $0.actors.setSuspended(known, at: far.clock.now) }
    #expect(try await search.find(wish, for: bob.id, limit: 9).isEmpty)
    #expect(try await composer.compose(wish, shape, for: bob.id).proposal.teams.isEmpty)
  }

  @Test func `A bucket that is not what was signed any more is signed anew`() async throws {
    _ = try await near.talented("lea", [(1, .everyone)])
    try await near.execute("UPDATE talentBucket SET digest = randomblob(32)")

    await near.shareTalents()

    #expect(try await far.holders(of: 1).count == 1)
  }
}
