import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What the suspended say never enters a timeline, nor what was not yet accepted (threats 28, 30);
/// and what is shown is safe (threats 19, 23).
@Suite struct StandingTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bad: RemoteActor
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bad = try RemoteActor("bad", at: "bad.example", key: 1)
    bob = try RemoteActor("bob", key: 2)
    try await node.follow(bad, by: alice)
    try await node.follow(bob, by: alice)
  }

  private func suspendActor() async throws {
    let id = try await node.know(bad).id
    let now = node.clock.now
    try await node.database.write { try $0.actors.setSuspended(id, at: now) }
  }

  @Test(arguments: [true, false])
  func theSuspendedAreNotHeard(isHost: Bool) async throws {
    // Their key is remembered before.
    try await node.receive(bad.create(bad.note("before")), from: bad)
    isHost ? try await node.suspend("bad.example") : try await suspendActor()

    _ = try? await node.receive(bad.create(bad.note("after")), from: bad)
    try await node.drainInbox()

    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test(arguments: [true, false])
  func theSuspendedAreNotBoosted(isHost: Bool) async throws {
    let note = bad.note("boosted")
    try node.farSide.serve(note)
    isHost ? try await node.suspend("bad.example") : try await suspendActor()
    node.farSide.forgetQuestions()

    try await node.process(bob.activity("Announce", note["id"] ?? nil), from: bob)

    #expect(try await node.home(of: alice).isEmpty)
    #expect(!isHost || node.farSide.questions(to: bad.origin).isEmpty)
  }

  @Test(arguments: [true, false])
  func theSuspendedAreNotPassedOn(isHost: Bool) async throws {
    isHost ? try await node.suspend("bad.example") : try await suspendActor()
    let create = try bad.proven(bad.create(bad.note("relayed")), at: node.clock.now)

    _ = try? await node.receive(create, from: bob)
    try await node.drainInbox()

    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test(arguments: [true, false])
  func onlyTheFollowedMakeTheNodeFetchWhatTheyOnlyName(isFollowed: Bool) async throws {
    let sender = isFollowed ? bob : try RemoteActor("stranger", at: "far.example", key: 3)
    try await node.know(sender)
    let note = sender.note("named")
    try node.farSide.serve(note)
    node.farSide.forgetQuestions()

    try await node.process(sender.activity("Create", note["id"] ?? nil), from: sender)

    #expect(node.farSide.questions(to: sender.origin).isEmpty == !isFollowed)
  }

  @Test(arguments: [true, false])
  func whatTheSuspendedWroteBeforeIsShownNoLongerAndNotBoostedAnew(isHost: Bool) async throws {
    let note = bad.note("before")
    try await node.process(bad.create(note), from: bad)
    #expect(try await node.home(of: alice) == ["before"])

    isHost ? try await node.suspend("bad.example") : try await suspendActor()
    let boost = bob.activity("Announce", note["id"] ?? nil)
    try await node.process(boost, from: bob)

    #expect(try await node.home(of: alice).isEmpty)
    #expect(try await node.outcome(of: boost) == "failed")
  }

  @Test(arguments: [true, false])
  func whatTheSuspendedBoostedIsShownNoLonger(isHost: Bool) async throws {
    let far = try RemoteActor("far", at: "else.example", key: 3)
    try await node.know(far)
    let note = far.note("boosted")
    try node.farSide.serve(note)
    try await node.process(bad.activity("Announce", note["id"] ?? nil), from: bad)
    #expect(try await node.home(of: alice) == ["boosted"])

    isHost ? try await node.suspend("bad.example") : try await suspendActor()

    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test(arguments: [true, false])
  func whatTheSuspendedAnsweredIsNotInTheThread(isHost: Bool) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    try await node.process(bad.create(bad.note("answer", inReplyTo: post.uri)), from: bad)
    let reader = Reader.member(alice.id)
    let before = try await node.database.read {
      try $0.posts.replies(to: post.uri, by: reader, Page())
    }
    #expect(before.count == 1)

    isHost ? try await node.suspend("bad.example") : try await suspendActor()

    let after = try await node.database.read {
      try $0.posts.replies(to: post.uri, by: reader, Page())
    }
    #expect(after.isEmpty)
  }

  @Test func theSuspendedDoNotEdit() async throws {
    let note = bad.note("one")
    try await node.process(bad.create(note), from: bad)
    try await suspendActor()

    _ = try? await node.receive(
      bad.activity("Update", note.setting("content", to: "two")),
      from: bad
    )
    try await node.drainInbox()

    #expect(try await node.post(note["id"]?.string ?? "")?.body.html == "one")
  }

  @Test func beforeTheAcceptNothingForFollowersIsSeen() async throws {
    let dave = try await node.member("dave")
    let bobHere = try await node.know(bob)
    try await node.outbox.follow(bobHere, as: dave.id)

    try await node.process(
      bob.create(bob.note("for followers", to: [bob.followers])),
      from: bob
    )

    #expect(try await node.home(of: alice).count == 1)
    #expect(try await node.home(of: dave).isEmpty)
    let seen = try await node.database.read { tx in
      try tx.posts.written(by: bobHere.id, for: .member(dave.id), Page()).count
    }
    #expect(seen == 0)
  }

  @Test func nobodyAnswersAPostThatItCannotHaveRead() async throws {
    let post = try await node.outbox.publish(
      PostDraft(source: "inside", audience: .node),
      as: alice.id
    )
    let answer = bob.create(bob.note("guess", inReplyTo: post.uri))

    try await node.process(answer, from: bob)

    #expect(try await node.outcome(of: answer) == "ignored")
  }

  @Test func whoIsBlockedIsNotHeardInAnswers() async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    try await node.outbox.block(try await node.know(bob), as: alice.id)
    let answer = bob.create(bob.note("still here", inReplyTo: post.uri))

    try await node.process(answer, bob.activity("Like", .string(post.uri)), from: bob)

    #expect(try await node.outcome(of: answer) == "ignored")
    let likes = try await node.database.read { try $0.reactions.count(.like, of: post.id) }
    #expect(likes == 0)
  }

  // MARK: What is shown

  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>", "<svg/onload=alert(1)>",
  ])
  func everyRichFieldIsMadeSafe(attack: String) async throws {
    var actor = bob
    actor.edits["summary"] = .string(attack)
    actor.edits["name"] = .string("A\u{202E}\u{7}\(attack)")
    let note = bob.note(attack).setting("summary", to: .string(attack))
      .setting("name", to: .string(attack))

    try await node.process(
      bob.activity("Update", actor.document),
      bob.create(note),
      from: bob
    )

    let post = try required(await node.post(note["id"]?.string ?? ""))
    let profile = try required(
      try await node.database.read { [bob] in
        try $0.actors.find(uri: bob.uri)
      }
    )
    for html in [post.body.html, profile.summary] {
      #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<svg"))
      #expect(!html.contains("href=\"javascript"))
    }
    // Names and warnings are text, not HTML.
    #expect(post.body.summary?.contains("<") != true)
    #expect(!profile.displayName.contains("\u{202E}") && !profile.displayName.contains("\u{7}"))
  }

  @Test func badKeyNamesLeaveNothingBehind() async throws {
    let before = try await node.dump()

    for number in 0..<200 {
      let stranger = try RemoteActor("s", at: "s\(number).example")
      _ = try? await node.receive(stranger.create(stranger.note("x")), from: stranger)
    }

    #expect(try await node.dump() == before)
  }

  @Test func aNodeThatDoesNotFederateHasNoInbox() async throws {
    let closed = try await TestNode.make(FederationSettings(isEnabled: false))

    await #expect(throws: Refusal.absent) {
      try await closed.receive(bob.create(bob.note("x")), from: bob)
    }
  }
}
