import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What is on top of the profile of somebody newly followed (threats 1, 10 and 18).
@Suite struct FeaturedBackfillTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let carol: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    carol = try RemoteActor("carol", at: "third.example")
    try await node.know(carol)
  }

  private func profile() async throws -> ActorProfile {
    try await node.database.read { try required($0.actors.find(uri: carol.uri)) }
  }

  private func follow() async throws {
    let profile = try await profile()
    try await node.outbox.follow(profile, as: alice.id)
    let follow = try await node.database.read {
      try $0.follows.find(follower: alice.id, followee: profile.id)
    }
    let id = try required(follow).uri
    try await node.process(carol.activity("Accept", .string(id)), from: carol)
  }

  private func serveOutbox(_ items: [JSON] = []) {
    let address = "\(carol.uri)/outbox"
    node.farSide.answer(
      address,
      with: .json([
        "id": .string(address), "type": "OrderedCollection", "orderedItems": .array(items),
      ])
    )
  }

  private func serveFeatured(_ items: [JSON]) {
    node.farSide.answer(
      carol.featured,
      with: .json([
        "id": .string(carol.featured), "type": "OrderedCollection",
        "orderedItems": .array(items),
      ])
    )
  }

  private func pinned() async throws -> [String] {
    let profile = try await profile()
    return try await node.database.read {
      try $0.posts.pinned(by: profile.id, for: .anyone).map(\.post.body.html)
    }
  }

  @Test func whatIsOnTopThereIsOnTopHereInItsOrder() async throws {
    let known = carol.note("known")
    let named = carol.note("named")
    serveOutbox([carol.create(known)])
    serveFeatured([
      carol.note("first"), try required(named["id"]), try required(known["id"]),
      carol.note("hidden", to: [carol.followers]),
    ])
    node.farSide.answer(try required(named["id"]?.string), with: .json(named))

    try await follow()

    #expect(try await pinned() == ["first", "named", "known"])
    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test func whatOthersWroteIsNotPinnedAndEndlessPagesEnd() async throws {
    let mate = try RemoteActor("mate", at: "third.example", key: 3)
    let stranger = try RemoteActor("stranger", at: "victim.example", key: 2)
    try node.farSide.host(mate)
    try await node.know(stranger)
    let kept = stranger.note("kept")
    try await node.follow(stranger, by: alice)
    try await node.process(stranger.create(kept), from: stranger)
    serveOutbox()
    let items: [JSON] = [
      mate.note("of a mate"), stranger.note("forged"), try required(kept["id"]),
    ]
    node.farSide.answer(carol.featured) { question in
      .json([
        "id": .string(question.url), "type": "OrderedCollectionPage",
        "orderedItems": .array(items), "next": .string(question.url + "x"),
      ])
    }

    try await follow()

    #expect(try await pinned().isEmpty)
    #expect(node.farSide.questions(to: carol.featured).count == 3)
  }

  @Test func noMoreThanTwentyArePinned() async throws {
    serveOutbox()
    serveFeatured((0..<60).map { carol.note("n \($0)") })

    try await follow()

    #expect(try await pinned().count == 20)
    #expect(try await pinned().first == "n 0")
  }

  @Test func aCollectionOfAnotherOriginIsNotRead() async throws {
    var traitor = carol
    traitor.edits["featured"] = "https://target.example/featured"
    try node.farSide.host(traitor)
    let profile = try await node.know(traitor)
    try await node.outbox.follow(profile, as: alice.id)
    serveOutbox()
    let follow = try await node.database.read {
      try $0.follows.find(follower: alice.id, followee: profile.id)
    }

    try await node.process(
      carol.activity("Accept", .string(try required(follow).uri)),
      from: carol
    )

    #expect(node.farSide.questions(to: "https://target.example").isEmpty)
  }
}
