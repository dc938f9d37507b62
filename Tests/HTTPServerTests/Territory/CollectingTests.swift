import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// A node that takes no connections comes for what is its own.
@Suite struct CollectingTests {
  private let network = TestNetwork()
  private let hub: TestNode
  private let behind: TestNode
  private let marie: ActorProfile
  private let zoe: ActorProfile

  init() async throws {
    hub = try await network.node("hub.example")
    behind = try await network.node("behind.example", isReachable: false)
    marie = try await hub.member("marie")
    zoe = try await behind.member("zoe")
    let ticket = try await hub.peerings.invite(
      [.posts],
      host: "behind.example",
      lifetime: 3600
    )
    _ = try await behind.peerings.join(ticket)
  }

  private var target: PeerClient.Target {
    get throws { PeerClient.Target(host: "hub.example", key: try required(hub.ownKey)) }
  }

  /// One question without waiting.
  private func collect(_ acknowledged: Int) async throws -> [JSON] {
    let answer = try await behind.client.post(
      ["acknowledged": .integer(acknowledged), "wait": 0],
      to: "/peering/collect",
      of: target
    )
    return try required(answer["deliveries"]?.array)
  }

  /// Lets zoe follow marie, and hands marie's posts to the queue.
  private func posts(_ texts: String...) async throws {
    try await Introductions(services: behind.services).introduce(
      [behind.nodeActor, zoe],
      to: target
    )
    let follower = try required(
      await hub.database.read { [zoe] in try $0.actors.find(uri: zoe.uri) }
    )
    let followee = try await behind.services.actors.actor(required(AS.IRI(marie.uri)))
    try await save(follower.id, marie.id, at: hub)
    try await save(zoe.id, followee.id, at: behind)
    for text in texts { _ = try await publish(text) }
  }

  private func save(_ follower: ActorID, _ followee: ActorID, at node: TestNode) async throws {
    let follow = Follow(
      uri: "\(behind.origin)/follows/1",
      followerID: follower,
      followeeID: followee,
      state: .accepted,
      createdAt: network.clock.now
    )
    try await node.database.write { try $0.follows.save(follow) }
  }

  private func publish(_ text: String) async throws -> Post {
    try await hub.outbox.publish(PostDraft(source: text, audience: .public), as: marie.id)
  }

  @Test func `A node is introduced by its own word`() async throws {
    try await Introductions(services: behind.services).introduce(
      [behind.nodeActor, zoe],
      to: target
    )

    let known = try await hub.database.read { [zoe] in try $0.actors.find(uri: zoe.uri) }
    #expect(known?.name == "zoe")
    #expect(known?.host == "behind.example")
    #expect(network.exchanges(to: "behind.example").isEmpty)
  }

  @Test func `A node that was restored without its memory of one is told again who writes`()
    async throws
  {
    try await posts()
    _ = try await hub.database.write { tx in
      _ = try tx.actors.purge(host: "behind.example")
      return try tx.introductions.remove(host: "behind.example")
    }
    hub.services.senderCache.removeAll()

    let said = try await behind.outbox.publish(
      PostDraft(source: "@marie@hub.example, du pain ?", audience: .direct),
      as: zoe.id
    )
    for _ in 0..<2 {
      try await behind.drainDeliveries()
      network.clock.advance(by: 6 * 3_600)
    }
    try await hub.drainInbox()

    #expect(try await hub.post(said.uri) != nil)
  }

  @Test func `What waits is handed out until it is acknowledged, and then forgotten`() async throws
  {
    try await posts("one", "two")

    let first = try await collect(0)
    let again = try await collect(0)
    #expect(first.count == 2)
    #expect(first == again)
    let numbers = first.compactMap { $0["id"]?.int }
    #expect(numbers == numbers.sorted())
    #expect(try await collect(numbers[0]) == [first[1]])
    #expect(try await collect(numbers[1]).isEmpty)
    #expect(try await collect(0).isEmpty)
  }

  @Test func `What is collected has its effect once, however often it comes`() async throws {
    try await posts("one")
    let node = try required(behind.services.known.node(host: "hub.example"))
    let worker = CollectionWorker(services: behind.services)

    let last = try await worker.collect(from: node, CollectionWorker.Cursor())
    #expect(try await worker.collect(from: node, CollectionWorker.Cursor()) == last)
    try await behind.drainInbox()

    #expect(last.acknowledged > 0)
    let home = try await behind.home(of: zoe)
    #expect(home == ["<p>one</p>\n"])
  }

