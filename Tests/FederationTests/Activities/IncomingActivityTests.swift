import ActivityStreams
import Federation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What activities of other nodes do here.
@Suite struct IncomingActivityTests {
  private struct Scene {
    let node: TestNode
    let alice: ActorProfile
    let bob: RemoteActor

    /// alice of this node follows bob of another.
    init() async throws {
      node = try await TestNode.make()
      alice = try await node.member("alice")
      bob = try RemoteActor("bob")
      try await node.follow(bob, by: alice)
    }
  }

  // MARK: Posts

  @Test func aCreateEntersTheTimelineOfAFollower() async throws {
    let scene = try await Scene()

    try await scene.node.process(scene.bob.create(scene.bob.note("<p>Hello</p>")), from: scene.bob)

    #expect(try await scene.node.home(of: scene.alice) == ["<p>Hello</p>"])
  }

  @Test func aCreateThatConcernsNobodyHereIsIgnored() async throws {
    let scene = try await Scene()
    let stranger = try RemoteActor("stranger", at: "other.example", key: 2)
    try await scene.node.know(stranger)
    let create = stranger.create(stranger.note("Buy now"))

    try await scene.node.process(create, from: stranger)

    #expect(try await scene.node.outcome(of: create) == "ignored")
    #expect(try await scene.node.home(of: scene.alice).isEmpty)
  }

  @Test(
    "An answer stands in the conversation of the post it answers, whatever it says of its own (FEP-f228)",
    arguments: [nil, "https://remote.example/contexts/1"]
  )
  func answersJoin(context: String?) async throws {
    let scene = try await Scene()
    let post = try await scene.node.outbox.publish(PostDraft(source: "hello"), as: scene.alice.id)
    let note = scene.bob.note("Bonjour", inReplyTo: post.uri)
      .setting("context", to: context.map(JSON.string))

    try await scene.node.process(scene.bob.create(note), from: scene.bob)

    let answer = try required(await scene.node.post(note["id"]?.string ?? ""))
    #expect(answer.thread.conversation == post.thread.conversation)
    #expect(answer.thread.conversation != nil)
  }

  @Test func aDirectPostReachesOnlyWhomItNames() async throws {
    let scene = try await Scene()
    let carol = try await scene.node.member("carol")
    let note = scene.bob.note("secret", to: [scene.alice.uri])

    try await scene.node.process(scene.bob.create(note), from: scene.bob)

    #expect(try await scene.node.home(of: scene.alice).count == 1)
    #expect(try await scene.node.home(of: carol).isEmpty)
  }

  @Test func anUpdateChangesThePostAndKeepsWhatItSaid() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("one")
    try await scene.node.process(scene.bob.create(note), from: scene.bob)

    let edited = note.setting("content", to: "two").setting("updated", to: "2026-11-23T00:00:00Z")
    try await scene.node.process(scene.bob.activity("Update", edited), from: scene.bob)

