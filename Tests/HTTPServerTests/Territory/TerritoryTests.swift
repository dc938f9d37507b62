import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Nodes found a territory, let others in, decide and part, over their real routes.
@Suite struct TerritoryTests {
  // MARK: Founding and joining

  @Test func `Three nodes found a territory and all see the same`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example")

    for node in founded.nodes {
      #expect(try node.hosts(of: founded.id) == ["a.example", "b.example", "c.example"])
      #expect(try node.state(of: founded.id) == founded.nodes[0].state(of: founded.id))
      #expect(node.services.territories.holding(founded.id)?.entry.state == .member)
      #expect(node.services.known.members(of: founded.id).count == 2)
    }
  }

  @Test func `A node that is invited by ticket gets the charter, joins and is endorsed`()
    async throws
  {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let fourth = try await founded.candidate("d.example")
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    await settle(founded.nodes)

    let member = try fourth.memberID(in: founded.id)
    #expect(try a.state(of: founded.id).candidates.map(\.member) == [member])
    try await a.desk.endorse(member, in: founded.id)
    await settle(founded.nodes)
    #expect(try b.state(of: founded.id).members.count == 3)
    try await b.desk.endorse(member, in: founded.id)
    await settle(founded.nodes + [fourth])

    for node in founded.nodes + [fourth] {
      #expect(try node.hosts(of: founded.id).contains("d.example"))
      #expect(try node.state(of: founded.id) == a.state(of: founded.id))
    }
  }

  @Test func `An active peer is invited without a ticket`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let third = try await founded.network.node("c.example")
    try await third.join(founded.nodes[0])

    try await founded.nodes[0].desk.invite("c.example", into: founded.id)
    try await third.desk.join(founded.id)
    await settle([third] + founded.nodes)

    let member = try third.memberID(in: founded.id)
    #expect(try founded.nodes[1].state(of: founded.id).candidates.map(\.member) == [member])
  }

  @Test func `Whose origin cannot be seen is endorsed by force only`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let third = try await founded.candidate("c.example")
    await settle(founded.nodes)
    let member = try third.memberID(in: founded.id)
    founded.network.cut(founded.nodes[1], third)

    await #expect(throws: Refusal.self) {
      try await founded.nodes[1].desk.endorse(member, in: founded.id)
    }
    try await founded.nodes[1].desk.endorse(member, in: founded.id, isForced: true)

    #expect(try founded.nodes[1].state(of: founded.id).candidates[0].endorsers.count == 1)
  }

  // MARK: Deciding

  @Test func `A vote excludes a member at once, everywhere`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example", "d.example")
    let nodes = founded.nodes
    let gone = try nodes[3].memberID(in: founded.id)

    let proposal = try await nodes[0].desk.propose(.exclude(gone), reason: "spam", in: founded.id)
    await settle(nodes)
    try await nodes[1].desk.vote(for: proposal, in: founded.id)
    await settle(nodes)
    #expect(try nodes[1].hosts(of: founded.id).contains("d.example"))
    try await nodes[2].desk.vote(for: proposal, in: founded.id)
    await settle(nodes)

    for node in nodes.prefix(3) {
      #expect(try node.hosts(of: founded.id) == ["a.example", "b.example", "c.example"])
      #expect(node.services.known.territories(of: "https://d.example/actor").isEmpty)
    }
    // Whoever is out is told that, and nothing else (ExpulsionTests).
    _ = try await nodes[3].compare(founded.id, with: nodes[0])
    try await nodes[3].desk.settle(founded.id)
    #expect(nodes[3].services.territories.holding(founded.id)?.entry.state == .excluded)
  }

  @Test func `A member leaves, and is none of the others any more`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example")

    try await founded.nodes[2].desk.leave(founded.id)
    await settle(founded.nodes)

    #expect(try founded.nodes[0].hosts(of: founded.id) == ["a.example", "b.example"])
    #expect(founded.nodes[2].services.territories.holding(founded.id)?.entry.state == .left)
    #expect(founded.nodes[2].services.known.members(of: founded.id).isEmpty)
  }

  @Test func `New terms are voted for and hold with the next seal`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let nodes = founded.nodes
    let base = try nodes[0].state(of: founded.id).terms
    var rules = base.rules
    rules.isMembershipPublic = false
    let document = Terms.document(text: ["fr": "Nous partageons peu."], clauses: [], rules: rules)
    let terms = try Terms(json: .object(document))

    let proposal = try await nodes[0].desk.propose(
      .amend(terms, base: base.digest),
      terms: document,
      reason: "quiet",
      in: founded.id
    )
    await settle(nodes)
    try await nodes[1].desk.vote(for: proposal, in: founded.id)
    await settle(nodes)
    #expect(try nodes[2].state(of: founded.id).amendment == proposal)
    try await sealed(nodes, founded)

    for node in nodes {
      #expect(try node.state(of: founded.id).terms.digest == terms.digest)
      #expect(try node.state(of: founded.id).version == 1)
    }
  }

  private func sealed(_ nodes: [TestNode], _ founded: Founded) async throws {
    for _ in 0..<10 {
      founded.network.clock.advance(by: 5)
      // One after the other: the first to be due proposes, and the others sign what they see.
      for node in nodes {
        try await node.seal()
        await node.spread()
      }
      if try nodes[0].state(of: founded.id).version > 0 { break }
    }
    await settle(nodes)
  }

  // MARK: Apart and together again

  @Test func `What was said on both sides of a partition is there on both when it heals`()
    async throws
  {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let nodes = founded.nodes
    let fourth = try await founded.candidate("d.example")
    await settle(nodes)
    let member = try fourth.memberID(in: founded.id)
    founded.network.cut(nodes[0], nodes[2])
    founded.network.cut(nodes[1], nodes[2])
    founded.network.cut(fourth, nodes[2])

    try await nodes[0].desk.endorse(member, in: founded.id)
    try await nodes[1].desk.endorse(member, in: founded.id)
    let wish = Proposal.Wish.suspend(try nodes[0].memberID(in: founded.id))
    try await nodes[2].desk.propose(wish, reason: "quiet", in: founded.id)
    await settle(nodes)
    #expect(try nodes[0].state(of: founded.id).proposals.isEmpty)
    #expect(try nodes[2].state(of: founded.id).members.count == 3)
    founded.network.heal()
    await settle(nodes)

    for node in nodes {
      #expect(try node.state(of: founded.id).members.count == 4)
      #expect(try node.state(of: founded.id).proposals.count == 1)
      #expect(try node.state(of: founded.id) == nodes[0].state(of: founded.id))
    }
  }

  @Test func `What a member states is told to the others at once`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let wish = Proposal.Wish.suspend(try founded.nodes[2].memberID(in: founded.id))

    try await founded.nodes[0].desk.propose(wish, reason: "", in: founded.id)
    let worker = TerritoryWorker(services: founded.nodes[0].services, interval: 1, timing: .fast)
    await worker.tell()

    #expect(try founded.nodes[1].state(of: founded.id).proposals.count == 1)
    #expect(try founded.nodes[2].state(of: founded.id).proposals.count == 1)
  }

  @Test func `Equal sets are compared by one question`() async throws {
    let founded = try await Founded("a.example", "b.example")

    let result = try await founded.nodes[0].compare(founded.id, with: founded.nodes[1])

    #expect(result.isEqual && result.rounds == 1 && result.received == 0)
  }

  @Test func `A large territory is compared in portions`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    founded.network.cut(a, b)
    let base = try a.state(of: founded.id).terms
    for number in 0..<40 {
      let text = String(repeating: "\(number) ", count: 20_000)
      let document = Terms.document(text: ["fr": text], clauses: [], rules: base.rules)
      _ = try await TerritoryLog(services: a.services).append(
        .propose(
          .amend(try Terms(json: .object(document)), base: base.digest),
          terms: document,
          reason: ""
        ),
        to: founded.id
      )
    }
    founded.network.heal()

    let result = try await b.compare(founded.id, with: a)

    #expect(result.isEqual && result.received == 40 && result.refused.isEmpty)
    #expect(result.rounds > 3)
  }

  // MARK: Restored

  @Test func `A node that was restored says nothing before it has compared`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let backup = try await a.backup()
    let wish = Proposal.Wish.suspend(try b.memberID(in: founded.id))
    try await a.desk.propose(wish, reason: "", in: founded.id)
    await settle([a])
    let restored = try await a.restored(from: backup)
    founded.network.connect(restored)

    await #expect(throws: Refusal.self) { try await restored.desk.leave(founded.id) }
    #expect(try await restored.compare(founded.id, with: b).isEqual)
    // One may lag behind as well: the second is asked, and knows no more.
    await #expect(throws: Refusal.self) { try await restored.desk.leave(founded.id) }
    #expect(try await restored.compare(founded.id, with: b).isEqual)
    #expect(try await restored.compare(founded.id, with: founded.nodes[2]).isEqual)
    try await restored.desk.leave(founded.id)
    await settle([restored, b])

    #expect(try b.state(of: founded.id).equivocations.isEmpty)
    #expect(try b.hosts(of: founded.id) == ["b.example", "c.example"])
  }
}
