import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What moderators of a group of this node do from elsewhere, and how it is run (FEP-1b12, Lemmy).
@Suite struct GroupModerationTests {
  private typealias Scene = OwnGroupTests.Scene

  private func featured(_ group: ActorProfile) -> JSON {
    .string(group.endpoints.featured ?? "")
  }

  private func moderators(_ group: ActorProfile) -> JSON { .string("\(group.uri)/moderators") }

  private func affiliation(of actor: RemoteActor, in scene: Scene) async throws -> Affiliation? {
    let (group, known) = (scene.group, try await scene.node.know(actor))
    return try await scene.node.database.read {
      try $0.groups.standing(of: known.id, in: group.id).affiliation
    }
  }

  private func pins(of scene: Scene) async throws -> [String] {
    let group = scene.group.id
    return try await scene.node.database.read {
      try $0.posts.pinned(by: group, for: .anyone).map(\.post.uri)
    }
  }

  /// Makes the follower elsewhere a moderator, and shows a post of bob.
  private func moderated(as affiliation: Affiliation = .moderator) async throws -> (Scene, String) {
    let scene = try await Scene()
    let note = scene.note("la serre")
    try await scene.node.process(scene.bob.create(note), from: scene.bob)
    let moderator = try await scene.node.know(scene.fan)
    try await scene.node.outbox.affiliate(moderator, with: scene.group, as: affiliation)
    return (scene, note["id"]?.string ?? "")
  }

  @Test func aModeratorPutsAPostOnTopAndTakesItFromThere() async throws {
    let (scene, post) = try await moderated()
    let add = scene.fan.activity("Add", .string(post)).setting("target", to: featured(scene.group))
    try await scene.node.process(add, from: scene.fan)
    #expect(try await pins(of: scene) == [post])
    #expect(try await scene.sent().contains { $0["object"] == add })

    let remove = scene.fan.activity("Remove", .string(post))
      .setting("target", to: featured(scene.group))
    try await scene.node.process(remove, from: scene.fan)

    #expect(try await pins(of: scene).isEmpty)
    #expect(try await scene.sent().contains { $0["object"] == remove })
  }

  private func appointment(_ type: String, of uri: String, in scene: Scene) -> JSON {
    scene.fan.activity(type, .string(uri)).setting("target", to: moderators(scene.group))
  }

  @Test("Attack: an admin elsewhere makes nobody a moderator unasked (threat 9)")
  func consent() async throws {
    let (scene, _) = try await moderated(as: .admin)
    let before = try await scene.sent().count
    let unasked = appointment("Add", of: scene.bob.uri, in: scene)
    try await scene.node.process(unasked, from: scene.fan)
    #expect(try await scene.node.outcome(of: unasked) == "failed")
    #expect(try await affiliation(of: scene.bob, in: scene) == nil)
    #expect(try await scene.sent().count == before)

    try await scene.node.follow(scene.group, by: scene.bob)
    let add = appointment("Add", of: scene.bob.uri, in: scene)
    try await scene.node.process(add, from: scene.fan)
    #expect(try await affiliation(of: scene.bob, in: scene) == .moderator)
    #expect(try await scene.sent().contains { $0["object"] == add })

    let remove = appointment("Remove", of: scene.bob.uri, in: scene)
    try await scene.node.process(remove, from: scene.fan)
    #expect(try await affiliation(of: scene.bob, in: scene) == .member)
    #expect(try await scene.sent().contains { $0["object"] == remove })
  }

  @Test("A moderator elsewhere makes nobody its equal, and steps down (threat 9)")
  func equals() async throws {
    let (scene, _) = try await moderated()
    try await scene.node.follow(scene.group, by: scene.bob)
    let add = appointment("Add", of: scene.bob.uri, in: scene)
    try await scene.node.process(add, from: scene.fan)
    #expect(try await scene.node.outcome(of: add) == "failed")
    #expect(try await affiliation(of: scene.bob, in: scene) == nil)

    let leave = appointment("Remove", of: scene.fan.uri, in: scene)
    try await scene.node.process(leave, from: scene.fan)
    #expect(try await affiliation(of: scene.fan, in: scene) == .member)
  }

  @Test("A member is told by the group what it was made there, and that it is it no longer")
  func told() async throws {
    let (scene, _) = try await moderated(as: .admin)
    let alice = scene.alice.id
    func word() async throws -> [MemberNotification] {
      try await scene.node.database.read { tx in
        try tx.notifications.list(of: alice, Page(limit: 80)).map(\.notification)
          .filter { $0.kind == .groupRole }
      }
    }
    let add = appointment("Add", of: scene.alice.uri, in: scene)
    try await scene.node.process(add, from: scene.fan)
    let first = try await word()
    #expect(first.map(\.actorID) == [scene.group.id])

    let remove = appointment("Remove", of: scene.alice.uri, in: scene)
    try await scene.node.process(remove, from: scene.fan)
    let second = try await word()
    #expect(second.count == 1 && second != first)

    try await scene.node.outbox.affiliate(scene.alice, with: scene.group, as: .moderator)
    let third = try await word()
    #expect(third.count == 1 && third != second)
    let block = scene.fan.activity("Block", .string(scene.alice.uri))
      .setting("target", to: .string(scene.group.uri))
    try await scene.node.process(block, from: scene.fan)
    #expect(try await word() != third)
  }

  @Test("What one does to oneself, and what is no office, is no news")
  func untold() async throws {
    let scene = try await Scene()
    let (alice, group, now) = (scene.alice.id, scene.group, scene.node.clock.now)
    try await scene.node.database.write {
      try $0.groups.affiliate(alice, with: group.id, as: .moderator, at: now)
    }
    try await scene.node.outbox.affiliate(scene.alice, with: group, as: .member, by: alice)
    try await scene.node.outbox.affiliate(scene.alice, with: group, as: nil)
    let told = try await scene.node.database.read { tx in
      try tx.notifications.list(of: alice, Page(limit: 80)).map(\.notification.kind)
    }
    #expect(!told.contains(.groupRole))
  }

