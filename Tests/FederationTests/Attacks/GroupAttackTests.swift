import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// What groups, and those who pretend, try (threats 3, 8, 9 and 29).
@Suite struct GroupAttackTests {
  /// alice follows an evil group; bob is elsewhere and innocent.
  private func foreign() async throws -> (ForeignGroupTests.Scene, post: JSON) {
    let scene = try await ForeignGroupTests.Scene(
      group: "https://evil.example/c/gazette",
      author: "https://far.example/users/bob"
    )
    try await scene.node.know(scene.author)
    let note = scene.author.note("genuine")
    try scene.node.farSide.serve(note)
    return (scene, note)
  }

  @Test(
    "A forged Create in a group brings what its origin has, or nothing",
    arguments: [true, false]
  )
  func create(isServed: Bool) async throws {
    let (scene, genuine) = try await foreign()
    let note = isServed ? genuine : scene.author.note("never written")
    let forged = scene.author.create(note.setting("content", to: "forged"))

    try await scene.node.process(scene.announce(forged), from: scene.group)

    #expect(try await scene.node.home(of: scene.alice) == (isServed ? ["genuine"] : []))
  }

  @Test func aProofThatAnotherMadeProvesNothing() async throws {
    let (scene, genuine) = try await foreign()
    let now = scene.node.clock.now
    let create = scene.author.create(genuine.setting("content", to: "forged"))
    let forged = try scene.group.proven(create, at: now)

    try await scene.node.process(scene.announce(forged), from: scene.group)

    #expect(try await scene.node.home(of: scene.alice) == ["genuine"])
  }

  @Test(
    "What is forged in a group changes nothing",
    arguments: ["Update", "Delete", "Like", "Undo"]
  )
  func effects(type: String) async throws {
    let (scene, note) = try await foreign()
    let id = note["id"]?.string ?? ""
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    let like = scene.author.activity("Like", .string(id))
    try await scene.node.process(like, from: scene.author)
    let post = try required(await scene.node.post(id))
    let object: JSON =
      switch type {
      case "Update": note.setting("content", to: "forged")
      case "Undo": like
      default: .string(id)
      }
    if type == "Like" {
      try await scene.node.process(scene.author.activity("Undo", like), from: scene.author)
    }

    try await scene.node.process(
      scene.announce(scene.author.activity(type, object)),
      from: scene.group
    )

    let likes = try await scene.node.database.read { try $0.reactions.count(.like, of: post.id) }
    #expect(try await scene.node.post(id)?.body.html == "genuine")
    #expect(likes == (type == "Like" ? 0 : 1))
  }

  @Test func whatIsNamedByItsAddressMustBeOfItsActorsOwnNode() async throws {
    let (scene, note) = try await foreign()
    let url = "https://evil.example/activities/1"
    let forged = scene.author.activity("Delete", note["id"] ?? .null, id: url)
    try scene.node.farSide.serve(forged)
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)

    let announce = scene.announce(.string(url))
    try await scene.node.process(announce, from: scene.group)

