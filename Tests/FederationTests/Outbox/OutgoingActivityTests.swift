import ActivityStreams
import Federation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What members do: its effects here and what is sent of it.
@Suite struct OutgoingActivityTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor
  private let bobHere: ActorProfile

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    bobHere = try await node.know(bob)
  }

  /// The types of what is sent, in order, each checked to be signed by a key of alice.
  private func sent() async throws -> [String] {
    node.farSide.forgetQuestions()
    try await node.drainDeliveries()
    return node.farSide.posts.compactMap { $0.json?["type"]?.string }
  }

  private func received() async throws -> String {
    try await node.follow(bob, by: alice)
    let note = bob.note("from bob")
    try await node.process(bob.create(note), from: bob)
    return note["id"]?.string ?? ""
  }

  @Test func aLikeIsSentOnceAndItsUndoNamesIt() async throws {
    let post = try await received()

    try await node.outbox.like(post, as: alice.id)
    try await node.outbox.like(post, as: alice.id)
    #expect(try await sent() == ["Like"])
    let like = node.farSide.posts.last?.json?["id"]

    try await node.outbox.undo(.like, of: post, as: alice.id)
    #expect(try await sent() == ["Undo"])
    #expect(node.farSide.posts.last?.json?["object"]?["id"] == like)
  }

  @Test func aBoostIsSentToFollowersAndTheAuthorAndUndoneItIsPublishedNoMore() async throws {
    let post = try await received()
    let eve = try RemoteActor("eve", at: "third.example", key: 2)
    try await node.follow(alice, by: eve)

    try await node.outbox.announce(post, as: alice.id)
    #expect(Set(try await node.waitingInboxes()) == [bob.sharedInbox, eve.sharedInbox])
    try await node.outbox.undo(.boost, of: post, as: alice.id)

    let published = try await node.database.read { [alice] in
      try $0.outbox.countPublished(by: alice.id)
    }
    #expect(published == 0)
    #expect(try await sent().allSatisfy { $0 == "Undo" })
  }

  @Test func aPostThatIsNotPublicCannotBeBoosted() async throws {
    let dave = try await node.member("dave")
    let post = try await node.outbox.publish(
      PostDraft(source: "inside", audience: .node),
      as: dave.id
    )

    await #expect(throws: Refusal.absent) {
      try await node.outbox.announce(post.uri, as: alice.id)
    }
  }

  @Test func followUnfollowBlockAndUnblockAreSentInOrder() async throws {
    try await node.outbox.follow(bobHere, as: alice.id)
    let follow = try await sent()
    try await node.outbox.unfollow(bobHere, as: alice.id)
    try await node.outbox.block(bobHere, as: alice.id)
    let blocked = try await sent()
    let block = try await node.database.read { [alice, bobHere] in
      try $0.blocks.uri(by: alice.id, against: bobHere.id)
    }
    try await node.outbox.unblock(bobHere, as: alice.id)

    #expect(follow + blocked == ["Follow", "Undo", "Block"])
    #expect(try await sent() == ["Undo"])
    #expect(node.farSide.posts.last?.json?["object"]?["id"]?.string == block)
  }

  @Test(arguments: [true, false])
  func theAnswerToAFollowIsSentToWhoAsked(isWelcome: Bool) async throws {
    let dora = try await node.member("dora", approvesFollowers: true)
    let follow = bob.activity("Follow", .string(dora.uri))
    try await node.process(follow, from: bob)

    try await node.outbox.answer(bobHere, isWelcome: isWelcome, as: dora.id)

    #expect(try await sent() == [isWelcome ? "Accept" : "Reject"])
    #expect(node.farSide.posts.last?.url == bob.inbox)
    #expect(node.farSide.posts.last?.json?["object"]?["id"] == follow["id"])
  }

  @Test func pinningAndProfilesAreSentToFollowers() async throws {
    try await node.follow(alice, by: bob)
    let post = try await node.outbox.publish(PostDraft(source: "top"), as: alice.id)
    try await node.outbox.pin(post.id, true, as: alice.id)
    try await node.outbox.pin(post.id, false, as: alice.id)
    try await node.outbox.announceProfile(of: alice.id)

    #expect(try await sent() == ["Create", "Add", "Remove", "Update"])
  }

  @Test func aMemberThatLeavesSaysSoAndSignsItWithItsOwnKey() async throws {
    try await node.follow(alice, by: bob)

    try await node.outbox.deleteActor(alice.id)

    #expect(try await sent() == ["Delete"])
    let message = try required(node.farSide.posts.last).message()
    #expect(message.fields.combined("signature")?.contains(alice.uri) == true)
    await #expect(throws: Refusal.self) {
      _ = try await node.outbox.publish(PostDraft(source: "ghost"), as: alice.id)
    }
  }

  @Test func betweenMembersTheSameHandlersWorkAndNothingIsSent() async throws {
    let dave = try await node.member("dave")
    try await node.outbox.follow(alice, as: dave.id)
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    try await node.outbox.like(post.uri, as: dave.id)
    try await node.outbox.announce(post.uri, as: dave.id)

    let (likes, boosts) = try await node.database.read { tx in
      (try tx.reactions.count(.like, of: post.id), try tx.reactions.count(.boost, of: post.id))
    }
    #expect(try await node.home(of: dave).count == 1)
    #expect(likes == 1 && boosts == 1)
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func membersOfSuspendedHostsAreNeitherFollowedNorDeliveredTo() async throws {
    try await node.follow(alice, by: bob)
    try await node.suspend(bob.host)

    await #expect(throws: Refusal.self) {
      try await node.outbox.follow(bobHere, as: alice.id)
    }
    _ = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)

    #expect(try await node.waitingInboxes().isEmpty)
  }
}
