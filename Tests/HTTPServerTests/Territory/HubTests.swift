import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Federation

/// A node that can ask nobody, since all other members take no connections.
@Suite struct HubTests {
  private let founded: Founded
  private let behind: TestNode
  private var hub: TestNode { founded.nodes[0] }

  init() async throws {
    var rules = Rules()
    rules.endorsements = 1
    founded = try await Founded("hub.example", rules: rules)
    behind = try await founded.candidate("behind.example", isReachable: false)
    let member = try behind.memberID(in: founded.id)
    try await founded.nodes[0].desk.endorse(member, in: founded.id, isForced: true)
    _ = try await behind.compare(founded.id, with: founded.nodes[0])
    #expect(try behind.hosts(of: founded.id) == ["behind.example", "hub.example"])
  }

  private func reopened(_ backup: String? = nil) async throws -> TestNode {
    founded.network.clock.advance(by: 60)
    let node =
      if let backup { try await hub.restored(from: backup) } else { try await hub.restarted() }
    founded.network.connect(node)
    return node
  }

  private func exclude(by node: TestNode) async throws {
    let member = try behind.memberID(in: founded.id)
    try await node.desk.propose(.suspend(member), reason: "test", in: founded.id)
  }

  @Test func `After a start it states nothing until a member has come to compare`() async throws {
    let node = try await reopened()
    await #expect(throws: Refusal.self) { try await exclude(by: node) }

    #expect(try await behind.compare(founded.id, with: node).isEqual)

    try await exclude(by: node)
  }

  @Test func `Who comes gives an old copy its last statement back, and no number is given twice`()
    async throws
  {
    let backup = try await hub.backup()
    try await exclude(by: hub)
    #expect(try await behind.compare(founded.id, with: hub).isEqual)
    let log = try hub.memberID(in: founded.id)
    let head = try required(hub.services.territories.holding(founded.id)?.ledger.head(of: log))
    let node = try await reopened(backup)
    await #expect(throws: Refusal.self) { try await node.desk.leave(founded.id) }

    #expect(try await behind.compare(founded.id, with: node).isEqual)

    let ledger = try required(node.services.territories.holding(founded.id)?.ledger)
    #expect(ledger.head(of: log) == head)
    try await node.desk.leave(founded.id)
    #expect(try node.state(of: founded.id).equivocations.isEmpty)
  }

  @Test func `Who comes to compare is heard`() async throws {
    founded.network.clock.advance(by: 3600)

    _ = try await behind.compare(founded.id, with: hub)

    let heard = try await hub.database.read { try $0.peerings.lastHeard("behind.example") }
    #expect(heard.map { abs($0.timeIntervalSince(founded.network.clock.now)) < 1 } == true)
  }
}