  @Test(
    "Nobody changes a group that it does not moderate (threat 9)",
    arguments: ["Add", "Remove"]
  )
  func outsiders(type: String) async throws {
    let (scene, post) = try await moderated()
    let evil = try RemoteActor("evil", at: "evil.example", key: 3)
    try await scene.node.know(evil)
    let before = try await scene.sent().count
    let pin = evil.activity(type, .string(post)).setting("target", to: featured(scene.group))
    let appoint = evil.activity(type, .string(type == "Add" ? evil.uri : scene.fan.uri))
      .setting("target", to: moderators(scene.group))

    try await scene.node.process(pin, appoint, from: evil)

    for activity in [pin, appoint] {
      #expect(try await scene.node.outcome(of: activity) == "failed")
    }
    #expect(try await pins(of: scene).isEmpty)
    #expect(try await affiliation(of: evil, in: scene) == nil)
    #expect(try await affiliation(of: scene.fan, in: scene) == .moderator)
    #expect(try await scene.sent().count == before)
  }

  @Test func aModeratorNeitherDismissesItsEqualsNorBringsBackTheOutcast() async throws {
    let (scene, _) = try await moderated()
    let dora = try RemoteActor("dora", at: "third.example", key: 4)
    let (equal, outcast) = (try await scene.node.know(scene.bob), try await scene.node.know(dora))
    try await scene.node.outbox.affiliate(equal, with: scene.group, as: .moderator)
    try await scene.node.outbox.affiliate(outcast, with: scene.group, as: .outcast)
    let dismiss = scene.fan.activity("Remove", .string(scene.bob.uri))
      .setting("target", to: moderators(scene.group))
    let appoint = scene.fan.activity("Add", .string(dora.uri))
      .setting("target", to: moderators(scene.group))

    try await scene.node.process(dismiss, appoint, from: scene.fan)

    #expect(try await affiliation(of: scene.bob, in: scene) == .moderator)
    #expect(try await affiliation(of: dora, in: scene) == .outcast)
  }

  @Test func whatIsNotShownIsNotPutOnTop() async throws {
    let (scene, _) = try await moderated()
    let post = try await scene.node.outbox.publish(PostDraft(source: "mine"), as: scene.alice.id)
    let add = scene.fan.activity("Add", .string(post.uri))
      .setting("target", to: featured(scene.group))

    try await scene.node.process(add, from: scene.fan)

    #expect(try await scene.node.outcome(of: add) == "ignored")
    #expect(try await pins(of: scene).isEmpty)
  }

  @Test("What is not acted on is taken without a word", arguments: ["Dislike", "Lock"])
  func unknown(type: String) async throws {
    let (scene, post) = try await moderated()
    let activity = scene.fan.activity(type, .string(post), cc: [scene.group.uri])

    #expect(try await scene.node.receive(activity, from: scene.fan) != .accepted)
    try await scene.node.drainInbox()

    #expect(try await scene.node.post(post) != nil)
  }

  // MARK: Floods

  @Test func theEditsOfWhoWasKeptOutAreNotPassedOn() async throws {
    let (scene, post) = try await moderated()
    let bob = try await scene.node.know(scene.bob)
    try await scene.node.outbox.affiliate(bob, with: scene.group, as: .outcast)
    let before = try await scene.sent().count
    let edited = scene.note("spam").setting("id", to: .string(post))
      .setting("updated", to: "2026-11-21T00:00:00Z")

    try await scene.node.process(scene.bob.activity("Update", edited), from: scene.bob)

    #expect(try await scene.sent().count == before)
  }

  @Test func nobodyFillsTheListOfWhatWaitsAlone() async throws {
    let scene = try await Scene(GroupRules(isModerated: true))
    for number in 0..<25 {
      let create = scene.bob.create(scene.note("\(number)"))
      try await scene.node.receive(create, from: scene.bob)
    }
    try await scene.node.drainInbox()

    let group = scene.group.id
    let waiting = try await scene.node.database.read { try $0.groups.waiting(in: group) }

    #expect(waiting.count == 20)
  }

  // MARK: Rules

  @Test func rulesAreChangedAndThoseWhoFollowHearOfIt() async throws {
    let scene = try await Scene()

    try await scene.node.outbox.edit(
      scene.group,
      .init(displayName: "Le jardin", summary: "Entre *nous*"),
      rules: GroupRules(isClosed: true, isModerated: true)
    )

    let update = try required(await scene.sent().last)
    #expect(update["type"] == "Update")
    #expect(update["object"]?["name"] == "Le jardin")
    #expect(update["object"]?["manuallyApprovesFollowers"] == true)
    let group = scene.group.id
    let rules = try await scene.node.database.read { try $0.groups.rules(of: group) }
    #expect(rules == GroupRules(isClosed: true, isModerated: true))
    // Nobody has written in it yet, so that it may be opened again.
    try await scene.node.outbox.edit(scene.group, .init(), rules: GroupRules())
  }

  @Test func aClosedGroupWithPostsIsNotOpened() async throws {
    let scene = try await Scene(GroupRules(isClosed: true))
    var draft = PostDraft(source: "within")
    draft.group = scene.group
    _ = try await scene.node.outbox.publish(draft, as: scene.alice.id)

    await #expect(throws: Refusal.self) {
      try await scene.node.outbox.edit(scene.group, .init(), rules: GroupRules())
    }
  }
}
