import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

/// How far a member's posts go.
@Suite struct AudienceTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor
  private let carol: RemoteActor

  /// bob and carol of one other node follow alice.
  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    carol = try RemoteActor("carol")
    try await node.follow(alice, by: bob)
    try await node.follow(alice, by: carol)
    let territory = TestTerritory(with: [])
    try await node.join(territory)
    try await node.accept(territory, by: alice)
  }

  private func publish(
    _ source: String,
    _ audience: Audience?,
    to parent: String? = nil
  )
    async throws -> Post
  {
    try await node.outbox.publish(
      PostDraft(source: source, audience: audience, inReplyTo: parent),
      as: alice.id
    )
  }

  @Test func aPublicPostGoesToASharedInboxOnce() async throws {
    _ = try await publish("hello", .public)

    #expect(try await node.waitingInboxes() == [bob.sharedInbox])
  }

  @Test func aDirectPostGoesToThePersonalInbox() async throws {
    _ = try await publish("hello \(bob.address)", .direct)

    #expect(try await node.waitingInboxes() == [bob.inbox])
  }

  @Test func aDirectPostToNobodyIsRefused() async throws {
    await #expect(throws: Refusal.self) { _ = try await publish("hello", .direct) }
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test(arguments: [Audience.node, .territory])
  func aPostForTheNodeOrTheTerritoryGoesToNoStranger(audience: Audience) async throws {
    node.farSide.forgetQuestions()
    let post = try await publish("hello \(bob.address) and @x@unknown.example", audience)

    let addressees = try await node.database.read { try $0.posts.addressees(of: post.id) }
    #expect(try await node.waitingInboxes().isEmpty)
    #expect(addressees.isEmpty)
    #expect(node.farSide.questions.isEmpty)
  }

  @Test func aReplyToAPostForTheNodeStaysThereWhateverIsWished() async throws {
    let parent = try await publish("inside", .node)

    let reply = try await publish("answer \(bob.address)", .public, to: parent.uri)

    #expect(reply.audience == .node)
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func aDirectAnswerDoesNotTellStrangersOfAPostForTheNode() async throws {
    let parent = try await publish("inside", .node)
    _ = try? await publish("look \(bob.address)", .direct, to: parent.uri)

    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func aTerritoryAnswerToAStrangerDoesNotLetHimRead() async throws {
    let dave = try await node.member("dave")
    try await node.follow(bob, by: dave)
    let note = bob.note("question")
    try await node.process(bob.create(note), from: bob)

    let reply = try await publish("between us", .territory, to: note["id"]?.string)

    let addressees = try await node.database.read { try $0.posts.addressees(of: reply.id) }
    #expect(addressees.isEmpty)
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func theDefaultAudienceIsTheNodesThenTheMembersThenTheDraft() async throws {
    let closed = try await TestNode.make(FederationSettings())
    let plain = try await closed.member("plain")
    let open = try await closed.member("open", defaultAudience: .public)

    let byNode = try await closed.outbox.publish(PostDraft(source: "a"), as: plain.id)
    let byMember = try await closed.outbox.publish(PostDraft(source: "a"), as: open.id)
    let byDraft = try await closed.outbox.publish(
      PostDraft(source: "a", audience: .followers),
      as: open.id
    )

    #expect([byNode, byMember, byDraft].map(\.audience) == [.node, .public, .followers])
  }

  @Test func whatTheNodeSendsCarriesTheAuthorsProof() async throws {
    _ = try await publish("hello", .public)

    let job = try required(await node.deliveries().first)
    let id = try required(ActivityID(rawValue: job.delivery.activityID.rawValue))
    let body = try required(try await node.database.read { try $0.outbox.find(id)?.body })
    let document = try required(JSON.parse(body).object)
    let proof = try IntegrityProof(in: document)
    let (actor, key) = try await {
      let found = try await node.database.read {
        try $0.actors.find(keyURI: proof.verificationMethod.value)
      }
      return try required(found)
    }()
    #expect(actor.uri == alice.uri)
    #expect(throws: Never.self) { _ = try proof.verify(with: try key.verificationKey()) }
  }

  // MARK: Editing and deleting

  @Test func anEditGoesToAllWhoHaveThePostAndToNobodyElse() async throws {
    let eve = try RemoteActor("eve", at: "third.example", key: 2)
    let post = try await publish("one \(bob.address)", .public)
    try await node.know(eve)
    try await node.process(eve.activity("Like", .string(post.uri)), from: eve)
    try await node.drainDeliveries()

    let edited = try await node.outbox.edit(
      post.id,
      to: PostDraft(source: "two", audience: .node),
      as: alice.id
    )

    #expect(edited.audience == .public)
    #expect(try await node.post(post.uri)?.audience == .public)
    #expect(Set(try await node.waitingInboxes()) == [bob.sharedInbox, eve.sharedInbox])
  }

  @Test func anEditOfAPostForTheNodeGoesNowhere() async throws {
    let post = try await publish("one", .node)

    _ = try await node.outbox.edit(
      post.id,
      to: PostDraft(source: "two \(bob.address)", audience: .public),
      as: alice.id
    )

    #expect(try await node.waitingInboxes().isEmpty)
    let revisions = try await node.database.read { try $0.posts.revisions(of: post.id) }
    #expect(revisions.count == 1)
  }

  @Test func aDeleteReachesThoseWhoReactedAndWithdrawsWhatWaits() async throws {
    let eve = try RemoteActor("eve", at: "third.example", key: 2)
    let frank = try RemoteActor("frank", at: "fourth.example", key: 3)
    let post = try await publish("one", .public)
    try await node.know(eve)
    try await node.know(frank)
    try await node.process(eve.activity("Announce", .string(post.uri)), from: eve)
    try await node.process(
      frank.create(frank.note("answer", inReplyTo: post.uri)),
      from: frank
    )

    try await node.outbox.delete(post.id, as: alice.id)

    let jobs = try await node.deliveries()
    #expect(
      Set(jobs.map(\.delivery.inbox)) == [bob.sharedInbox, eve.sharedInbox, frank.sharedInbox]
    )
    #expect(Set(jobs.map(\.delivery.activityID)).count == 1)
  }

  @Test func nobodyEditsOrDeletesThePostsOfOthers() async throws {
    let dave = try await node.member("dave")
    let post = try await publish("mine", .public)
    let before = try await node.dump()

    await #expect(throws: Refusal.absent) {
      _ = try await node.outbox.edit(post.id, to: PostDraft(source: "his"), as: dave.id)
    }
    await #expect(throws: Refusal.absent) {
      try await node.outbox.delete(post.id, as: dave.id)
    }

    #expect(try await node.dump() == before)
  }

  @Test func aPostItsEffectsAndItsDeliveriesAreOneTransaction() async throws {
    try await node.execute(
      """
      CREATE TRIGGER broken BEFORE INSERT ON delivery
        BEGIN SELECT RAISE(ABORT, 'injected'); END;
      """
    )
    let before = try await node.dump()

    await #expect(throws: (any Error).self) { _ = try await publish("hello", .public) }

    #expect(try await node.dump() == before)
  }
}
