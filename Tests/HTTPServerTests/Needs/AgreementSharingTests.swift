import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Two people on two nodes agree, over the wire.
@Suite struct AgreementSharingTests {
  private func propose(_ scene: NeedScene, on post: Post) async throws -> AgreementStore.Entry {
    let entry = try await scene.far.outbox.propose(
      on: post.uri,
      words: "Samedi ?",
      as: scene.bruno.id
    )
    try await scene.settle()
    return entry
  }

  private func first(_ node: TestNode, _ member: ActorProfile) async throws -> AgreementStore.Entry
  {
    try #require(try await node.agreements(of: member).first)
  }

  @Test func `From the need to both having confirmed`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()

    let offered = try await propose(scene, on: post)
    let received = try await first(scene.near, scene.lea)
    #expect(received.words == "Samedi ?" && received.agreement.stage == .offered)
    #expect(received.agreement.primary.share.amount == Amount("4"))
    #expect(try await scene.near.told(scene.lea).first == .agreement)

    _ = try await scene.near.outbox.act(.accept, on: received.id, as: scene.lea.id)
    try await scene.settle()
    var entry = try await first(scene.far, scene.bruno)
    #expect(entry.id == offered.id && entry.agreement.stage == .accepted)
    #expect(entry.uri?.hasPrefix("https://a.example/agreements/") == true)
    #expect(try await scene.far.told(scene.bruno).first == .agreement)

    _ = try await scene.far.outbox.act(
      .state(.primary, Amount("3.5"), on: nil),
      on: entry.id,
      as: scene.bruno.id
    )
    try await scene.settle()
    _ = try await scene.near.outbox.act(.confirm(.primary), on: received.id, as: scene.lea.id)
    try await scene.settle()

