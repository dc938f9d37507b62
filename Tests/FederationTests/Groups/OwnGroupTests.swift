import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Groups of this node, in which people of other software take part (FEP-1b12).
@Suite struct OwnGroupTests {
  /// A group of this node with a follower elsewhere and one here.
  struct Scene {
    let node: TestNode
    let group: ActorProfile
    let alice: ActorProfile
    let bob: RemoteActor
    let fan: RemoteActor

    init(_ rules: GroupRules = GroupRules()) async throws {
      node = try await TestNode.make()
      group = try await node.group("jardin", rules)
      alice = try await node.member("alice")
      bob = try RemoteActor("bob", key: 1)
      fan = try RemoteActor("fan", at: "lemmy.example", key: 2)
      try await node.know(bob)
      try await node.follow(group, by: fan)
      let (group, alice, now) = (group, alice, node.clock.now)
      try await node.database.write { tx in
        try tx.follows.save(
          Follow(
            uri: "https://home.example/follows/1",
            followerID: alice.id,
            followeeID: group.id,
            state: .accepted,
            createdAt: now
          )
        )
      }
    }

    func note(_ text: String) -> JSON {
      bob.note(text, to: [AS.Recipient.publicCollection, group.uri])
        .setting("audience", to: .string(group.uri))
    }

    /// What the group's follower elsewhere was sent by the group, oldest first.
    func sent() async throws -> [JSON] {
      try await node.drainDeliveries()
      return node.farSide.posts.filter { $0.url == fan.sharedInbox }.compactMap(\.json)
        .filter { $0["actor"]?.string == group.uri }
    }
  }

  @Test func whatIsWrittenInAGroupIsPassedOnInBothWaysOfSpeaking() async throws {
    let scene = try await Scene()
    let create = scene.bob.create(scene.note("Qui a une bêche ?"))
      .setting("custom:member", to: ["kept": 1.0])

    try await scene.node.process(create, from: scene.bob)

    let sent = try await scene.sent()
    #expect(sent.map { $0["type"]?.string } == ["Announce", "Announce"])
    #expect(sent.first?["object"] == create)
    #expect(sent.last?["object"]?.string == create["object"]?["id"]?.string)
    #expect(sent.allSatisfy { $0["to"]?[0]?.string == AS.Recipient.publicCollection })
    #expect(try await scene.node.home(of: scene.alice) == ["Qui a une bêche ?"])
  }

  @Test func anAnswerFromSoftwareThatKnowsNoGroupsIsPassedOnToo() async throws {
    let scene = try await Scene()
    var draft = PostDraft(source: "Réunion ?")
    draft.group = scene.group
    let post = try await scene.node.outbox.publish(draft, as: scene.alice.id)
    let reply = scene.bob.note("Oui", cc: [scene.alice.uri], inReplyTo: post.uri)

    try await scene.node.process(scene.bob.create(reply), from: scene.bob)

    let objects = try await scene.sent().map { $0["object"]?["object"]?["id"]?.string }
    #expect(objects.contains(reply["id"]?.string))
  }

  @Test func whatAMemberWritesIsPassedOnWithItsProof() async throws {
    let scene = try await Scene()
    var draft = PostDraft(source: "Des graines")
    draft.group = scene.group

    try await _ = scene.node.outbox.publish(draft, as: scene.alice.id)

    let create = try required(await scene.sent().first?["object"])
    #expect(create["type"]?.string == "Create")
    #expect(create["proof"]?["type"]?.string == "DataIntegrityProof")
    #expect(try await scene.node.home(of: scene.alice).count == 1)
  }

