import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Order, duplicates and crashes between acknowledging and effects.
@Suite struct InboxOrderTests {
  private let alice: ActorProfile
  private let node: TestNode
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
  }

  @Test func whatDependsOnAnEarlierActivityOfTheSameBatchSeesIt() async throws {
    let note = bob.note("mine")
    let post = note["id"] ?? nil
    let add = bob.activity("Add", post).setting("target", to: .string(bob.featured))

    try await node.process(
      bob.create(note),
      bob.activity("Like", post),
      add,
      bob.activity("Announce", post),
      from: bob
    )

    let known = try required(await node.post(post.string ?? ""))
    let (likes, boosts, pins) = try await node.database.read { tx in
      (
        try tx.reactions.count(.like, of: known.id), try tx.reactions.count(.boost, of: known.id),
        try tx.posts.pinned(by: known.authorID, for: .anyone).count
      )
    }
    #expect(likes == 1 && boosts == 1 && pins == 1)
    #expect(node.farSide.questions(to: post.string ?? "").isEmpty)
  }

  @Test func aCreateRightAfterTheAcceptIsNotIgnored() async throws {
    let carol = try RemoteActor("carol", at: "third.example", key: 2)
    let profile = try await node.know(carol)
    try await node.outbox.follow(profile, as: alice.id)
    let uri = try await node.database.read { [alice] in
      try $0.follows.find(follower: alice.id, followee: profile.id)?.uri
    }

    try await node.process(
      carol.activity("Accept", .string(try required(uri))),
      carol.create(carol.note("welcome")),
      from: carol
    )

    #expect(try await node.home(of: alice) == ["welcome"])
  }

  @Test func theSameIDTwiceIsOneEffect() async throws {
    let create = bob.create(bob.note("once"))

    let first = try await node.receive(create, from: bob)
    let second = try await node.receive(create, from: bob, by: .messageSignature)
    try await node.drainInbox()
    let third = try await node.receive(create, from: bob)

    #expect([first, second, third] == [.accepted, .duplicate, .duplicate])
    #expect(try await node.home(of: alice).count == 1)
  }

  @Test func anotherActivityAboutTheSameObjectIsOneEffect() async throws {
    let note = bob.note("once")

    try await node.process(bob.create(note), bob.create(note), from: bob)

    #expect(try await node.home(of: alice).count == 1)
  }

  @Test func aPostThatWasFetchedBeforeItsCreateStillEntersTheTimeline() async throws {
    let carol = try RemoteActor("carol", at: "third.example", key: 2)
    try await node.know(carol)
    let note = bob.note("first")
    try node.farSide.serve(note)
    let answer = carol.note("second", to: [alice.uri], inReplyTo: note["id"]?.string)

    try await node.process(carol.create(answer), from: carol)
    #expect(try await node.post(note["id"]?.string ?? "") != nil)
    try await node.process(bob.create(note), from: bob)

    #expect(try await node.home(of: alice).contains("first"))
  }

  @Test func whatWasAcknowledgedIsWorkedOffAfterACrash() async throws {
    let outcome = try await node.receive(bob.create(bob.note("kept")), from: bob)

    let restarted = try await node.restarted()
    #expect(try await restarted.home(of: alice).isEmpty)
    try await restarted.drainInbox()

    #expect(outcome == .accepted)
    #expect(try await restarted.home(of: alice) == ["kept"])
  }

  @Test func whatIsPreparedWhenTheWorkerIsStoppedIsNotLost() async throws {
    let note = bob.note("slow")
    let id = note["id"]?.string ?? ""
    let create = bob.create(note).setting("object", to: note["id"])
    // A client that is cancelled fails; so does the database that is asked next.
    node.farSide.answer(id, with: .failure(.cancelled))
    let gate = Gate()
    let services = node.services(
      fetching: StallingFetcher(inner: node.farSide, start: id, gate: gate)
    )
    try await node.receive(create, from: bob)
    let before = try await node.dump()

    let worker = Task { try? await InboxWorker(services: services).drain() }
    try await eventually { await gate.isWaitedFor }
    worker.cancel()
    await gate.open()
    await worker.value

    #expect(try await node.dump() == before)
  }

  @Test func whatCannotBeFetchedNowIsTriedAgainLater() async throws {
    let note = bob.note("later")
    let id = note["id"]?.string ?? ""
    let create = bob.create(note).setting("object", to: note["id"])
    node.farSide.answer(id, with: .failure(.timedOut))

    try await node.process(create, from: bob)
    #expect(try await node.outcome(of: create) == "waiting")

    try node.farSide.serve(note)
    node.clock.advance(by: 31)
    try await node.drainInbox()
    #expect(try await node.home(of: alice) == ["later"])
  }

  @Test func anUndoEndsWhatStillWaitsToBeTriedAgain() async throws {
    let carol = try RemoteActor("carol", at: "third.example", key: 2)
    try node.farSide.host(carol)
    let note = carol.note("boosted")
    node.farSide.answer(note["id"]?.string ?? "", with: .failure(.timedOut))
    let announce = bob.activity("Announce", note["id"] ?? nil)

    try await node.process(announce, from: bob)
    try await node.process(
      bob.activity("Undo", announce.setting("@context", to: nil)),
      from: bob
    )
    try node.farSide.serve(note)
    node.clock.advance(by: 60)
    try await node.drainInbox()

    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test func aSlowSenderDoesNotHoldUpAnother() async throws {
    let slow = try RemoteActor("slow", at: "slow.example", key: 2)
    try await node.follow(slow, by: alice)
    let gate = Gate()
    let note = slow.note("slow")
    let fetcher = StallingFetcher(inner: node.farSide, start: note["id"]?.string ?? "", gate: gate)
    let services = node.services(fetching: fetcher)
    let worker = Task { try await InboxWorker(services: services).run() }
    defer { worker.cancel() }

    try await node.receive(slow.create(note).setting("object", to: note["id"]), from: slow)
    services.inboxWakeup.call()
    try await eventually { await gate.isWaitedFor }
    try await node.receive(bob.create(bob.note("quick")), from: bob)
    services.inboxWakeup.call()

    try await eventually { try await node.home(of: alice) == ["quick"] }
    await gate.open()
  }

  @Test func theEffectsAndTheMarkAndTheAnswersAreOneTransaction() async throws {
    let follow = bob.activity("Follow", .string(alice.uri))
    try await node.receive(follow, from: bob)
    let before = try await node.dump(except: ["inboxActivity"])
    try await node.execute(
      """
      CREATE TRIGGER broken BEFORE INSERT ON delivery
        BEGIN SELECT RAISE(ABORT, 'injected'); END;
      """
    )

    try await node.drainInbox()

    #expect(try await node.dump(except: ["inboxActivity"]) == before)
    #expect(try await node.outcome(of: follow) == "failed")
  }
}