    entry = try await first(scene.far, scene.bruno)
    let own = try await first(scene.near, scene.lea)
    #expect(entry.agreement == own.agreement)
    #expect(entry.agreement.stage == .fulfilled)
    #expect(entry.agreement.primary.deed?.amount == Amount("3.5"))
  }

  @Test func `A no comes with its reason, and one may answer again`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()
    _ = try await propose(scene, on: post)
    let received = try await first(scene.near, scene.lea)

    _ = try await scene.near.outbox.act(
      .reject(reason: "Trop tard <b>"),
      on: received.id,
      as: scene.lea.id
    )
    try await scene.settle()
    let entry = try await first(scene.far, scene.bruno)
    #expect(entry.agreement.stage == .rejected && entry.agreement.reason == "Trop tard <b>")

    _ = try await propose(scene, on: post)
    #expect(try await first(scene.near, scene.lea).agreement.stage == .offered)
    #expect(try await scene.near.agreements(of: scene.lea).count == 2)
  }

  @Test func `An answer is taken back, and another stands in place of the one that waits`()
    async throws
  {
    let scene = try await NeedScene()
    let post = try await scene.published(NeedScene.need { $0.isUnitBased = nil })
    _ = try await propose(scene, on: post)
    let second = try await scene.far.outbox.propose(
      on: post.uri,
      amount: Amount("2"),
      as: scene.bruno.id
    )
    try await scene.settle()
    let received = try await scene.near.agreements(of: scene.lea)
    #expect(received.map(\.agreement.primary.share.amount) == [Amount("2")])

    _ = try await scene.far.outbox.act(.withdraw, on: second.id, as: scene.bruno.id)
    try await scene.settle()

    #expect(try await first(scene.near, scene.lea).agreement.stage == .withdrawn)
    await #expect(throws: Refusal.self) {
      try await scene.near.outbox.act(.accept, on: received[0].id, as: scene.lea.id)
    }
  }

  @Test func `What is said to be done is disputed and said anew`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()
    let offered = try await propose(scene, on: post)
    let received = try await first(scene.near, scene.lea)
    _ = try await scene.near.outbox.act(.accept, on: received.id, as: scene.lea.id)
    try await scene.settle()

    let state = Outbox.AgreementAct.state(.primary, nil, on: nil)
    _ = try await scene.near.outbox.act(state, on: received.id, as: scene.lea.id)
    try await scene.settle()
    _ = try await scene.far.outbox.act(
      .dispute(.primary, reason: "Pas encore"),
      on: offered.id,
      as: scene.bruno.id
    )
    try await scene.settle()
    let own = try await first(scene.near, scene.lea)
    #expect(own.agreement.primary.deed == nil && own.agreement.reason == "Pas encore")

    _ = try await scene.far.outbox.act(state, on: offered.id, as: scene.bruno.id)
    try await scene.settle()
    _ = try await scene.near.outbox.act(.confirm(.primary), on: received.id, as: scene.lea.id)
    try await scene.settle()
    #expect(try await first(scene.far, scene.bruno).agreement.stage == .fulfilled)
  }

  @Test func `Somebody else sees nothing of it and can do nothing`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()
    let offered = try await propose(scene, on: post)
    let anne = try await scene.far.member("anne")

    await #expect(throws: Refusal.absent) {
      try await scene.far.outbox.act(.withdraw, on: offered.id, as: anne.id)
    }
    #expect(try await scene.far.agreements(of: anne) == [])
  }

  @Test func `A step of another's, over the wire, changes nothing`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()
    let offered = try await propose(scene, on: post)
    let mallory = try RemoteActor("mallory", at: "evil.example")
    try scene.network.farSide.host(mallory)
    let result: JSON = [
      "type": "Agreement", "id": "https://evil.example/agreements/1",
      "stipulates": [
        "type": "Commitment", "satisfies": .string("\(post.uri)#primary"),
        "resourceQuantity": ["hasUnit": "hour", "hasNumericalValue": "4"],
      ],
    ]
    let accept: JSON = [
      "@context": "https://www.w3.org/ns/activitystreams", "type": "Accept",
      "id": "https://evil.example/activities/1", "actor": .string(mallory.uri),
      "object": .string(offered.offer), "result": result, "to": .string(scene.bruno.uri),
    ]

    try await scene.far.process(accept, from: mallory)

    #expect(try await first(scene.far, scene.bruno).agreement.stage == .offered)
  }

  @Test func `What does not fit is refused by itself, and what cannot be read is not there`()
    async throws
  {
    let scene = try await NeedScene()
    let post = try await scene.published()
    await #expect(throws: Refusal.self) {
      try await scene.far.outbox.propose(on: post.uri, amount: Amount("5"), as: scene.bruno.id)
    }
    let hidden = try await scene.near.outbox.publish(
      NeedScene.draft(NeedScene.need(), for: .node),
      as: scene.lea.id
    )
    let mallory = try RemoteActor("mallory", at: "evil.example")
    try scene.network.farSide.host(mallory)

    try await scene.near.process(offer(1, on: hidden.uri, "4", by: mallory), from: mallory)
    #expect(try await scene.near.agreements(of: scene.lea) == [])
    #expect(try await scene.near.waitingInboxes() == [])
    try await scene.near.process(offer(2, on: post.uri, "5", by: mallory), from: mallory)

    #expect(try await scene.near.agreements(of: scene.lea) == [])
    #expect(try await scene.near.waitingInboxes() == [mallory.inbox])
  }

  private func offer(
    _ number: Int,
    on need: String,
    _ amount: String,
    by actor: RemoteActor
  ) -> JSON {
    [
      "@context": "https://www.w3.org/ns/activitystreams", "type": "Offer",
      "id": .string("https://evil.example/offers/\(number)"), "actor": .string(actor.uri),
      "object": [
        "type": "Agreement",
        "stipulates": [
          "type": "Commitment", "satisfies": .string("\(need)#primary"),
          "resourceQuantity": ["hasUnit": "hour", "hasNumericalValue": .string(amount)],
        ],
      ],
    ]
  }
}
