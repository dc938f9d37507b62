import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What is tried with statements and comparisons.
@Suite struct StatementAttackTests {
  private func founded(isPublic: Bool = true) async throws -> Founded {
    var rules = Rules()
    rules.isMembershipPublic = isPublic
    return try await Founded("a.example", "b.example", "c.example", rules: rules)
  }

  // MARK: Keys

  @Test func `Attack: a key that was superseded says nothing more`() async throws {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let member = try founded.nodes[2].memberID(in: founded.id)
    let log = try a.memberID(in: founded.id)
    try await a.announceSuccessor()
    let head = try required(a.services.territories.holding(founded.id)?.ledger.head(of: log)).digest
    let bodies = try await a.database.read { try $0.statements.bodies([head], limit: 1 << 20) }
    let rotation = try required(JSON.parse(required(bodies.first)).object)
    _ = try await founded.bring([rotation], to: b, by: founded.nodes[2])
    let holding = try required(b.services.territories.holding(founded.id))
    #expect(holding.ledger.currentKey(of: log) == a.successor.verificationKey.multikey)

    let forged = try founded.statement(
      [
        "type": "Offer", "object": ["type": "Remove", "member": .string(member.text)], "version": 0,
      ],
      of: a
    )
    _ = try await founded.bring([forged], to: b, by: founded.nodes[2])

    #expect(try b.state(of: founded.id).proposals.isEmpty)
  }

  @Test func `Attack: a statement that its author did not sign has no effect`() async throws {
    let founded = try await founded()
    let (a, b, c) = (founded.nodes[0], founded.nodes[1], founded.nodes[2])
    let object: JSON = ["type": "Remove", "member": .string(try c.memberID(in: founded.id).text)]
    let mine = try founded.statement(
      ["type": "Offer", "object": object, "version": 0],
      of: a,
      by: SigningKey.generateEd25519()
    )
    let before = founded.count(b)

    _ = try await founded.bring([mine], to: b, by: c)
    // By a key that never had the say: kept as the protocol asks, and without effect.
    #expect(founded.count(b) == before + 1)
    #expect(try b.state(of: founded.id).proposals.isEmpty)

    var changed = mine
    changed["version"] = 1
    _ = try await founded.bring([changed], to: b, by: c)
    #expect(founded.count(b) == before + 1)
  }

  @Test func `Attack: a statement with a member that no proof covers makes no second one`()
    async throws
  {
    let founded = try await founded()
    let (a, b, c) = (founded.nodes[0], founded.nodes[1], founded.nodes[2])
    let object: JSON = ["type": "Remove", "member": .string(try c.memberID(in: founded.id).text)]
    let honest = try founded.statement(
      ["type": "Offer", "object": object, "version": 0],
      of: a
    )
    var twin = honest
    twin["signature"] = "x"

    _ = try await founded.bring([twin, honest], to: b, by: c)

    #expect(try b.state(of: founded.id).proposals.count == 1)
    #expect(try b.state(of: founded.id).equivocations.isEmpty)
  }

  // MARK: Endorsements

  @Test func `Attack: nobody endorses who is no elector`() async throws {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let first = try await founded.candidate("d.example")
    let second = try await founded.candidate("e.example")
    await settle(founded.nodes)
    let join = try required(
      a.services.territories.holding(founded.id)?.ledger
        .head(of: first.memberID(in: founded.id))
    ).digest

    let own = try founded.statement(founded.vote(for: join, type: "Join"), of: first)
    let other = try founded.statement(founded.vote(for: join, type: "Join"), of: second)
    _ = try await founded.bring([own], to: a, by: first)
    _ = try await founded.bring([other], to: a, by: second)
    await settle(founded.nodes)

    let candidate = try b.state(of: founded.id).candidates.first { $0.join == join }
    #expect(candidate?.endorsers == [])
    #expect(try b.state(of: founded.id).members.count == 3)
  }

  @Test func `Attack: an endorsement of one is not turned into that of another`() async throws {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let first = try await founded.candidate("d.example")
    let second = try await founded.candidate("e.example")
    await settle(founded.nodes)
    try await a.desk.endorse(first.memberID(in: founded.id), in: founded.id)
    let holding = try required(a.services.territories.holding(founded.id))
    let head = try required(holding.ledger.head(of: a.memberID(in: founded.id))).digest
    let stored = try required(
      await a.database.read { try $0.statements.bodies([head], limit: 1 << 20) }.first
    )
    let join = try required(holding.ledger.head(of: second.memberID(in: founded.id))).digest
    var forged = try required(JSON.parse(stored).object)
    var object = try required(forged["object"]?.object)
    object["digest"] = .string(join.text)
    forged["object"] = .object(object)
    let before = founded.count(b)

    _ = try await founded.bring([forged], to: b, by: founded.nodes[2])

    #expect(founded.count(b) == before)
  }

