import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Whether a member's record is believed for the way to the host that it names.
@Suite struct MemberOriginTests {
  private let evil = SigningKey.generateEd25519()
  private let pin = "sha256/" + String(repeating: "A", count: 43) + "="

  /// A territory whose third member has the first two as peers.
  private func founded() async throws -> Founded {
    let founded = try await Founded("a.example", "b.example", "c.example")
    try await founded.nodes[2].join(founded.nodes[1])
    return founded
  }

  /// Lets some members admit a host that takes no connections and says where it is.
  private func admit(
    _ host: String,
    to founded: Founded,
    by endorsers: [Int] = [0, 1]
  ) async throws {
    let join = try join(of: host, in: founded)
    _ = try await founded.bring([join], to: founded.nodes[0], by: founded.nodes[1])
    await settle(founded.nodes)
    let state = try founded.nodes[0].state(of: founded.id)
    let member = try required(state.candidates.first { $0.record.host == host }).member
    for place in endorsers {
      try await founded.nodes[place].desk.endorse(member, in: founded.id, isForced: true)
      await settle(founded.nodes)
    }
    #expect(try founded.nodes[2].hosts(of: founded.id).contains(host))
  }

  private func join(of host: String, in founded: Founded) throws -> JSONObject {
    let multikey = try required(evil.verificationKey.multikey)
    let record = NodeRecord.document(
      NodeRecord(
        digest: founded.id,
        actor: "https://\(host)/actor",
        key: multikey,
        keyDigest: Digest(ofKey: multikey),
        nextKeyDigest: Digest(ofKey: "next"),
        inbox: "https://\(host)/inbox",
        isReachable: false,
        addresses: ["203.0.113.66:443"],
        tlsPins: [pin],
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
    return try proven(document, of: host, founded)
  }

  private func proven(
    _ document: JSONObject,
    of host: String,
    _ founded: Founded
  ) throws -> JSONObject {
    let keyID = try required(KeyID("https://\(host)/actor#ed25519-key"))
    return try IntegrityProof.sign(
      document,
      as: Signer(keyID: keyID, key: evil),
      created: founded.network.clock.now
    )
  }

  @Test func `Attack: a member in the name of a host that answers leads nobody astray`()
    async throws
  {
    let founded = try await founded()
    // Whoever is at social.example answers 404: it is no node, and it is there.
    try await admit("social.example", to: founded)
    let (c, known) = (founded.nodes[2], founded.nodes[2].services.known)

    let node = try required(known.node(host: "social.example"))
    #expect(!node.isProven && node.record.isReachable)
    #expect(node.record.addresses.isEmpty && node.record.tlsPins.isEmpty)
    #expect(known.place(host: "social.example", port: 443) == nil)
    #expect(known.pins(host: "social.example", port: 443) == nil)
    #expect(!known.isOutboundOnly("https://social.example/users/x"))
    #expect(!known.collectingLanes.contains("https://social.example"))
    let victim = try RemoteActor("victim", at: "social.example")
    let introduction: JSONObject = [
      "@context": AS.territoryContext, "id": "https://social.example/peering/1", "type": "Update",
      "actor": "https://social.example/actor", "published": "2026-11-25T09:00:00Z",
      "object": victim.document,
    ]
    let signed = try proven(introduction, of: "social.example", founded)
    await #expect(
      throws: Refusal.forbidden("Nothing has shown yet that this member is social.example.")
    ) { try await Introductions(services: c.services).take(.object(signed)) }
  }

  @Test func `A member that nobody contradicts is believed when peers have vouched for it`()
    async throws
  {
    let founded = try await founded()
    founded.network.farSide.answer(
      "https://quiet.example/actor",
      with: .failure(.unreachable(reason: "no such name"))
    )
    try await admit("quiet.example", to: founded)
    let known = founded.nodes[2].services.known

    #expect(known.isOutboundOnly("https://quiet.example/users/x"))
    #expect(known.place(host: "quiet.example", port: 443)?.port == 443)
    // Also after a start.
    let again = try await founded.nodes[2].restarted()
    #expect(again.services.known.isOutboundOnly("https://quiet.example/users/x"))
  }

  @Test func `A member that nobody contradicts is a stranger to whom its endorsers are strangers`()
    async throws
  {
    let founded = try await Founded("a.example", "b.example", "c.example")
    founded.network.farSide.answer(
      "https://quiet.example/actor",
      with: .failure(.unreachable(reason: "no such name"))
    )
    try await admit("quiet.example", to: founded)

    // Only one of the two is a peer of this node.
    let known = founded.nodes[2].services.known
    #expect(known.node(host: "quiet.example")?.isProven == false)
    #expect(!known.isOutboundOnly("https://quiet.example/users/x"))
    #expect(known.members(of: founded.id).map(\.host).contains("quiet.example"))
    // Until its own admin vouches for it, who knows it from elsewhere.
    let node = founded.nodes[2]
    let holding = try required(node.services.territories.holding(founded.id))
    let member = try required(node.desk.unproven(in: holding).first)
    #expect(member.record.host == "quiet.example")
    await #expect(throws: Refusal.self) { try await node.desk.endorse(member.id, in: founded.id) }
    try await node.desk.endorse(member.id, in: founded.id, isForced: true)
    await settle(founded.nodes)

    #expect(known.isOutboundOnly("https://quiet.example/users/x"))
    await #expect(throws: Refusal.conflict("It is a member already.")) {
      try await node.desk.endorse(member.id, in: founded.id, isForced: true)
    }
  }

  @Test func `Attack: a member cannot be a host whose actors are known otherwise`() async throws {
    let founded = try await founded()
    let c = founded.nodes[2]
    let victim = try RemoteActor("victim", at: "quiet.example")
    try founded.network.farSide.host(victim)
    _ = try await c.services.actors.actor(required(AS.IRI(victim.uri)))
    founded.network.farSide.answer(
      "https://quiet.example/actor",
      with: .failure(.unreachable(reason: "no such name"))
    )
    try await admit("quiet.example", to: founded)

    #expect(c.services.known.node(host: "quiet.example")?.isProven == false)
  }
}
