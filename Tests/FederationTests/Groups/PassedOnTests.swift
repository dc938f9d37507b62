import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// What groups of Lemmy and PieFed pass on besides posts: unproven likes, batches, pins.
@Suite struct PassedOnTests {
  private func scene() async throws -> (ForeignGroupTests.Scene, note: JSON, id: String) {
    let scene = try await ForeignGroupTests.Scene(
      group: "https://lemmy.example/c/jardins",
      author: "https://lemmy.example/u/emma"
    )
    let note = scene.author.note("one")
    try scene.node.farSide.serve(note)
    return (scene, note, note["id"]?.string ?? "")
  }

  private func likes(of id: String, _ scene: ForeignGroupTests.Scene) async throws -> Int {
    let post = try required(await scene.node.post(id), id)
    return try await scene.node.database.read { try $0.reactions.count(.like, of: post.id) }
  }

  // MARK: Likes without proof

  @Test func anUnprovenLikeCountsWhenItsOwnNodeShowsIt() async throws {
    let (scene, note, id) = try await scene()
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    let like = scene.author.activity("Like", .string(id))
    let undo = scene.author.activity("Undo", like)
    for served in [like, undo] { try scene.node.farSide.serve(served) }

    try await scene.node.process(scene.announce(like), from: scene.group)
    #expect(try await likes(of: id, scene) == 1)
    try await scene.node.process(scene.announce(undo), from: scene.group)

    #expect(try await likes(of: id, scene) == 0)
  }

  @Test("A like that its node shows otherwise, or not, counts nothing (threat 8)")
  func forged() async throws {
    let (scene, note, id) = try await scene()
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    let other = try RemoteActor(of: "https://lemmy.example/u/jean", key: 3)
    try scene.node.farSide.host(other)
    let absent = scene.author.activity("Like", .string(id))
    let another = scene.author.activity("Like", .string(id))
    try scene.node.farSide.serve(another.setting("actor", to: .string(other.uri)))
    let elsewhere = scene.author.activity("Like", .string("https://lemmy.example/posts/other"))
    try scene.node.farSide.serve(elsewhere)
    let moved = scene.author.activity("Like", .string(id))
    let document = moved
    scene.node.farSide.answer(
      moved["id"]?.string ?? "",
      with: .json(document, from: "https://lemmy.example/elsewhere")
    )

    for like in [absent, another, elsewhere.setting("object", to: .string(id)), moved] {
      try await scene.node.process(scene.announce(like), from: scene.group)
    }

    #expect(try await likes(of: id, scene) == 0)
  }

  @Test func aLikeOfWhatIsNotHereIsNotAskedFor() async throws {
    let (scene, _, id) = try await scene()
    let like = scene.author.activity("Like", .string(id))
    try scene.node.farSide.serve(like)

    try await scene.node.process(scene.announce(like), from: scene.group)

    let asked = scene.node.farSide.questions(to: like["id"]?.string ?? "")
    #expect(asked.isEmpty)
  }

  @Test("What is not acted on in a group is taken without a word", arguments: ["Dislike", "Lock"])
  func unknown(type: String) async throws {
    let (scene, note, id) = try await scene()
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    let announce = scene.announce(scene.author.activity(type, .string(id)))

    try await scene.node.process(announce, from: scene.group)

    #expect(try await scene.node.outcome(of: announce) == "ignored")
  }

  // MARK: Batches

  @Test func whatAGroupPassesOnAtOnceCountsEachForItself() async throws {
    let (scene, first, _) = try await scene()
    let second = scene.author.note("two")
    let absent = scene.author.note("never written")
    try scene.node.farSide.serve(second)
    let batch: JSON = .array([
      scene.author.create(first), scene.author.create(absent), scene.author.create(second),
      scene.author.create(first), scene.author.activity("Dislike", first["id"] ?? .null),
    ])

    let announce = scene.announce(batch)
    try await scene.node.process(announce, from: scene.group)

    #expect(try await scene.node.outcome(of: announce) == "done")
    #expect(try await scene.node.home(of: scene.alice) == ["two", "one"])
    #expect(try await scene.node.post(absent["id"]?.string ?? "") == nil)
  }

  @Test func aBatchIsBounded() async throws {
    let (scene, note, id) = try await scene()
    let batch: JSON = .array((0...50).map { _ in scene.author.create(note) })
    let announce = scene.announce(batch)

    try await scene.node.process(announce, from: scene.group)

    #expect(try await scene.node.outcome(of: announce) == "failed")
    #expect(try await scene.node.post(id) == nil)
  }

  @Test func onlyGroupsPassOnSeveralThingsAtOnce() async throws {
    let (scene, note, _) = try await scene()
    try await scene.node.follow(scene.author, by: scene.alice)
    let batch: JSON = .array([note["id"] ?? .null, .string("https://lemmy.example/posts/2")])
    let announce = scene.author.activity("Announce", batch)

    try await scene.node.process(announce, from: scene.author)

    #expect(try await scene.node.outcome(of: announce) == "failed")
  }

  // MARK: Pins

  @Test func aGroupSaysWhatIsOnTopOfItAndOfNobodyElse() async throws {
    let (scene, note, id) = try await scene()
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    let add = scene.author.activity("Add", .string(id))
      .setting("target", to: .string(scene.group.featured))
    let foreign = scene.author.activity("Add", .string(id))
      .setting("target", to: .string(scene.author.featured))

    try await scene.node.process(scene.announce(add), scene.announce(foreign), from: scene.group)

    #expect(try await pins(of: scene.group, scene) == [id])
    #expect(try await pins(of: scene.author, scene).isEmpty)
    let remove = scene.author.activity("Remove", .string(id))
      .setting("target", to: .string(scene.group.featured))
    try await scene.node.process(scene.announce(remove), from: scene.group)
    #expect(try await pins(of: scene.group, scene).isEmpty)
  }

  private func pins(
    of actor: RemoteActor,
    _ scene: ForeignGroupTests.Scene
  ) async throws -> [String] {
    let known = try await scene.node.know(actor)
    return try await scene.node.database.read {
      try $0.posts.pinned(by: known.id, for: .anyone).map(\.post.uri)
    }
  }
}
