import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Whoever is put out while it is away learns it from any member, and why.
@Suite struct ExpulsionTests {
  /// Three nodes of which the third is excluded while nobody reaches it.
  private func excluding(
    reachable isReachable: Bool = true
  ) async throws -> (Founded, [TestNode]) {
    let (founded, nodes) = try await three(isReachable)
    let gone = try nodes[2].memberID(in: founded.id)
    founded.network.cut(nodes[2], nodes[0], nodes[1])
    let proposal = try await nodes[0].desk.propose(.exclude(gone), reason: "spam", in: founded.id)
    await settle([nodes[0], nodes[1]])
    try await nodes[1].desk.vote(for: proposal, in: founded.id)
    await settle(nodes)
    #expect(try nodes[0].hosts(of: founded.id) == ["a.example", "b.example"])
    #expect(nodes[2].services.territories.holding(founded.id)?.entry.state == .member)
    return (founded, nodes)
  }

  /// One that takes no connections comes by a ticket and is endorsed.
  private func three(_ isReachable: Bool) async throws -> (Founded, [TestNode]) {
    guard !isReachable else {
      let founded = try await Founded("a.example", "b.example", "c.example")
      return (founded, founded.nodes)
    }
    var rules = Rules()
    rules.endorsements = 1
    let founded = try await Founded("a.example", "b.example", rules: rules)
    let candidate = try await founded.candidate("c.example", isReachable: false)
    let nodes = founded.nodes + [candidate]
    try await nodes[0].desk.endorse(try candidate.memberID(in: founded.id), in: founded.id)
    await settle(nodes)
    return (founded, nodes)
  }

  private func expulsion(_ node: TestNode, _ founded: Founded) throws -> Expulsion? {
    let holding = try required(node.services.territories.holding(founded.id))
    return holding.ledger.expulsion(of: try node.memberID(in: founded.id))
  }

  @Test(arguments: [true, false])
  func `Who was excluded while it was away learns it when it asks any member`(
    isReachable: Bool
  ) async throws {
    let (founded, nodes) = try await excluding(reachable: isReachable)
    // Who takes no connections is known by its ticket, where it was made.
    let (asked, c) = (isReachable ? nodes[1] : nodes[0], nodes[2])

    founded.network.heal()
    _ = try await c.compare(founded.id, with: asked)
    try await c.desk.settle(founded.id)

    #expect(c.services.territories.holding(founded.id)?.entry.state == .excluded)
    let expulsion = try required(try self.expulsion(c, founded))
    #expect(expulsion.isExclusion && expulsion.version == nil && expulsion.reason == "spam")
    #expect(expulsion.publishedAt != nil)
  }

  @Test func `It learns of the seal that put it out`() async throws {
    let (founded, nodes) = try await excluding()
    let (a, b, c) = (nodes[0], nodes[1], nodes[2])
    for _ in 0..<4 {
      founded.network.clock.advance(by: 3)
      for node in [a, b] { try await node.seal() }
      await settle([a, b])
    }
    #expect(try a.state(of: founded.id).version == 1)

    founded.network.heal()
    await c.spread()

    #expect(c.services.territories.holding(founded.id)?.entry.state == .excluded)
    let expulsion = try required(try self.expulsion(c, founded))
    #expect(expulsion.version == 1 && expulsion.reason == "spam")
    #expect(try c.state(of: founded.id).seal == a.state(of: founded.id).seal)
  }

  @Test func `It hears nothing else, and what it brings is not taken`() async throws {
    let (founded, nodes) = try await excluding()
    let (a, b, c) = (nodes[0], nodes[1], nodes[2])
    let candidate = try await founded.candidate("d.example")
    await settle([a, b])
    let count = founded.count(b)

    founded.network.heal()
    let answer = try await founded.bring(
      [
        try founded.statement(
          ["type": "Leave", "object": .string("\(c.origin)/territories/\(founded.id.text)")],
          of: c
        )
      ],
      to: b,
      by: c
    )
    _ = try await c.compare(founded.id, with: b)

    #expect(founded.count(b) == count && answer["publications"] == nil)
    let log = try candidate.memberID(in: founded.id)
    let holding = try required(c.services.territories.holding(founded.id))
    #expect(holding.ledger.entries(of: log).isEmpty)
    #expect(try b.state(of: founded.id).candidates.map(\.member) == [log])
  }

  @Test func `Somebody who never belonged finds no territory`() async throws {
    let (founded, _) = try await excluding()
    let stranger = try await founded.network.node("x.example")
    try await stranger.join(founded.nodes[1])

    await #expect(throws: Refusal.self) {
      try await founded.bring([], to: founded.nodes[1], by: stranger)
    }
  }
}