  @Test func `Who collects learns that the peering was ended, and then it is forgotten`()
    async throws
  {
    #expect(try await hub.peerings.remove("behind.example") == false)
    #expect(try hub.peering(with: behind).state == .revoked)
    let node = try required(behind.services.known.node(host: "hub.example"))

    _ = try await CollectionWorker(services: behind.services)
      .collect(from: node, CollectionWorker.Cursor(), wait: 0)

    #expect(try behind.peering(with: hub).state == .revoked)
    #expect(hub.services.known.peering(with: "behind.example") == nil)
  }

  @Test func `An end that nobody collects is forgotten in time`() async throws {
    try await hub.peerings.remove("behind.example")
    let later = network.clock.now + 1

    let forgotten = try await hub.database.write { try $0.peerings.purgeRequests(before: later) }

    #expect(forgotten == 1)
  }

  @Test func `A question that waits is answered when something comes`() async throws {
    try await posts()
    async let answer = behind.client.post(
      ["acknowledged": 0, "wait": 20],
      to: "/peering/collect",
      of: target
    )
    try await Task.sleep(for: .milliseconds(100))
    _ = try await publish("late")

    #expect(try await answer["deliveries"]?.array?.count == 1)
  }

  @Test func `A newer question ends the one before`() async throws {
    try await posts()
    let question: JSONObject = ["acknowledged": 0, "wait": 50]
    let start = ContinuousClock.now
    async let older = behind.client.post(question, to: "/peering/collect", of: target)
    try await Task.sleep(for: .milliseconds(100))
    async let newer = behind.client.post(question, to: "/peering/collect", of: target)

    let ended = try await older
    #expect(ended["deliveries"] == [])
    #expect(ContinuousClock.now - start < .seconds(20))
    _ = try await publish("late")
    let late = try await newer
    #expect(late["deliveries"]?.array?.count == 1)
  }

  @Test func `Attack: who is suspended while it waits gets nothing`() async throws {
    try await posts()
    async let answer = behind.client.post(
      ["acknowledged": 0, "wait": 20],
      to: "/peering/collect",
      of: target
    )
    try await Task.sleep(for: .milliseconds(100))
    _ = try await hub.peerings.suspend("behind.example", until: nil, reason: "spam")

    do {
      _ = try await answer
      Issue.record("Who is suspended was answered.")
    } catch is Refusal {
      // Nothing was handed out.
    }
  }

  @Test func `A key that follows is learnt from the answer that it signs`() async throws {
    try await hub.announceSuccessor()
    #expect(try behind.peering(with: hub).record?.key == hub.ownKey)
    let pending = try await KeyRotation(services: hub.services).answer(to: "behind.example")
    #expect(pending["rotations"]?.array?.count == 1)
    let successor = Signer(
      keyID: try required(KeyID("https://hub.example/actor#ed25519-key")),
      key: hub.successor
    )
    let now = network.clock.now
    // As the hub answers once its new key is in use.
    network.tamper { exchange in
      guard let message = try? exchange.question.message() else { return nil }
      let answer = ResponseMessage(
        status: 200,
        body: BodyDigest(of: exchange.answer.body),
        to: message
      )
      let fields = try? PeerSignature.sign(answer, as: successor, now: now)
      return OutboundResponse(
        status: 200,
        fields: (fields ?? []).map { ($0.name, $0.value) },
        body: exchange.answer.body,
        finalURL: exchange.question.url
      )
    }

    #expect(try await collect(0).isEmpty)

    #expect(
      try behind.peering(with: hub).record?.key == hub.successor.verificationKey.multikey
    )
  }

  @Test func `Attack: nobody collects what is for another`() async throws {
    try await posts("one")
    let other = try await network.node("other.example")
    try await other.join(hub)

    let answer = try await other.client.post(
      ["acknowledged": 1_000_000, "wait": 0],
      to: "/peering/collect",
      of: target
    )

    #expect(answer["deliveries"] == [])
    #expect(try await collect(0).count == 1)
  }

  @Test func `Attack: a peer hands out no activity of another origin without its proof`()
    async throws
  {
    let nina = try RemoteActor("nina", at: "third.example")
    try network.farSide.host(nina)
    let peer = try required(behind.services.known.node(host: "hub.example")).record
    let forged = nina.create(nina.note("I never said that"))

    await #expect(throws: Refusal.self) {
      try await behind.services.inbox.receiveCollected(forged.serialized(), from: peer)
    }
  }

  @Test func `A node that takes no connections hears by itself of an acceptance and an invitation`()
    async throws
  {
    let founder = try await network.node("f.example")
    _ = try await behind.peerings.request("f.example", [.posts], pins: [])
    let asked = try await founder.peerings.accept("behind.example", nil)
    #expect(asked.state == .unverified)
    #expect(try behind.peering(with: founder).state == .requested(by: .us))

    await behind.peerings.tell(try behind.peering(with: founder))

    #expect(try behind.peering(with: founder).state == .unverified)
  }
}