    #expect(try await scene.node.outcome(of: announce) == "failed")
    #expect(try await scene.node.post(note["id"]?.string ?? "") != nil)
  }

  @Test func aGroupThatNobodyFollowsIsNotHeard() async throws {
    let (scene, note) = try await foreign()
    let stranger = try RemoteActor(of: "https://noise.example/c/x", kind: "Group", key: 3)
    try await scene.node.know(stranger)
    let announce = stranger.activity("Announce", scene.author.create(note))

    try await scene.node.process(announce, from: stranger)

    #expect(try await scene.node.outcome(of: announce) == "ignored")
    #expect(try await scene.node.post(note["id"]?.string ?? "") == nil)
  }

  @Test func anOpenGroupGetsNothingThatIsNotForEveryone() async throws {
    let (scene, _) = try await foreign()
    let note = scene.author.note("private", to: [scene.group.uri])
    try scene.node.farSide.serve(note)

    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)

    #expect(try await scene.node.post(note["id"]?.string ?? "") == nil)
  }

  @Test func aGroupTakesNoPostFromItsAuthorByTakingItOut() async throws {
    let (scene, note) = try await foreign()
    let id = note["id"]?.string ?? ""
    try await scene.node.follow(scene.author, by: scene.alice)
    try await scene.node.process(scene.author.create(note), from: scene.author)
    try await scene.node.process(scene.announce(.string(id)), from: scene.group)

    let delete = scene.group.activity("Delete", .string(id))
    try await scene.node.process(scene.announce(delete), from: scene.group)

    #expect(try await scene.node.home(of: scene.alice) == ["genuine"])
  }

  // MARK: Groups of this node

  @Test func whoIsNotInAClosedGroupWritesNothingInIt() async throws {
    let scene = try await OwnGroupTests.Scene(GroupRules(isClosed: true))
    let create = scene.bob.create(scene.bob.note("let me in", to: [scene.group.uri]))
    let open = scene.bob.create(scene.note("for all"))

    try await scene.node.process(create, open, from: scene.bob)

    #expect(try await scene.node.outcome(of: create) == "ignored")
    #expect(try await scene.node.outcome(of: open) == "ignored")
    #expect(try await scene.sent().isEmpty)
  }

  @Test func aMemberOfAClosedGroupWidensNothing() async throws {
    let scene = try await OwnGroupTests.Scene(GroupRules(isClosed: true))
    try await scene.node.follow(scene.group, by: scene.bob)
    var draft = PostDraft(source: "within")
    draft.group = scene.group
    let post = try await scene.node.outbox.publish(draft, as: scene.alice.id)
    let wide = scene.bob.create(
      scene.bob.note("> within", cc: [scene.group.uri], inReplyTo: post.uri)
    )
    let boost = scene.bob.activity("Announce", .string(post.uri))
    let before = try await scene.sent().count

    try await scene.node.process(wide, boost, from: scene.bob)

    #expect(try await scene.node.outcome(of: wide) == "failed")
    #expect(try await scene.node.outcome(of: boost) == "failed")
    #expect(try await scene.sent().count == before)
    #expect(try await scene.node.post(post.uri)?.audience == .direct)
  }

  @Test func whoIsNoModeratorTakesNothingOutAndKeepsNobodyOut() async throws {
    let scene = try await OwnGroupTests.Scene()
    let evil = try RemoteActor("evil", at: "evil.example", key: 3)
    try await scene.node.know(evil)
    try await scene.node.process(scene.bob.create(scene.note("fine")), from: scene.bob)
    let id = try required(
      await scene.node.database.read {
        try $0.groups.standing(of: scene.alice.id, in: scene.group.id)
      }
    )
    let post = try required(await scene.sent().last?["object"]?.string)
    let delete = evil.activity("Delete", .string(post), cc: [scene.group.uri])
    let block = evil.activity("Block", .string(scene.bob.uri))
      .setting("target", to: .string(scene.group.uri))
    let before = try await scene.sent().count

    try await scene.node.process(delete, block, from: evil)

    #expect(id.isFollower)
    #expect(try await scene.node.outcome(of: delete) == "failed")
    #expect(try await scene.node.outcome(of: block) == "failed")
    #expect(try await scene.sent().count == before)
    #expect(try await scene.node.home(of: scene.alice) == ["fine"])
  }

  @Test func aModeratorKeepsNoAdminOut() async throws {
    let scene = try await OwnGroupTests.Scene()
    let (moderator, admin) = (
      try await scene.node.know(scene.fan), try await scene.node.know(scene.bob)
    )
    try await scene.node.outbox.affiliate(moderator, with: scene.group, as: .moderator)
    try await scene.node.outbox.affiliate(admin, with: scene.group, as: .admin)
    let block = scene.fan.activity("Block", .string(scene.bob.uri))
      .setting("target", to: .string(scene.group.uri))

    try await scene.node.process(block, from: scene.fan)

    let (group, node) = (scene.group, scene.node)
    let standing = try await node.database.read {
      try $0.groups.standing(of: admin.id, in: group.id)
    }
    #expect(standing.affiliation == .admin)
  }

  @Test func anOutcastNeitherFollowsNorWrites() async throws {
    let scene = try await OwnGroupTests.Scene()
    let bob = try await scene.node.know(scene.bob)
    try await scene.node.outbox.affiliate(bob, with: scene.group, as: .outcast)
    let follow = scene.bob.activity("Follow", .string(scene.group.uri))
    let create = scene.bob.create(scene.note("again"))

    try await scene.node.process(follow, create, from: scene.bob)

    #expect(try await scene.node.outcome(of: follow) == "failed")
    #expect(try await scene.node.outcome(of: create) == "ignored")
    #expect(try await scene.sent().isEmpty)
  }
}
