import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What is tried with statements, seals and comparisons.
@Suite struct StatementAttackTests {
  private func founded(isPublic: Bool = true) async throws -> Founded {
    var rules = Rules()
    rules.isMembershipPublic = isPublic
    return try await Founded("a.example", "b.example", "c.example", rules: rules)
  }

  /// A statement in a log, signed by any key.
  private func statement(
    _ content: JSONObject,
    of author: TestNode,
    in founded: Founded,
    after head: TerritoryLedger.Head? = nil,
    by key: SigningKey? = nil
  ) throws -> JSONObject {
    let holding = try required(author.services.territories.holding(founded.id))
    let log = try author.memberID(in: founded.id)
    let head = try required(head ?? holding.ledger.head(of: log))
    let signer = try author.services.keys.nodeSigner(.ed25519)
    let used = key ?? signer.key
    var document: JSONObject = [
      "@context": AS.territoryContext,
      "id": .string(
        "\(author.origin)/territories/\(founded.id.text)/log/\(log.text)/\(head.sequence + 1)"
      ),
      "actor": .string("\(author.origin)/actor"), "territory": .string(founded.id.text),
      "log": .string(log.text), "seq": .integer(head.sequence + 1),
      "prev": .string(head.digest.text),
      "key": .string(try required(used.verificationKey.multikey)),
      "published": "2026-11-25T09:00:00Z",
    ]
    for member in content.members { document[member.key] = member.value }
    return try IntegrityProof.sign(
      document,
      as: Signer(keyID: signer.keyID, key: used),
      created: author.clock.now
    )
  }

  /// Brings statements to a node as another one.
  private func bring(
    _ statements: [JSONObject],
    to node: TestNode,
    by bringer: TestNode,
    in founded: Founded
  ) async throws -> JSON {
    try await bringer.client.post(
      ["statements": .array(statements.map(JSON.object))],
      to: "/territories/\(founded.id.text)/sync",
      of: PeerClient.Target(host: node.host, key: required(node.ownKey))
    )
  }

  private func count(_ node: TestNode, _ founded: Founded) -> Int {
    node.services.territories.holding(founded.id)?.ledger.statements.count ?? 0
  }

  private func vote(for digest: Digest, type: String = "Offer") -> JSONObject {
    [
      "type": "Accept",
      "object": [
        "id": "https://a.example/x", "type": .string(type), "digest": .string(digest.text),
      ],
    ]
  }

  // MARK: Keys

  @Test func `Attack: a key that was superseded says nothing more`() async throws {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let member = try founded.nodes[2].memberID(in: founded.id)
    try await a.announceSuccessor()
    await a.spread()
    let holding = try required(b.services.territories.holding(founded.id))
    #expect(
      holding.ledger.currentKey(of: try a.memberID(in: founded.id))
        == a.successor.verificationKey.multikey
    )

    let forged = try statement(
      [
        "type": "Offer", "object": ["type": "Remove", "member": .string(member.text)], "version": 0,
      ],
      of: a,
      in: founded
    )
    _ = try await bring([forged], to: b, by: founded.nodes[2], in: founded)

