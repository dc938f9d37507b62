import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Two nodes agree on a peering over their real routes.
@Suite struct PeeringTests {
  private let network = TestNetwork()
  private let near: TestNode
  private let far: TestNode

  init() async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
  }

  // MARK: By ticket

  @Test func `A ticket makes both sides active with each other's record and scopes`() async throws {
    try await far.join(near, [.posts, .needs])

    let (here, there) = (try near.peering(with: far), try far.peering(with: near))
    #expect(here.state == .active && there.state == .active)
    #expect(here.verification == .ticket && there.verification == .ticket)
    #expect(here.ours.scopes == [.posts, .needs] && here.theirs.scopes == [.posts, .needs])
    #expect(there.ours.scopes == [.posts, .needs] && there.theirs.scopes == [.posts, .needs])
    #expect(here.record?.host == "far.example" && there.record?.host == "near.example")
    let keys = try [near, far].map {
      try $0.services.keys.nodeSigner(.ed25519).key.verificationKey.multikey
    }
    #expect([there.record?.key, here.record?.key] == keys)
  }

  @Test func `The review date of a ticket stands in the peering, on both sides`() async throws {
    let day = network.clock.now + 90 * 86_400
    let ticket = try await near.peerings.invite([.posts], reviewAt: day, lifetime: 3600)

    _ = try await far.peerings.join(ticket)

    let heard = try far.peering(with: near).theirs.reviewAt
    #expect(try near.peering(with: far).ours.reviewAt == day)
    #expect(heard.map { abs($0.timeIntervalSince(day)) < 1 } == true)
  }

  @Test func `A peering is there after a restart`() async throws {
    try await far.join(near)

    let again = try await near.restarted()

    #expect(try again.peering(with: far) == near.peering(with: far))
  }

  @Test func `A join whose answer was lost is repeated, and changes nothing the second time`()
    async throws
  {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    network.tamper { $0.question.url.hasSuffix("/peering") ? nil : $0.answer }
    await #expect(throws: Refusal.self) { try await far.peerings.join(ticket) }
    #expect(try near.peering(with: far).state == .active)
    #expect(far.services.known.peering(with: "near.example") == nil)
    network.tamper(nil)

    let joined = try await far.peerings.join(ticket)
    let again = try await far.peerings.join(ticket)

    #expect(joined.state == .active && again.state == .active)
    #expect(try near.peering(with: far).state == .active)
  }

  // MARK: By request

  @Test func `A request is accepted, and the words make it active on each side`() async throws {
    let asked = try await far.peerings.request("near.example", [.posts], pins: [])
    #expect(asked.state == .requested(by: .us))
    #expect(try near.peering(with: far).state == .requested(by: .them))

    _ = try await near.peerings.accept("far.example", [.posts, .needs])
    #expect(try near.peering(with: far).state == .unverified)
    #expect(try far.peering(with: near).state == .unverified)

    let words = try await near.peerings.words("far.example")
    #expect(try await far.peerings.words("near.example") == words)
    #expect(try await near.peerings.verify("far.example", typed: "\(words)").state == .active)
    #expect(try far.peering(with: near).state == .unverified)
    #expect(try await far.peerings.verify("near.example", typed: "\(words)").state == .active)
  }

  @Test func `Other words verify nothing`() async throws {
    _ = try await far.peerings.request("near.example", [.posts], pins: [])
    _ = try await near.peerings.accept("far.example", nil)
    let words = try await near.peerings.words("far.example").words

    await #expect(throws: Refusal.self) {
      try await near.peerings.verify(
        "far.example",
        typed: words.reversed().joined(separator: " ")
      )
    }
    #expect(try near.peering(with: far).state == .unverified)
  }

  @Test func `Two nodes that ask each other have agreed`() async throws {
    _ = try await far.peerings.request("near.example", [.posts], pins: [])

    let asked = try await near.peerings.request("far.example", [.posts], pins: [])

    #expect(asked.state == .unverified)
    #expect(try far.peering(with: near).state == .unverified)
  }

  @Test func `Who asks again hears what has become of it`() async throws {
    _ = try await far.peerings.request("near.example", [.posts], pins: [])
    network.cut(near, far)
    _ = try await near.peerings.accept("far.example", nil)
    network.heal()
    #expect(try far.peering(with: near).state == .requested(by: .us))

    await far.peerings.tell(try far.peering(with: near))

    #expect(try far.peering(with: near).state == .unverified)
    #expect(try near.peering(with: far).state == .unverified)
  }

  @Test func `A request is rejected, and the other side hears of it`() async throws {
    _ = try await far.peerings.request("near.example", [.posts], pins: [])

    try await near.peerings.reject("far.example", reason: "not now")

    #expect(try near.peering(with: far).state == .revoked)
    #expect(try far.peering(with: near).state == .revoked)
    _ = try await far.peerings.request("near.example", [.posts], pins: [])
    #expect(try near.peering(with: far).state == .requested(by: .them))
  }

  // MARK: Changing

  @Test func `Scopes, valves and level are told to the other side`() async throws {
    try await far.join(near, [.posts])
    let valve = Valve(
      scope: .needs,
      direction: .in,
      setting: .closed,
      author: "admin",
      reason: "too much",
      createdAt: network.clock.now
    )

    let (_, isTold) = try await near.peerings.change("far.example") { peering in
      peering.ours.scopes = [.posts, .needs]
      peering.ours.valves = [valve]
      peering.level = .limited
    }

    #expect(isTold)
    let heard = try far.peering(with: near).theirs
    #expect(heard.scopes == [.posts, .needs])
    #expect(heard.valves.map(\.reason) == ["too much"])
    #expect(heard.valves.map(\.author) == [""])
    let sent = network.exchanges(to: "far.example/peering").last?.question.json
    #expect(sent?["object"]?["level"]?.string == "limited")
  }

  @Test func `An end is heard on the other side, and a second time changes nothing`() async throws {
    try await far.join(near)
    let message = try await far.peerings.remove("near.example")

    #expect(message)
    #expect(try near.peering(with: far).state == .revoked)
    let undo = try required(network.exchanges(to: "near.example/peering").last)
    let again = try await far.client.post(
      required(undo.question.json?.object),
      to: "/peering",
      of: PeerClient.Target(host: "near.example", key: required(near.ownKey))
    )
    #expect(again["type"]?.string == "Accept")
    #expect(try near.peering(with: far).state == .revoked)
  }

  @Test func `A suspended peering tells the other side that it is one`() async throws {
    try await far.join(near)
    _ = try await near.peerings.suspend("far.example", until: nil, reason: "spam")

    await #expect(
      throws: Refusal.forbidden(
        "near.example answered 403: This node does not exchange with far.example."
      )
    ) {
      try await far.peerings.send(
        .offer,
        far.peerings.object(
          of: far.peering(with: near),
          OwnRecord(services: far.services).current().document
        ),
        to: PeerClient.Target(host: "near.example", key: required(near.ownKey))
      )
    }
  }

  @Test func `A key that follows as its record promised is taken, and the old one is done`()
    async throws
  {
    try await far.join(near)
    let old = try required(far.ownKey)

    try await far.announceSuccessor()

    #expect(try near.peering(with: far).record?.key == far.successor.verificationKey.multikey)
    #expect(try near.peering(with: far).record?.key != old)
    await #expect(throws: Refusal.self) {
      try await far.client.post(
        ["echo": "x"],
        to: "/peering/ping",
        of: PeerClient.Target(host: "near.example", key: required(near.ownKey))
      )
    }
  }

  @Test func `New pins and addresses are taken from the known key, and used from then on`()
    async throws
  {
    try await far.join(near)
    var record = try await OwnRecord(services: far.services).current().record
    record.tlsPins = ["sha256/\(Base64.encode([UInt8](repeating: 7, count: 32)))"]
    record.addresses = ["192.0.2.9:8443"]
    let object = PeeringOffer.object(
      Peering.Terms(),
      record: NodeRecord.document(record),
      charters: [:]
    )
    _ = try await near.peerings.change("far.example") { $0.trust = .pins }

    _ = try await far.peerings.send(
      .update,
      object,
      to: PeerClient.Target(host: "near.example", key: required(near.ownKey))
    )

    #expect(try near.peering(with: far).record?.tlsPins == record.tlsPins)
    #expect(near.services.known.pins(host: "far.example", port: 443)?.count == 1)
    #expect(near.services.known.place(host: "far.example", port: 443)?.port == 8443)
  }

  @Test func `A rotation whose answer was lost is heard a second time`() async throws {
    try await far.join(near)
    try await far.announceSuccessor()
    let message = try required(network.exchanges(to: "near.example/peering").last).question
    let key = Signer(
      keyID: try required(KeyID("https://far.example/actor#ed25519-key")),
      key: far.successor
    )

    let again = try await PostedRequest(message.body, to: near, "/peering", as: key)
      .send(on: network)

    #expect(again.status == 200)
    #expect(try near.peering(with: far).record?.key == far.successor.verificationKey.multikey)
  }

  @Test func `A ping comes back as it went`() async throws {
    try await far.join(near)

    let answer = try await far.client.post(
      ["echo": "bonjour"],
      to: "/peering/ping",
      of: PeerClient.Target(host: "near.example", key: required(near.ownKey))
    )

    #expect(answer == ["echo": "bonjour"])
  }

  @Test func `A signed request is noted as the last that was heard`() async throws {
    try await far.join(near)
    network.clock.advance(by: 3600)

    _ = try await far.client.post(
      ["echo": "bonjour"],
      to: "/peering/ping",
      of: PeerClient.Target(host: "near.example", key: required(near.ownKey))
    )

    let heard = try await near.database.read { try $0.peerings.lastHeard("far.example") }
    #expect(heard.map { abs($0.timeIntervalSince(network.clock.now)) < 1 } == true)
  }
}

extension TestNode {
  /// Says in all logs and to all peers that the node's next key follows.
  func announceSuccessor() async throws {
    let rotation = KeyRotation(services: services)
    let (successor, following) = (successor, SigningKey.generateEd25519())
    try await rotation.carryOut {
      try await database.write { try rotation.announce(successor, following: following, in: $0) }
    }
  }

  /// The node's Ed25519 key as Multikey.
  var ownKey: String? {
    (try? services.keys.nodeSigner(.ed25519))?.key.verificationKey.multikey
  }
}
