import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What somebody tries with tickets and in others' names at the door for peerings.
@Suite struct TicketAttackTests {
  private let network = TestNetwork()
  private let near: TestNode
  private let far: TestNode
  private let evil: TestNode

  init() async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
    evil = try await network.node("evil.example")
  }

  private var target: PeerClient.Target {
    get throws { PeerClient.Target(host: "near.example", key: try required(near.ownKey)) }
  }

  /// Sends an Offer as a node, with a ticket's proof as it may be.
  private func offer(
    _ ticket: InvitationTicket,
    by sender: TestNode,
    proof: [UInt8]
  ) async throws -> PeerMessage {
    let own = try await OwnRecord(services: sender.services).current()
    let object = PeeringOffer.object(
      Peering.Terms(),
      record: own.document,
      charters: [:],
      ticket: (ticket.id, proof)
    )
    return try await sender.peerings.send(.offer, object, to: target)
  }

  private func proof(
    _ ticket: InvitationTicket,
    over record: Digest,
    sponsor: String = "https://near.example/actor"
  ) -> [UInt8] {
    SharedSecret.proof(
      ticket.secret,
      over: PeeringOffer.ticketMessage(id: ticket.id, sponsor: sponsor, record: record)
    )
  }

  private func record(of node: TestNode) async throws -> NodeRecord {
    try await OwnRecord(services: node.services).current().record
  }

  private static let noTicket = Refusal.forbidden(
    """
    near.example answered 403: The ticket is not valid: it is unknown, used, expired or for another \
    host.
    """
  )

  @Test func `Attack: a ticket that was used is used by nobody else`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    _ = try await far.peerings.join(ticket)

    await #expect(throws: Self.noTicket) { try await evil.peerings.join(ticket) }
    #expect(near.services.known.peering(with: "evil.example") == nil)
  }

  @Test func `Attack: a used ticket does not revive a peering that was ended`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    _ = try await far.peerings.join(ticket)
    try await far.peerings.remove("near.example")
    #expect(try near.peering(with: far).state == .revoked)

    await #expect(throws: Self.noTicket) { try await far.peerings.join(ticket) }
    #expect(try near.peering(with: far).state == .revoked)
  }

  @Test func `Attack: a ticket for another host is refused with the same words`() async throws {
    let ticket = try await near.peerings.invite([.posts], host: "far.example", lifetime: 3600)

    await #expect(throws: Self.noTicket) { try await evil.peerings.join(ticket) }
    #expect(try await far.peerings.join(ticket).state == .active)
  }

  @Test func `Attack: a ticket that has expired is refused with the same words`() async throws {
    var ticket = try await near.peerings.invite([.posts], lifetime: 60)
    network.clock.advance(by: 61)
    ticket.expiresAt = network.clock.now + 3600

    await #expect(throws: Self.noTicket) { try await far.peerings.join(ticket) }
  }

  @Test func `Attack: a ticket that nobody made is refused with the same words`() async throws {
    var ticket = try await near.peerings.invite([.posts], lifetime: 60)
    ticket.id = SharedSecret.random(count: 8)

    await #expect(throws: Self.noTicket) { try await far.peerings.join(ticket) }
  }

  @Test func `Attack: who knows a ticket's id and not its secret gets nothing`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)

    await #expect(throws: Refusal.self) { try await offer(ticket, by: evil, proof: []) }
    for guess in [[UInt8](repeating: 0, count: 32), SharedSecret.random(count: 32)] {
      await #expect(throws: Self.noTicket) {
        try await offer(ticket, by: evil, proof: guess)
      }
    }
    #expect(near.services.known.peering(with: "evil.example") == nil)
    #expect(try await far.peerings.join(ticket).state == .active)
  }

  @Test func `Attack: a proof for another's record or another sponsor is worthless`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    let others = try await record(of: far).digest
    let own = try await record(of: evil).digest

    await #expect(throws: Self.noTicket) {
      try await offer(ticket, by: evil, proof: proof(ticket, over: others))
    }
    await #expect(throws: Self.noTicket) {
      try await offer(
        ticket,
        by: evil,
        proof: proof(ticket, over: own, sponsor: "https://evil.example/actor")
      )
    }
  }

  @Test func `Attack: a join that was overheard is not accepted again`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    _ = try await far.peerings.join(ticket)
    let join = try required(network.exchanges(to: "near.example/peering").last)
    let server = try required(network.server("near.example"))

    let again = try await server.send(
      .post,
      "/peering",
      join.question.fields,
      body: join.question.body,
      route: .init(host: "near.example")
    )

    #expect(again.status == 401)
  }

  @Test func `Attack: an overheard join that another signs is not accepted`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    network.cut(near, far)
    network.heal()
    _ = try await far.peerings.join(ticket)
    let join = try required(network.exchanges(to: "near.example/peering").last?.question.json)

    await #expect(throws: Refusal.self) {
      try await evil.client.post(required(join.object), to: "/peering", of: target)
    }
    #expect(near.services.known.peering(with: "evil.example") == nil)
  }

  @Test func `Attack: a ticket does not change the key of a host that is known`() async throws {
    try await far.join(near)
    let known = try far.peering(with: near)
    var ticket = try await evil.peerings.invite([.posts], lifetime: 3600)
    ticket.origin = "https://near.example"
    let before = network.exchanges.count

    await #expect(throws: Refusal.self) { try await far.peerings.join(ticket) }

    #expect(network.exchanges.count == before)
    #expect(try far.peering(with: near) == known)
  }

  // MARK: In another's name

  /// A node that says it is near.example, with a key of its own.
  private func impostor(isReachable: Bool = true) async throws -> Impostor {
    try await Impostor(of: "far.example", at: network, isReachable: isReachable)
  }

  @Test(arguments: [true, false])
  func `Attack: nobody asks in the name of a host that shows another key`(
    isReachable: Bool
  )
    async throws
  {
    let impostor = try await impostor(isReachable: isReachable)

    let status = try await impostor.send(.offer, to: near)

    #expect(status == 403)
    #expect(near.services.known.peering(with: "far.example") == nil)
    #expect(
      try await far.peerings.request("near.example", [.posts], pins: []).host == "near.example"
    )
  }

  @Test func `Attack: a claim in the name of a host that cannot be seen is believed in nothing`()
    async throws
  {
    network.cut(near, far)
    let impostor = try await impostor(isReachable: false)

    #expect(try await impostor.send(.offer, to: near) == 200)

    let known = near.services.known
    #expect(known.peering(with: "far.example")?.state == .requested(by: .them))
    #expect(known.node(host: "far.example") == nil)
    #expect(known.pins(host: "far.example", port: 443) == nil)
    #expect(known.place(host: "far.example", port: 443) == nil)
    #expect(!known.isOutboundOnly("https://far.example/actor"))
    #expect(try await impostor.introduce(to: near) == 403)
    #expect(try await near.database.read { try $0.introductions.count(host: "far.example") } == 0)
  }

  @Test func `Attack: a known host's new record needs its known key`() async throws {
    try await far.join(near)
    let before = try near.peering(with: far)
    let impostor = try await impostor()

    #expect(try await impostor.send(.offer, to: near) == 401)
    #expect(try await impostor.send(.update, to: near) == 401)
    #expect(try await impostor.send(.undo, to: near) == 401)

    #expect(try near.peering(with: far) == before)
  }

  @Test func `Attack: a known node cannot take another key or other pins by another's signature`()
    async throws
  {
    try await far.join(near)
    let own = try await OwnRecord(services: far.services).current()
    var record = own.record
    record.key = try required(evil.ownKey)
    record.keyDigest = Digest(ofKey: record.key)
    let object = PeeringOffer.object(
      Peering.Terms(),
      record: NodeRecord.document(record),
      charters: [:]
    )
    let before = try near.peering(with: far)

    await #expect(throws: Refusal.self) {
      try await far.peerings.send(.update, object, to: target)
    }
    await #expect(throws: Refusal.self) {
      try await far.peerings.send(.offer, object, to: target)
    }

    #expect(try near.peering(with: far) == before)
  }

  @Test func `Attack: a host that is not known brings a key by an Offer and by nothing else`()
    async throws
  {
    let own = try await OwnRecord(services: evil.services).current()
    let object = PeeringOffer.object(Peering.Terms(), record: own.document, charters: [:])

    for kind in [PeerMessage.Kind.update, .accept] {
      await #expect(throws: Refusal.unauthenticated(Self.notKnown)) {
        try await evil.peerings.send(kind, object, to: target)
      }
    }
  }

  private static let notKnown =
    """
    near.example answered 401: Not authenticated: no key of evil.example that is known here made the \
    signature.
    """
}