  @Test func `Attack: who is no member brings nobody else's statements`() async throws {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let candidate = try await founded.candidate("d.example")
    let foreign = try founded.statement(
      ["type": "Leave", "object": .string("\(b.origin)/territories/\(founded.id.text)")],
      of: b
    )
    let before = founded.count(a)

    _ = try await founded.bring([foreign], to: a, by: candidate)

    #expect(founded.count(a) == before)
    #expect(try a.state(of: founded.id).members.count == 3)
  }

  // MARK: Strangers

  @Test func `Attack: a territory is absent for who does not belong`() async throws {
    let founded = try await founded(isPublic: false)
    let a = founded.nodes[0]
    let peer = try await founded.network.node("z.example")
    try await peer.join(a)
    let before = founded.count(a)
    let target = PeerClient.Target(host: "a.example", key: try required(a.ownKey))

    for id in [founded.id, Digest(ofKey: "no such territory")] {
      await #expect(
        throws: Refusal.forbidden("a.example answered 404: Nothing found here.")
      ) {
        try await peer.client.post(
          ["root": .string(id.text)],
          to: "/territories/\(id.text)/sync",
          of: target
        )
      }
    }
    let log = try a.memberID(in: founded.id).text
    let address = "https://a.example/territories/\(founded.id.text)/log/\(log)/0"
    #expect(try await peer.signedGet(address).status == 404)
    #expect(founded.count(a) == before)
  }

  @Test func `Attack: who is not known compares nothing`() async throws {
    let founded = try await founded()
    let stranger = try await founded.network.node("z.example")

    await #expect(throws: Refusal.self) {
      try await stranger.client.post(
        ["count": 0],
        to: "/territories/\(founded.id.text)/sync",
        of: PeerClient.Target(host: "a.example", key: required(founded.nodes[0].ownKey))
      )
    }
  }

  @Test func `Attack: a candidate in a known peer's name changes nothing of what is known of it`()
    async throws
  {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let victim = try await founded.network.node("v.example")
    try await victim.join(a)
    let before = try a.peering(with: victim)
    let evil = SigningKey.generateEd25519()
    let join = try forgedJoin(of: "v.example", key: evil, in: founded)
    _ = try await founded.bring([join], to: a, by: b)
    let member = try required(
      a.state(of: founded.id).candidates.first { $0.record.host == "v.example" }
    ).member

    await #expect(throws: Refusal.self) { try await a.desk.endorse(member, in: founded.id) }
    try await a.desk.endorse(member, in: founded.id, isForced: true)
    await settle(founded.nodes)
    try await b.desk.endorse(member, in: founded.id, isForced: true)
    await settle(founded.nodes)

    #expect(try a.state(of: founded.id).members.count == 4)
    #expect(try a.peering(with: victim) == before)
    #expect(a.services.known.node(host: "v.example")?.record == before.record)
  }

  private func forgedJoin(
    of host: String,
    key: SigningKey,
    in founded: Founded
  ) throws -> JSONObject {
    let multikey = try required(key.verificationKey.multikey)
    let record = NodeRecord.document(
      NodeRecord(
        digest: founded.id,
        actor: "https://\(host)/actor",
        key: multikey,
        keyDigest: Digest(ofKey: multikey),
        nextKeyDigest: Digest(ofKey: "next"),
        inbox: "https://\(host)/inbox",
        isReachable: true,
        addresses: [],
        tlsPins: [],
        presentation: NodeRecord.Presentation(name: "Impostor", kind: .association)
      )
    )
    let log = try Digest(of: record).text
    let group = "https://\(host)/territories/\(founded.id.text)"
    let document: JSONObject = [
      "@context": AS.territoryContext, "id": .string("\(group)/log/\(log)/0"), "type": "Join",
      "actor": .string("https://\(host)/actor"), "territory": .string(founded.id.text),
      "log": .string(log), "seq": 0, "key": .string(multikey),
      "published": "2026-11-25T09:00:00Z", "object": .string(group), "instrument": .object(record),
    ]
    let keyID = try required(KeyID("https://\(host)/actor#ed25519-key"))
    return try IntegrityProof.sign(
      document,
      as: Signer(keyID: keyID, key: key),
      created: founded.network.clock.now
    )
  }
}
