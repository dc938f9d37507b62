import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Documents of the shapes that other software sends, from the wire to the tables.
///
/// `Tests/Fixtures/SOFTWARE/story.json` says who sends what in which order, and what the node has to
/// hold after each step.
@Suite struct SoftwareTests {
  @Test(
    "What other software sends is applied and stored field by field",
    arguments: [
      "friendica", "gancio", "gotosocial", "lemmy", "mastodon", "misskey", "mitra", "mobilizon",
      "peertube", "piefed", "pixelfed", "pleroma", "wordpress",
    ]
  )
  func story(of software: String) async throws {
    let story = try Story(of: software)
    let scene = try await StoryScene(story)

    try await expect(actor: story.actor, in: scene, software)
    for step in story.steps {
      let activity = try story.document(step.text("activity"))
      try await scene.play(step, activity)
      try await check(step, activity, in: scene, "\(software), \(step.text("activity"))")
    }
  }

  @Test("Every document of other software is part of its story")
  func nothingIsLeftOut() throws {
    for software in try Story.everySoftware() {
      let story = try Story(of: software)
      #expect(try story.documents() == story.named(), "\(software)")
    }
  }

  private func check(
    _ step: JSON,
    _ activity: JSON,
    in scene: StoryScene,
    _ place: String
  ) async throws {
    let node = scene.node
    let outcome = try await node.outcome(of: activity) ?? "none"
    let expected = try step.text("outcome")
    #expect(outcome == expected, "\(place)")
    if let wanted = step["actor"] { try await expect(actor: wanted, in: scene, place) }
    if let wanted = step["post"] { try await expect(post: wanted, in: scene, place) }
    if let wanted = step["reactions"] {
      let (likes, boosts) = try await node.database.read { tx in
        let post = try required(tx.posts.find(uri: wanted.text("of")))
        return (
          try tx.reactions.count(.like, of: post.id), try tx.reactions.count(.boost, of: post.id)
        )
      }
      #expect(likes == wanted["likes"]?.int, "\(place): likes")
      #expect(boosts == wanted["boosts"]?.int, "\(place): boosts")
    }
    for wanted in step["follows"]?.object?.members ?? [] {
      let state = try await scene.follow(wanted.key)
      #expect(state == wanted.value.string, "\(place): the follow of \(wanted.key)")
    }
    if let wanted = step["report"] {
      let reports = try await node.database.read { try $0.reports.latest() }
      let content = try wanted.text("content")
      #expect(reports.map(\.content) == [content], "\(place)")
      #expect(reports.first?.objects == wanted["objects"]?.array?.compactMap(\.string), "\(place)")
    }
    if let uri = step["gone"]?.string {
      #expect(try await node.post(uri) == nil, "\(place)")
      #expect(try await node.database.read { try $0.posts.tombstone(uri: uri) } != nil, "\(place)")
    }
    if let uri = step["left"]?.string {
      let actor = try await node.database.read { try $0.actors.find(uri: uri) }
      #expect(actor?.isActive == false, "\(place)")
    }
  }

  private func expect(actor wanted: JSON, in scene: StoryScene, _ place: String) async throws {
    let uri = try wanted.text("uri")
    let stored = try await scene.node.database.read { try Stored.actor(uri, in: $0) }
    expect(stored, wanted, "\(place), the actor")
  }

  private func expect(post wanted: JSON, in scene: StoryScene, _ place: String) async throws {
    let stored = try await scene.node.database.read { tx in
      let post = try required(tx.posts.find(uri: wanted.text("uri")), "\(place): the post")
      return try Stored.post(post, in: tx)
    }
    expect(stored, wanted, place)
    #expect(try await scene.node.home(of: scene.alice).first == stored["html"]?.string, "\(place)")
  }

  /// Compares two objects member by member, so that a failure names the field.
  private func expect(_ stored: JSON, _ wanted: JSON, _ place: String) {
    let names = Set((stored.object?.keys ?? []) + (wanted.object?.keys ?? []))
    for name in names.sorted() {
      #expect(stored[name]?.inOrder == wanted[name]?.inOrder, "\(place): \(name)")
    }
  }
}