/// Somebody who has another host's name and a key of its own.
struct Impostor: Sendable {
  private let host: String
  private let key = SigningKey.generateEd25519()
  private let network: TestNetwork
  private let record: JSONObject

  init(of host: String, at network: TestNetwork, isReachable: Bool) async throws {
    self.host = host
    self.network = network
    let multikey = try required(key.verificationKey.multikey)
    record = NodeRecord.document(
      NodeRecord(
        digest: Digest(ofKey: multikey),
        actor: "https://\(host)/actor",
        key: multikey,
        keyDigest: Digest(ofKey: multikey),
        nextKeyDigest: Digest(ofKey: "next"),
        inbox: "https://\(host)/inbox",
        isReachable: isReachable,
        addresses: ["10.0.0.9:443"],
        tlsPins: ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
        presentation: NodeRecord.Presentation(name: "Impostor", kind: .association)
      )
    )
  }

  private var signer: Signer {
    get throws {
      Signer(keyID: try required(KeyID("https://\(host)/actor#ed25519-key")), key: key)
    }
  }

  func send(_ kind: PeerMessage.Kind, to node: TestNode) async throws -> Int {
    let document: JSONObject = [
      "@context": AS.territoryContext, "id": .string("https://\(host)/peering/1"),
      "type": .string(kind.rawValue), "actor": .string("https://\(host)/actor"),
      "published": "2026-11-25T09:00:00Z",
      "object": PeeringOffer.object(Peering.Terms(), record: record, charters: [:]),
    ]
    let signed = try IntegrityProof.sign(document, as: signer, created: network.clock.now)
    return try await post(.object(signed), to: node, "/peering").status
  }

