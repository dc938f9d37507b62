import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Whom activities of members and of other nodes tell what.
@Suite struct NotificationTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let dave: ActorProfile
  private let bob: RemoteActor

  /// alice follows bob of another node; dave is another member.
  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    dave = try await node.member("dave")
    bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
  }

  private func told(_ member: ActorProfile) async throws -> [String] {
    try await node.database.read { tx in
      try tx.notifications.list(of: member.id, Page(limit: 80)).map { entry in
        "\(entry.notification.kind.rawValue) \(entry.actor.name)"
      }
    }
  }

  private func post(_ text: String = "Hello", by member: ActorProfile) async throws -> Post {
    try await node.outbox.publish(PostDraft(source: text), as: member.id)
  }

  private func mentioning(_ member: ActorProfile, _ content: String = "hi") -> JSON {
    bob.note(content, to: [member.uri]).setting(
      "tag",
      to: [["type": "Mention", "href": .string(member.uri), "name": .string(member.address)]]
    )
  }

  // MARK: Posts

  @Test func whoIsNamedOrAnsweredIsToldOnce() async throws {
    let post = try await post(by: alice)
    let answer = mentioning(alice).setting("inReplyTo", to: .string(post.uri))

    try await node.process(bob.create(answer), from: bob)
    try await node.process(bob.create(answer), from: bob)

    #expect(try await told(alice) == ["mention bob"])
    #expect(try await told(dave) == [])
  }

  @Test func whoIsOnlyAddressedIsNotTold() async throws {
    let note = bob.note("quietly", to: [alice.uri])

    try await node.process(bob.create(note), from: bob)

    #expect(try await node.home(of: alice).count == 1)
    #expect(try await told(alice) == [])
  }

  @Test func membersAreToldOfEachOther() async throws {
    let post = try await post("Hello @dave", by: alice)
    try await node.outbox.like(post.uri, as: dave.id)
    try await node.outbox.announce(post.uri, as: dave.id)
    try await node.outbox.follow(alice, as: dave.id)

    #expect(try await told(dave) == ["mention alice"])
    #expect(try await told(alice) == ["follow dave", "reblog dave", "favourite dave"])
  }

  @Test func whoWantsToHearOfAllSomebodyWritesIs() async throws {
    let known = try await node.know(bob)
    _ = try await node.database.write { [alice] tx in
      try tx.follows.set(.init(notifies: true), follower: alice.id, followee: known.id)
    }
    let news = bob.note("news")
    try await node.process(bob.create(news), from: bob)
    let talk = bob.note("talk").setting("inReplyTo", to: "https://third.example/posts/1")
    try await node.process(bob.create(talk), from: bob)

    #expect(try await told(alice) == ["status bob"])
  }

  @Test func anEditIsToldToWhoPassedThePostOn() async throws {
    let note = bob.note("one")
    try await node.process(bob.create(note), from: bob)
    try await node.outbox.announce(note["id"]?.string ?? "", as: alice.id)

    let edited = note.setting("content", to: "two").setting("updated", to: "2026-11-20T12:00:00Z")
    try await node.process(bob.activity("Update", edited), from: bob)

    #expect(try await told(alice) == ["update bob"])
    #expect(try await told(dave) == [])
  }

  @Test func aDeletedPostTakesItsWordAlong() async throws {
    let note = mentioning(alice)
    try await node.process(bob.create(note), from: bob)
    #expect(try await told(alice) == ["mention bob"])

    let id = note["id"] ?? .null
    try await node.process(bob.activity("Delete", ["type": "Tombstone", "id": id]), from: bob)

    #expect(try await told(alice) == [])
  }

  // MARK: Reactions and follows

  @Test func undoingTakesTheWordBack() async throws {
    let post = try await post(by: alice)
    let like = bob.activity("Like", .string(post.uri))
    let boost = bob.activity("Announce", .string(post.uri))
    let follow = bob.activity("Follow", .string(alice.uri))
    try await node.process(like, boost, follow, from: bob)
    #expect(try await told(alice) == ["follow bob", "reblog bob", "favourite bob"])

    for activity in [like, boost, follow] {
      try await node.process(bob.activity("Undo", activity), from: bob)
    }

    #expect(try await told(alice) == [])
  }

  @Test func aWishToFollowIsToldUntilItIsAnswered() async throws {
    let carol = try await node.member("carol", approvesFollowers: true)
    let follow = bob.activity("Follow", .string(carol.uri))
    try await node.process(follow, from: bob)
    #expect(try await told(carol) == ["follow_request bob"])

    let known = try await node.know(bob)
    try await node.outbox.answer(known, isWelcome: true, as: carol.id)
    #expect(try await told(carol) == [])
    // The same wish again is no news.
    try await node.process(bob.activity("Follow", .string(carol.uri)), from: bob)
    #expect(try await told(carol) == [])
  }

  @Test func aBlockTakesAllWordAwayAndLetsNoneIn() async throws {
    let post = try await post(by: alice)
    try await node.process(bob.activity("Like", .string(post.uri)), from: bob)
    let known = try await node.know(bob)

    try await node.outbox.block(known, as: alice.id)
    #expect(try await told(alice) == [])
    try await node.process(bob.activity("Announce", .string(post.uri)), from: bob)
    #expect(try await told(alice) == [])
  }

  @Test func nothingIsToldOfWhatIsRefused() async throws {
    let secret = try await node.outbox.publish(
      PostDraft(source: "between us", audience: .node),
      as: alice.id
    )

    try await node.process(bob.activity("Like", .string(secret.uri)), from: bob)

    #expect(try await told(alice) == [])
  }

  // MARK: Polls, reports, conversations

  @Test func theEndOfAPollIsToldToWhoAskedAndWhoVoted() async throws {
    var draft = PostDraft(source: "When?")
    draft.poll = PollDraft(options: ["Now", "Later"], lifetime: 3600)
    let poll = try await node.outbox.publish(draft, as: alice.id)
    try await node.outbox.vote(["Now"], in: poll.uri, as: dave.id)
    #expect(try await told(dave) == [])

    node.clock.advance(by: 3601)
    try await PollClerk(services: node.services).work()
    try await PollClerk(services: node.services).work()

    #expect(try await told(alice) == ["poll alice"])
    #expect(try await told(dave) == ["poll alice"])
  }

  @Test func theEndOfAPollElsewhereIsToldToWhoVoted() async throws {
    let end = AS.Timestamp.text(node.clock.now.addingTimeInterval(3600))
    let question = bob.note("When?").setting("type", to: "Question")
      .setting("oneOf", to: [["type": "Note", "name": "Now"], ["type": "Note", "name": "Later"]])
      .setting("endTime", to: .string(end))
    try await node.process(bob.create(question), from: bob)
    try await node.outbox.vote(["Now"], in: question["id"]?.string ?? "", as: alice.id)

    node.clock.advance(by: 3601)
    try await PollClerk(services: node.services).work()
    try await PollClerk(services: node.services).work()

    #expect(try await told(alice) == ["poll bob"])
  }

  @Test func reportsAreToldToWhoLooksAfterTheNode() async throws {
    try await node.database.write { [dave] tx in
      var member = try required(try tx.members.find(dave.id), "dave")
      member.role = .moderator
      try tx.members.update(member)
    }
    try await node.know(bob)

    try await node.process(bob.activity("Flag", .list([alice.uri])), from: bob)

    #expect(try await told(dave) == ["admin.report bob"])
    #expect(try await told(alice) == [])
  }

  @Test func directPostsMakeConversations() async throws {
    try await node.process(bob.create(mentioning(alice, "psst")), from: bob)

    let found = try await node.database.read { [alice] in
      try $0.conversations.list(of: alice.id, Page())
    }
    #expect(found.map(\.isUnread) == [true])
    #expect(found.first?.participants.map(\.name) == ["bob"])
    #expect(found.first?.lastPost.post.body.html == "psst")
  }

  @Test func postsWithAFollowedHashtagEnterTheTimeline() async throws {
    try await node.database.write { [dave] tx in
      try tx.tags.follow(try required(HashtagName("jardin"), "a tag"), by: dave.id)
    }

    _ = try await post("Roses #Jardin", by: alice)
    _ = try await node.outbox.publish(
      PostDraft(source: "Secret #Jardin", audience: .followers),
      as: alice.id
    )

    #expect(try await node.home(of: dave).count == 1)
  }
}