    let post = try required(await scene.node.post(note["id"]?.string ?? ""))
    let revisions = try await scene.node.database.read { try $0.posts.revisions(of: post.id) }
    #expect(post.body.html == "two")
    #expect(revisions.map(\.html) == ["one"])
  }

  @Test func anOlderEditNeverTakesBackANewerOne() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("one")
    let newer = note.setting("content", to: "three")
      .setting("updated", to: "2026-11-20T12:00:00Z")
    let older = note.setting("content", to: "two").setting("updated", to: "2026-11-20T11:00:00Z")

    try await scene.node.process(
      scene.bob.create(note),
      scene.bob.activity("Update", newer),
      scene.bob.activity("Update", older),
      from: scene.bob
    )

    #expect(try await scene.node.post(note["id"]?.string ?? "")?.body.html == "three")
  }

  @Test func anUpdateNeverChangesForWhomAPostIs() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("for followers", to: [scene.bob.followers])
    let widened = note.setting("to", to: .list([AS.Recipient.publicCollection]))

    try await scene.node.process(
      scene.bob.create(note),
      scene.bob.activity("Update", widened),
      from: scene.bob
    )

    #expect(try await scene.node.post(note["id"]?.string ?? "")?.audience == .followers)
  }

  @Test func anUpdateOfAnActorChangesItsProfileAndKeys() async throws {
    let scene = try await Scene()
    var renewed = scene.bob
    renewed.edits["name"] = "Robert"
    renewed.ed25519 = .generateEd25519()

    try await scene.node.process(
      scene.bob.activity("Update", renewed.document),
      from: scene.bob
    )

    let known = try required(
      try await scene.node.database.read { try $0.actors.find(uri: scene.bob.uri) }
    )
    let keys = try await scene.node.database.read { try $0.actors.keys(of: known.id) }
    #expect(known.displayName == "Robert")
    #expect(keys.contains { $0.publicKey == renewed.ed25519.verificationKey.multikey })
  }

  @Test func aDeleteTakesThePostOutOfTheTimeline() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("gone soon")
    let tombstone: JSON = ["id": note["id"] ?? nil, "type": "Tombstone"]

    try await scene.node.process(
      scene.bob.create(note),
      scene.bob.activity("Delete", tombstone),
      from: scene.bob
    )

    #expect(try await scene.node.home(of: scene.alice).isEmpty)
  }

  @Test func aDeleteThatOvertakesItsCreateWins() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("never seen")

    try await scene.node.process(
      scene.bob.activity("Delete", note["id"] ?? nil),
      scene.bob.create(note),
      from: scene.bob
    )

    #expect(try await scene.node.home(of: scene.alice).isEmpty)
    #expect(try await scene.node.post(note["id"]?.string ?? "") == nil)
  }

  @Test func anActorThatLeavesTakesItsPostsAlong() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("mine")
    let late = scene.bob.create(scene.bob.note("after the end"))

    try await scene.node.process(
      scene.bob.create(note),
      scene.bob.activity("Delete", .string(scene.bob.uri)),
      late,
      from: scene.bob
    )

    #expect(try await scene.node.home(of: scene.alice).isEmpty)
    #expect(try await scene.node.outcome(of: late) == "failed")
  }

  // MARK: Ties

  @Test func aFollowIsAcceptedAtOnceAndTheAnswerIsOnItsWay() async throws {
    let scene = try await Scene()

    try await scene.node.process(
      scene.bob.activity("Follow", .string(scene.alice.uri)),
      from: scene.bob
    )

    let followers = try await scene.node.database.read {
      try $0.follows.countFollowers(of: scene.alice.id)
    }
    #expect(followers == 1)
    #expect(try await scene.node.waitingInboxes() == [scene.bob.inbox])
  }

  @Test func aFollowWaitsForWhoApprovesFollowers() async throws {
    let scene = try await Scene()
    let dora = try await scene.node.member("dora", approvesFollowers: true)

    try await scene.node.process(scene.bob.activity("Follow", .string(dora.uri)), from: scene.bob)

    let (count, pending) = try await scene.node.database.read { tx in
      (try tx.follows.countFollowers(of: dora.id), try tx.follows.pending(of: dora.id).count)
    }
    #expect(count == 0)
    #expect(pending == 1)
    #expect(try await scene.node.waitingInboxes().isEmpty)
  }

  @Test func whoIsBlockedCannotFollow() async throws {
    let scene = try await Scene()
    let bob = try await scene.node.know(scene.bob)
    try await scene.node.outbox.block(bob, as: scene.alice.id)

    try await scene.node.process(
      scene.bob.activity("Follow", .string(scene.alice.uri)),
      from: scene.bob
    )

    let followers = try await scene.node.database.read {
      try $0.follows.countFollowers(of: scene.alice.id)
    }
    #expect(followers == 0)
  }

  @Test func undoingAFollowEndsIt() async throws {
    let scene = try await Scene()
    let follow = scene.bob.activity("Follow", .string(scene.alice.uri))

    try await scene.node.process(
      follow,
      scene.bob.activity("Undo", follow.setting("@context", to: nil)),
      from: scene.bob
    )

    let followers = try await scene.node.database.read {
      try $0.follows.countFollowers(of: scene.alice.id)
    }
    #expect(followers == 0)
  }

  @Test(arguments: ["Accept", "Reject", "Undo"])
  func theAnswerToAFollowSetsItsState(answer: String) async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    let profile = try await node.know(bob)
    try await node.outbox.follow(profile, as: alice.id)
    let follow = try required(
      try await node.database.read {
        try $0.follows.find(follower: alice.id, followee: profile.id)
      }
    )
    let inner: JSON = [
      "id": .string(follow.uri), "type": "Follow", "actor": .string(alice.uri),
      "object": .string(bob.uri),
    ]
    let accept = bob.activity("Accept", inner)

    switch answer {
    case "Accept": try await node.process(accept, from: bob)
    case "Reject": try await node.process(accept, bob.activity("Reject", inner), from: bob)
    default:
      try await node.process(
        accept,
        bob.activity("Undo", accept.setting("@context", to: nil)),
        from: bob
      )
    }

    let state = try await node.database.read {
      try $0.follows.find(follower: alice.id, followee: profile.id)?.state
    }
    #expect(state == (answer == "Accept" ? .accepted : nil))
  }

  @Test func aBlockEndsBothFollowsAndHidesThePosts() async throws {
    let scene = try await Scene()
    let post = try await scene.node.outbox.publish(
      PostDraft(source: "hello"),
      as: scene.alice.id
    )
    let bob = try await scene.node.know(scene.bob)

    try await scene.node.process(
      scene.bob.activity("Block", .string(scene.alice.uri)),
      from: scene.bob
    )

    let isFollowed = try await scene.node.database.read {
      try $0.follows.find(follower: scene.alice.id, followee: bob.id) != nil
    }
    #expect(!isFollowed)
    #expect(try await scene.node.post(post.uri) != nil)
  }

  // MARK: Reactions

  @Test(arguments: ["Like", "EmojiReact", "Announce"])
  func aReactionCountsOnceAndUndoneNotAtAll(type: String) async throws {
    let scene = try await Scene()
    let post = try await scene.node.outbox.publish(PostDraft(source: "hello"), as: scene.alice.id)
    // What Pleroma and Akkoma call a reaction with an emoji is a like here.
    let kind: ReactionStore.Kind = type == "Announce" ? .boost : .like
    let reaction = scene.bob.activity(type, .string(post.uri))
    let again = scene.bob.activity(type, .string(post.uri))
    let count = { try await scene.node.database.read { try $0.reactions.count(kind, of: post.id) } }

    try await scene.node.process(reaction, again, from: scene.bob)
    #expect(try await count() == 1)

    try await scene.node.process(
      scene.bob.activity("Undo", reaction["id"] ?? nil),
      from: scene.bob
    )
    #expect(try await count() == 0)
  }

  @Test func anUndoThatOvertakesWhatItUndoesWins() async throws {
    let scene = try await Scene()
    let post = try await scene.node.outbox.publish(PostDraft(source: "hello"), as: scene.alice.id)
    let like = scene.bob.activity("Like", .string(post.uri))

    try await scene.node.process(
      scene.bob.activity("Undo", like.setting("@context", to: nil)),
      from: scene.bob
    )
    let outcome = try await scene.node.receive(like, from: scene.bob)
    try await scene.node.drainInbox()

    #expect(outcome == .duplicate)
    let count = try await scene.node.database.read { try $0.reactions.count(.like, of: post.id) }
    #expect(count == 0)
  }

  @Test func aBoostBringsAPostOfAThirdNodeFromItsOwnOrigin() async throws {
    let scene = try await Scene()
    let carol = try RemoteActor("carol", at: "third.example", key: 2)
    let note = carol.note("from afar")
    try scene.node.farSide.host(carol)
    try scene.node.farSide.serve(note.setting("@context", to: nil))

    try await scene.node.process(
      scene.bob.activity("Announce", note["id"] ?? nil),
      from: scene.bob
    )

    #expect(try await scene.node.home(of: scene.alice) == ["from afar"])
  }

  @Test func addAndRemoveChangeThePinnedPosts() async throws {
    let scene = try await Scene()
    let note = scene.bob.note("top")
    let bob = try await scene.node.know(scene.bob)
    let pins = {
      try await scene.node.database.read { try $0.posts.pinned(by: bob.id, for: .anyone).count }
    }
    func change(_ type: String) -> JSON {
      scene.bob.activity(type, note["id"] ?? nil)
        .setting("target", to: .string(scene.bob.featured))
    }

    try await scene.node.process(scene.bob.create(note), change("Add"), from: scene.bob)
    #expect(try await pins() == 1)

    try await scene.node.process(change("Remove"), from: scene.bob)
    #expect(try await pins() == 0)
  }

  @Test func aFlagIsKeptForTheAdmins() async throws {
    let scene = try await Scene()
    let flag = scene.bob.activity("Flag", .list([scene.alice.uri]))
      .setting("content", to: "<b>rude</b>")

    try await scene.node.process(flag, from: scene.bob)

    let reports = try await scene.node.database.read { try $0.reports.latest() }
    #expect(reports.map(\.objects) == [[scene.alice.uri]])
    #expect(reports.map(\.content) == ["rude"])
  }
}