  /// Introduces a person of the host, with a key that the impostor has.
  func introduce(to node: TestNode) async throws -> Int {
    let zoe = try RemoteActor("zoe", at: host)
    let document: JSONObject = [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string("https://\(host)/peering/2"), "type": "Update",
      "actor": .string("https://\(host)/actor"), "published": "2026-11-25T09:00:00Z",
      "object": zoe.document.setting("@context", to: nil),
    ]
    let signed = try IntegrityProof.sign(document, as: signer, created: network.clock.now)
    return try await post(["introductions": [.object(signed)]], to: node, "/peering/actors").status
  }

  func post(_ json: JSON, to node: TestNode, _ path: String) async throws -> TestServer.Reply {
    let request = try PostedRequest(json.serialized(), to: node, path, as: signer)
    return try await request.send(on: network)
  }
}

/// A signed request that a test puts together itself.
struct PostedRequest: Sendable {
  var fields: [(String, String)]
  var body: [UInt8]
  let path: String
  let host: String

  init(
    _ body: [UInt8],
    to node: TestNode,
    _ path: String,
    as signer: Signer,
    nonce: String = Base64URL.encode(SharedSecret.random(count: 16)),
    at now: Date? = nil
  ) throws {
    self.body = body
    self.path = path
    host = node.host
    let request = RequestMessage(
      method: "POST",
      uri: try required(TargetURI(node.origin + path)),
      fields: ["content-type": "application/activity+json"],
      body: BodyDigest(of: body)
    )
    fields = [("content-type", "application/activity+json")]
    let signed = try PeerSignature.sign(
      request,
      as: signer,
      nonce: nonce,
      now: now ?? node.clock.now
    )
    fields += signed.map { ($0.name, $0.value) }
  }

  func send(on network: TestNetwork) async throws -> TestServer.Reply {
    try await required(network.server(host), host)
      .send(.post, path, fields, body: body, route: .init(host: host))
  }
}