    #expect(try b.state(of: founded.id).proposals.isEmpty)
  }

  @Test func `Attack: a statement that its author did not sign is not kept`() async throws {
    let founded = try await founded()
    let (a, b, c) = (founded.nodes[0], founded.nodes[1], founded.nodes[2])
    let object: JSON = ["type": "Remove", "member": .string(try c.memberID(in: founded.id).text)]
    let mine = try statement(
      ["type": "Offer", "object": object, "version": 0],
      of: a,
      in: founded,
      by: SigningKey.generateEd25519()
    )
    let before = count(b, founded)

    _ = try await bring([mine], to: b, by: c, in: founded)
    // By a key that never had the say: kept as the protocol asks, and without effect.
    #expect(count(b, founded) == before + 1)
    #expect(try b.state(of: founded.id).proposals.isEmpty)

    var changed = mine
    changed["version"] = 1
    _ = try await bring([changed], to: b, by: c, in: founded)
    #expect(count(b, founded) == before + 1)
  }

  @Test func `Attack: a statement with a member that no proof covers makes no second one`()
    async throws
  {
    let founded = try await founded()
    let (a, b, c) = (founded.nodes[0], founded.nodes[1], founded.nodes[2])
    let object: JSON = ["type": "Remove", "member": .string(try c.memberID(in: founded.id).text)]
    let honest = try statement(
      ["type": "Offer", "object": object, "version": 0],
      of: a,
      in: founded
    )
    var twin = honest
    twin["signature"] = "x"

    _ = try await bring([twin, honest], to: b, by: c, in: founded)

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

    let own = try statement(vote(for: join, type: "Join"), of: first, in: founded)
    let other = try statement(vote(for: join, type: "Join"), of: second, in: founded)
    _ = try await bring([own], to: a, by: first, in: founded)
    _ = try await bring([other], to: a, by: second, in: founded)
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
    let before = count(b, founded)

    _ = try await bring([forged], to: b, by: founded.nodes[2], in: founded)

    #expect(count(b, founded) == before)
  }

  @Test func `Attack: who is no member brings nobody else's statements`() async throws {
    let founded = try await founded()
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let candidate = try await founded.candidate("d.example")
    let foreign = try statement(
      ["type": "Leave", "object": .string("\(b.origin)/territories/\(founded.id.text)")],
      of: b,
      in: founded
    )
    let before = count(a, founded)

    _ = try await bring([foreign], to: a, by: candidate, in: founded)

    #expect(count(a, founded) == before)
    #expect(try a.state(of: founded.id).members.count == 3)
  }

  // MARK: Seals

  /// A seal by b with what it says, and the state of a with it.
  private func seal(
    _ seal: JSONObject,
    in founded: Founded,
    cosigners: [TestNode] = []
  ) async throws -> Digest {
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    var object: JSONObject = [
      "type": "Seal", "version": 1, "previous": .string(founded.id.text), "round": 0,
    ]
    for member in seal.members { object[member.key] = member.value }
    let document = try statement(["type": "Update", "object": .object(object)], of: b, in: founded)
    let digest = try Digest(of: document)
    _ = try await bring([document], to: a, by: b, in: founded)
    for node in cosigners {
      let signed = try statement(vote(for: digest, type: "Update"), of: node, in: founded)
      _ = try await bring([signed], to: a, by: node, in: founded)
    }
    return digest
  }

  private func admission(of node: TestNode, in founded: Founded) throws -> JSON {
    [
      "member": .string(try node.memberID(in: founded.id).text),
      "actor": .string("\(node.origin)/actor"),
    ]
  }

  @Test func `Attack: a seal without a quorum seals nothing`() async throws {
    let founded = try await founded()
    let candidate = try await founded.candidate("d.example")

    _ = try await seal(["admit": [admission(of: candidate, in: founded)]], in: founded)

    #expect(try founded.nodes[0].state(of: founded.id).version == 0)
    #expect(try founded.nodes[0].state(of: founded.id).members.count == 3)
  }

  @Test func `Attack: an honest elector signs no seal that admits, drops or excludes at will`()
    async throws
  {
    let founded = try await founded()
    let candidate = try await founded.candidate("d.example")
    await settle(founded.nodes)
    let victim = try founded.nodes[2].memberID(in: founded.id)
    let inventions: [JSONObject] = [
      ["admit": [try admission(of: candidate, in: founded)]],
      ["drop": [.string(victim.text)]],
      ["drop": [.string(victim.text)], "exclude": [.string(victim.text)]],
    ]

    for invention in inventions { _ = try await seal(invention, in: founded) }
    for _ in 0..<5 {
      founded.network.clock.advance(by: 5)
      try await founded.nodes[0].seal()
    }

    #expect(try founded.nodes[0].state(of: founded.id).version == 0)
    let own = try founded.nodes[0].memberID(in: founded.id)
    let entries = founded.nodes[0].services.territories.holding(founded.id)?.ledger.entries(of: own)
    #expect(entries?.contains { if case .cosign = $0.content { true } else { false } } == false)
  }

  @Test func `Attack: a seal that admits more than may grow has no effect, whoever signs it`()
    async throws
  {
    let founded = try await founded()
    let invented = (0..<6).map { number -> JSON in
      [
        "member": .string(Digest(ofKey: "nobody \(number)").text),
        "actor": .string("https://n\(number).example/actor"),
      ]
    }

    _ = try await seal(
      ["admit": .array(invented)],
      in: founded,
      cosigners: [founded.nodes[2]]
    )

    #expect(try founded.nodes[0].state(of: founded.id).version == 0)
  }

  // MARK: Strangers

  @Test func `Attack: a territory is absent for who does not belong`() async throws {
    let founded = try await founded(isPublic: false)
    let a = founded.nodes[0]
    let peer = try await founded.network.node("z.example")
    try await peer.join(a)
    let before = count(a, founded)
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
    #expect(count(a, founded) == before)
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
    _ = try await bring([join], to: a, by: b, in: founded)
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