  @Test func whatHappensToAPostOfAGroupIsPassedOn() async throws {
    let scene = try await Scene()
    let note = scene.note("one")
    let id = note["id"]?.string ?? ""
    let like = scene.bob.activity("Like", .string(id)).setting(
      "audience",
      to: .string(scene.group.uri)
    )
    let undo = scene.bob.activity("Undo", like).setting("audience", to: .string(scene.group.uri))
    let edited = note.setting("content", to: "two").setting("updated", to: "2026-11-21T00:00:00Z")
    try await scene.node.process(scene.bob.create(note), from: scene.bob)
    #expect(try await scene.sent().count == 2)

    try await scene.node.process(
      scene.bob.activity("Update", edited),
      like,
      undo,
      scene.bob.activity("Like", .string(id)),
      from: scene.bob
    )
    #expect(try await scene.sent().count == 5)
    try await scene.node.process(scene.bob.activity("Delete", .string(id)), from: scene.bob)

    let types = try await scene.sent().dropFirst(2).map { announce in
      "\(announce["type"]?.string ?? "")/\(announce["object"]?["type"]?.string ?? "")"
    }
    #expect(
      types == [
        "Announce/Update", "Announce/Like", "Announce/Undo", "Announce/Delete", "Undo/Announce",
      ]
    )
    #expect(try await scene.node.home(of: scene.alice).isEmpty)
  }

  @Test func aPostIsNeverPassedOnTwice() async throws {
    let scene = try await Scene()
    let note = scene.note("once")

    try await scene.node.process(
      scene.bob.create(note),
      scene.bob.create(note),
      scene.bob.create(note),
      from: scene.bob
    )

    #expect(try await scene.sent().count == 2)
  }

  @Test func aPostThatWasFetchedBeforeItsCreateCameIsPassedOnAllTheSame() async throws {
    let scene = try await Scene()
    let note = scene.note("early")
    try scene.node.farSide.serve(note)
    _ = try await scene.node.services.posts.post(try required(AS.IRI(note["id"]?.string ?? "")))

    try await scene.node.process(scene.bob.create(note), from: scene.bob)

    #expect(try await scene.sent().count == 2)
  }

  @Test func inAModeratedGroupAPostWaitsForAModerator() async throws {
    let scene = try await Scene(GroupRules(isModerated: true))
    let create = scene.bob.create(scene.note("first"))
    try await scene.node.process(create, from: scene.bob)
    #expect(try await scene.sent().isEmpty)

    let (group, node) = (scene.group, scene.node)
    let waiting = try await node.database.read { try $0.groups.waiting(in: group.id) }
    try await node.outbox.release(try required(waiting.first?.post), in: group)

    #expect(try await scene.sent().first?["object"] == create)
    #expect(try await node.home(of: scene.alice) == ["first"])
  }

  @Test func aModeratorElsewhereTakesAPostOutAndKeepsSomebodyOut() async throws {
    let scene = try await Scene()
    let note = scene.note("spam")
    let id = note["id"]?.string ?? ""
    try await scene.node.process(scene.bob.create(note), from: scene.bob)
    let moderator = try await scene.node.know(scene.fan)
    try await scene.node.outbox.affiliate(moderator, with: scene.group, as: .moderator)
    scene.node.farSide.forgetQuestions()

    let delete = scene.fan.activity("Delete", .string(id))
    let block = scene.fan.activity("Block", .string(scene.bob.uri))
      .setting("target", to: .string(scene.group.uri))
    try await scene.node.process(delete, block, from: scene.fan)
    try await scene.node.process(scene.bob.create(scene.note("more")), from: scene.bob)

    let sent = try await scene.sent()
    #expect(sent.contains { $0["object"] == delete })
    #expect(sent.contains { $0["object"] == block })
    #expect(!sent.contains { $0["object"]?["type"]?.string == "Create" })
    #expect(try await scene.node.post(id) != nil)
    #expect(try await scene.node.home(of: scene.alice).isEmpty)
  }

  @Test func aMemberWhoModeratesTakesAPostOut() async throws {
    let scene = try await Scene()
    let note = scene.note("spam")
    try await scene.node.process(scene.bob.create(note), from: scene.bob)
    let post = try required(await scene.node.post(note["id"]?.string ?? ""))
    try await scene.node.outbox.affiliate(scene.alice, with: scene.group, as: .moderator)

    try await scene.node.outbox.takeOut(post, from: scene.group, as: scene.alice.id)

    #expect(try await scene.node.home(of: scene.alice).isEmpty)
    #expect(try await scene.sent().contains { $0["object"]?["type"]?.string == "Delete" })
  }

  @Test func twoGroupsThatFollowEachOtherComeToAnEnd() async throws {
    let scene = try await Scene()
    let other = try RemoteActor(of: "https://other.example/c/jardin", kind: "Group", key: 3)
    try await scene.node.follow(scene.group, by: other)
    let (group, node) = (scene.group, scene.node)
    let echo = try await node.know(other)
    let now = node.clock.now
    try await node.database.write { tx in
      try tx.follows.save(
        Follow(
          uri: "https://home.example/follows/2",
          followerID: group.id,
          followeeID: echo.id,
          state: .accepted,
          createdAt: now
        )
      )
    }
    let create = scene.bob.create(scene.note("once"))
    try await node.process(create, from: scene.bob)
    let before = try await scene.sent().count

    for announce in try await scene.sent() {
      let wrapped = other.activity("Announce", announce, to: [group.uri])
      let plain = other.activity("Announce", announce["object"] ?? .null, to: [group.uri])
      try await node.process(wrapped, plain, from: other)
    }

    #expect(before == 2)
    #expect(try await scene.sent().count == before)
  }

  // MARK: Closed groups

  @Test func aClosedGroupIsFollowedByThoseWhoAreLetIn() async throws {
    let scene = try await Scene(GroupRules(isClosed: true))
    let carol = try RemoteActor("carol", at: "lemmy.example", key: 4)
    try await scene.node.know(carol)
    let follow = carol.activity("Follow", .string(scene.group.uri))
    try await scene.node.process(follow, from: carol)
    let (group, node) = (scene.group, scene.node)
    let pending = try await node.database.read { try $0.follows.pending(of: group.id) }

    try await node.outbox.affiliate(try await node.know(carol), with: group, as: .member)
    try await node.drainDeliveries()

    let accept = node.farSide.posts.compactMap(\.json).last { $0["type"] == "Accept" }
    #expect(pending.map(\.1.uri) == [carol.uri])
    #expect(accept?["actor"]?.string == group.uri)
    #expect(accept?["object"]?["id"] == follow["id"])
  }

  @Test func whatIsWrittenInAClosedGroupGoesToThoseWhoAreInItAlone() async throws {
    let scene = try await Scene(GroupRules(isClosed: true))
    try await scene.node.follow(scene.group, by: scene.bob)
    let followers = scene.group.endpoints.followers ?? ""
    let note = scene.bob.note("within", to: [scene.group.uri, followers])

    try await scene.node.process(scene.bob.create(note), from: scene.bob)

    let sent = try await scene.sent()
    #expect(sent.map { $0["object"]?["type"]?.string } == ["Create"])
    #expect(sent.first?["to"]?.array == [.string(followers)])
    #expect(sent.first?["cc"] == nil)
    #expect(try await scene.node.home(of: scene.alice) == ["within"])
  }

  @Test func aMemberNamesNobodyOutsideInAClosedGroup() async throws {
    let scene = try await Scene(GroupRules(isClosed: true))
    let dora = try await scene.node.member("dora")
    var draft = PostDraft(source: "Entre nous, @dora et @bob@far.example")
    draft.group = scene.group

    let post = try await scene.node.outbox.publish(draft, as: scene.alice.id)

    let named = try await scene.node.database.read { try $0.posts.addressees(of: post.id) }
    #expect(named.map(\.uri) == [scene.group.uri])
    #expect(post.audience == .direct)
    #expect(try await scene.node.home(of: dora).isEmpty)
    #expect(try await scene.sent().count == 1)
    await #expect(throws: Refusal.self) {
      try await scene.node.outbox.publish(draft, as: dora.id)
    }
  }
}
