import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// A node that has lost its key, or both, comes back.
@Suite struct LostKeyTests {
  private let founded: Founded
  private var a: TestNode { founded.nodes[0] }
  private var b: TestNode { founded.nodes[1] }
  private var c: TestNode { founded.nodes[2] }
  private var all: [TestNode] { founded.nodes }

  init() async throws {
    founded = try await Founded("a.example", "b.example", "c.example")
  }

  private func ledger(_ node: TestNode) throws -> TerritoryLedger {
    try required(node.services.territories.holding(founded.id)).ledger
  }

  // MARK: The next key is there

  @Test func `The next key alone takes over, and every member hears it from the node itself`()
    async throws
  {
    let log = try c.memberID(in: founded.id)
    let old = try required(c.ownKey)

    try await c.reveal()
    await c.spread()

    let key = c.successor.verificationKey.multikey
    for node in all { #expect(try ledger(node).currentKey(of: log) == key) }
    #expect(old != key)
    // What it says by that key counts, and what is asked by it is answered.
    try await c.desk.leave(founded.id)
    await c.spread()
    #expect(try a.hosts(of: founded.id) == ["a.example", "b.example"])
  }

  @Test func `A reveal that nobody heard is told after a restart`() async throws {
    let log = try c.memberID(in: founded.id)
    try await c.reveal()

    let again = try await c.restarted()
    again.services.keys.replaceNodeKey(.ed25519, by: again.successor)
    founded.network.connect(again)
    #expect(try ledger(again).currentKey(of: log) == again.successor.verificationKey.multikey)
    #expect(try await again.compare(founded.id, with: b).isEqual)

    #expect(try ledger(b).currentKey(of: log) == again.successor.verificationKey.multikey)
  }

  @Test func `Attack: a key to which nothing has committed itself is not heard`() async throws {
    let log = try c.memberID(in: founded.id)
    let (old, count) = (try required(c.ownKey), founded.count(a))
    c.services.keys.replaceNodeKey(.ed25519, by: SigningKey.generateEd25519())
    let rotation = KeyRotation(services: c.services)
    try await rotation.carryOut(isKeyLost: true) { [c] in
      try await c.database.write { try rotation.reveal(following: c.successor, in: $0) }
    }
    // Its own software makes no such reveal; somebody else's does.
    let record = try await OwnRecord(services: c.services).current().document
    let forged = try founded.statement(["type": "Update", "object": .object(record)], of: c)
    await #expect(throws: Refusal.self) { try await founded.bring([forged], to: a, by: c) }

    await #expect(throws: Refusal.self) { try await c.compare(founded.id, with: a) }
    #expect(try ledger(a).currentKey(of: log) == old)
    #expect(founded.count(a) == count)
  }

  // MARK: Both are lost

  @Test func `A node that lost both keys goes on as a member by vote`() async throws {
    let old = try c.memberID(in: founded.id)
    let key = try await c.loseBothKeys()

    let new = try await c.desk.join(founded.id)
    await c.spread()
    #expect(try a.state(of: founded.id).candidates.map(\.member) == [new])
    #expect(try a.state(of: founded.id).member(old) != nil)
    await settle([a, b])
    for node in [a, b] { try await node.desk.endorse(new, in: founded.id) }
    await settle([a, b])
    // Its actor is that of another member until people decide.
    #expect(try b.state(of: founded.id).contested == [new])
    let proposal = try await a.desk.propose(
      .recover(old, successor: new),
      reason: "Their disk broke.",
      in: founded.id
    )
    await settle([a, b])
    try await b.desk.vote(for: proposal, in: founded.id)
    await settle(all)

    for node in all {
      #expect(try node.hosts(of: founded.id) == ["a.example", "b.example", "c.example"])
      #expect(try node.state(of: founded.id).member(old) == nil)
      #expect(try node.state(of: founded.id).member(new)?.record.key == key)
    }
    #expect(c.services.territories.holding(founded.id)?.entry.state == .member)
    #expect(a.services.known.node(host: "c.example")?.record.key == key)
    // Also when a seal has made it lasting, and the votes have lapsed.
    for _ in 0..<8 {
      founded.network.clock.advance(by: 3)
      for node in all { try await node.seal() }
      await settle(all)
    }
    #expect(try a.state(of: founded.id).version > 0)
    #expect(a.services.known.node(host: "c.example")?.record.key == key)
    #expect(try await a.compare(founded.id, with: c).isEqual)
  }

  @Test func `A peer follows by vote from a key that had signed nothing in the log yet`()
    async throws
  {
    let old = try c.memberID(in: founded.id)
    try await c.announceSuccessor()
    c.services.keys.replaceNodeKey(.ed25519, by: c.successor)
    let lost = try required(c.ownKey)
    await settle(all)
    #expect(try !ledger(a).entries(of: old).map(\.key).contains(lost))
    #expect(a.services.known.peering(with: "c.example")?.record?.key == lost)
    let key = try await c.loseBothKeys()

    let new = try await c.desk.join(founded.id)
    await c.spread()
    await settle([a, b])
    for node in [a, b] { try await node.desk.endorse(new, in: founded.id) }
    await settle([a, b])
    let wish = Proposal.Wish.recover(old, successor: new)
    let proposal = try await a.desk.propose(wish, reason: "disk", in: founded.id)
    await settle([a, b])
    try await b.desk.vote(for: proposal, in: founded.id)
    await settle(all)

    let node = try required(a.services.known.node(host: "c.example"))
    #expect(node.record.key == key && node.peering?.state == .active)
  }

  @Test func `Attack: nobody joins under a member's name by a key that its host does not show`()
    async throws
  {
    let count = founded.count(a)
    c.services.keys.replaceNodeKey(.ed25519, by: SigningKey.generateEd25519())

    try await c.desk.join(founded.id)
    await c.spread()

    await #expect(throws: Refusal.self) { try await c.compare(founded.id, with: a) }
    #expect(founded.count(a) == count)
    #expect(try a.state(of: founded.id).candidates.isEmpty)
  }

  // MARK: Two things

  @Test func `Two statements under one number are noticed by every node, with both as evidence`()
    async throws
  {
    let log = try c.memberID(in: founded.id)
    let head = try required(ledger(c).head(of: log))
    let wishes = try [a, b].map { node -> JSONObject in
      let object: JSON = [
        "type": "Remove", "member": .string(try node.memberID(in: founded.id).text),
      ]
      return ["type": "Offer", "object": object, "version": 0]
    }
    let said = try wishes.map { try founded.statement($0, of: c, after: head) }

    for (statement, node) in zip(said, [a, b]) {
      _ = try await founded.bring([statement], to: node, by: c)
    }
    await settle([a, b])

    let evidence = try said.map { try Digest(of: $0) }.sorted()
    for node in [a, b] {
      let fork = try required(node.state(of: founded.id).equivocations.first)
      #expect(fork.member == log && fork.sequence == head.sequence + 1)
      #expect(fork.evidence == evidence)
    }
  }
}

extension TestNode {
  /// Goes on by the next key, without the one before it.
  func reveal() async throws {
    services.keys.replaceNodeKey(.ed25519, by: successor)
    let (rotation, successor) = (KeyRotation(services: services), successor)
    try await rotation.carryOut(isKeyLost: true) {
      try await database.write { try rotation.reveal(following: successor, in: $0) }
    }
  }

  /// Goes on by a key that nobody knows, and shows it in its actor.
  fileprivate func loseBothKeys() async throws -> String {
    let key = SigningKey.generateEd25519()
    services.keys.replaceNodeKey(.ed25519, by: key)
    let address = services.addresses.key(.ed25519, of: services.addresses.nodeActor)
    let actor = nodeActor.id
    let text = try required(key.verificationKey.multikey)
    try await database.write {
      let key = ActorKey(uri: address.string, algorithm: .ed25519, publicKey: text)
      try $0.actors.replaceKey(key, sealed: nil, of: actor)
    }
    return text
  }
}
