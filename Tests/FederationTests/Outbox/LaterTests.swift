import Federation
import Foundation
import Model
import Storage
import TestSupport
import Testing

/// Posts for later, and posts that a client asks for twice.
@Suite struct LaterTests {
  private let node: TestNode
  private let alice: ActorProfile

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
  }

  private func texts(_ node: TestNode? = nil) async throws -> [String?] {
    try await (node ?? self.node).database.read { [alice] tx in
      try tx.posts.written(by: alice.id, for: .member(alice.id), Page()).map(\.post.body.source)
    }
  }

  private func inTenMinutes() -> Date { node.clock.now.addingTimeInterval(600) }

  // MARK: Later

  @Test func aPostForLaterIsPublishedAtItsTimeAndOnce() async throws {
    var draft = PostDraft(
      source: "Later",
      audience: .followers,
      summary: "cw",
      language: "fr",
      quotableBy: .nobody
    )
    draft.poll = PollDraft(options: ["a", "b"], isMultiple: true, lifetime: 900)
    let scheduled = try await node.outbox.schedule(draft, as: alice.id, at: inTenMinutes())
    #expect(scheduled.draft == draft)
    let worker = ScheduledPostWorker(services: node.services)

    try await worker.work()
    #expect(try await texts() == [])
    node.clock.advance(by: 601)
    try await worker.work()
    try await worker.work()

    let found = try await node.database.read { [alice] tx in
      try tx.posts.written(by: alice.id, for: .member(alice.id), Page())
    }
    #expect(found.count == 1)
    #expect(found.first?.post.audience == .followers)
    #expect(found.first?.post.body.summary == "cw")
    #expect(found.first?.post.poll?.isMultiple == true)
    #expect(found.first?.post.body.language == "fr")
  }

  @Test func itSurvivesThatTheNodeIsDownAtItsTime() async throws {
    _ = try await node.outbox.schedule(
      PostDraft(source: "Later"),
      as: alice.id,
      at: inTenMinutes()
    )
    node.clock.advance(by: 86_400)

    let again = try await node.restarted()
    try await ScheduledPostWorker(services: again.services).work()

    #expect(try await texts(again) == ["Later"])
  }

  @Test func twoWorkersPublishItOnce() async throws {
    _ = try await node.outbox.schedule(
      PostDraft(source: "Later"),
      as: alice.id,
      at: inTenMinutes()
    )
    node.clock.advance(by: 601)

    async let first: Void = ScheduledPostWorker(services: node.services).work()
    async let second: Void = ScheduledPostWorker(services: node.services).work()
    _ = try await (first, second)

    #expect(try await texts() == ["Later"])
  }

  @Test func whatCannotBePublishedIsRefusedAtOnce() async throws {
    let soon = node.clock.now.addingTimeInterval(60)
    for (draft, time) in [
      (PostDraft(source: "x"), soon), (PostDraft(source: ""), inTenMinutes()),
      (PostDraft(source: "x", inReplyTo: "https://home.example/posts/1"), inTenMinutes()),
    ] {
      await #expect(throws: Refusal.self) {
        _ = try await node.outbox.schedule(draft, as: alice.id, at: time)
      }
    }
  }

  @Test func aPostOfASuspendedMemberStaysWithTheReason() async throws {
    let scheduled = try await node.outbox.schedule(
      PostDraft(source: "Later"),
      as: alice.id,
      at: inTenMinutes()
    )
    try await node.database.write { [alice] tx in
      var member = try required(try tx.members.find(alice.id), "alice")
      member.state = .suspended
      try tx.members.update(member)
    }
    node.clock.advance(by: 601)

    try await ScheduledPostWorker(services: node.services).work()

    #expect(try await texts() == [])
    let entry = try await node.database.read { [alice] in
      try $0.scheduledPosts.find(scheduled.id, of: alice.id)
    }
    #expect(entry?.failure?.contains("suspended") == true)
  }

  // MARK: Once

  @Test func aKeyMakesOnePostHoweverOftenItIsAsked() async throws {
    let draft = PostDraft(source: "Once")

    let first = try await node.outbox.publish(draft, as: alice.id, once: "key")
    let second = try await node.outbox.publish(draft, as: alice.id, once: "key")
    let other = try await node.outbox.publish(draft, as: alice.id, once: "other")

    #expect(first.id == second.id)
    #expect(first.id != other.id)
    #expect(try await texts().count == 2)
  }

  @Test func twoRequestsAtOnceMakeOnePost() async throws {
    let (outbox, id) = (node.outbox, alice.id)

    let made = try await withThrowingTaskGroup(of: PostID.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await outbox.publish(PostDraft(source: "Once"), as: id, once: "key").id
        }
      }
      return try await group.reduce(into: Set<PostID>()) { $0.insert($1) }
    }

    #expect(made.count == 1)
    #expect(try await texts() == ["Once"])
  }

  @Test func aKeyThatMadeNothingCanBeUsedAgain() async throws {
    await #expect(throws: Refusal.self) {
      _ = try await node.outbox.publish(PostDraft(source: ""), as: alice.id, once: "key")
    }

    _ = try await node.outbox.publish(PostDraft(source: "Now"), as: alice.id, once: "key")

    #expect(try await texts() == ["Now"])
  }

  @Test func aKeySchedulesOncePost() async throws {
    let draft = PostDraft(source: "Later")

    let first = try await node.outbox.schedule(draft, as: alice.id, at: inTenMinutes(), once: "k")
    let second = try await node.outbox.schedule(draft, as: alice.id, at: inTenMinutes(), once: "k")

    #expect(first == second)
  }

  // MARK: Domains

  @Test func followersThatWereLeftWhenTheNodeStoppedGoLater() async throws {
    let bob = try RemoteActor("bob")
    try await node.follow(alice, by: bob)
    let now = node.clock.now
    try await node.database.write { [alice] tx in
      try tx.domainBlocks.add("far.example", by: alice.id, at: now)
    }

    try await DomainBlockClerk(services: node.services).work()

    let (count, left) = try await node.database.read { [alice] tx in
      (try tx.follows.countFollowers(of: alice.id), try tx.domainBlocks.unsettled(limit: 10).count)
    }
    #expect(count == 0 && left == 0)
    #expect(try await node.waitingInboxes() == [bob.inbox])
  }

  @Test func blockingADomainTakesItsFollowersAway() async throws {
    let bob = try RemoteActor("bob")
    try await node.follow(alice, by: bob)

    try await node.outbox.blockDomain("Far.Example", as: alice.id)

    let (count, isBlocked) = try await node.database.read { [alice] tx in
      (
        try tx.follows.countFollowers(of: alice.id),
        try tx.domainBlocks.exists("far.example", by: alice.id)
      )
    }
    #expect(count == 0)
    #expect(isBlocked)
    #expect(try await node.waitingInboxes() == [bob.inbox])
    await #expect(throws: Refusal.self) {
      try await node.outbox.blockDomain("home.example", as: alice.id)
    }
    try await node.outbox.unblockDomain("far.example", as: alice.id)
  }
}
