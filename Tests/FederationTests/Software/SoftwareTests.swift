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
      "friendica", "gotosocial", "lemmy", "mastodon", "misskey", "mitra", "mobilizon", "peertube",
      "piefed", "pixelfed", "pleroma", "wordpress",
    ]
  )
  func story(of software: String) async throws {
    let story = try Story(of: software)
    let scene = try await Scene(story)

    let actor = try await scene.node.database.read { tx in
      let actor = try required(tx.actors.find(uri: scene.sender.uri))
      return Stored.actor(
        actor,
        try tx.actors.details(of: actor.id),
        keys: try tx.actors.keys(of: actor.id)
      )
    }
    expect(actor, story.actor, "\(software), the actor")
    for step in story.steps {
      let activity = try story.document(step.text("activity"))
      try await scene.node.process(activity, from: scene.sender)
      try await check(step, activity, in: scene, "\(software), \(step.text("activity"))")
    }
  }

  /// alice of this node has written one post, and follows who sends.
  private struct Scene {
    let node: TestNode
    let alice: ActorProfile
    let sender: RemoteActor

    init(_ story: Story) async throws {
      let node = try await TestNode.make(host: "atelier.example")
      let alice = try await node.member("alice")
      let post = Post(
        id: PostID(rawValue: 1042),
        uri: "https://atelier.example/posts/1042",
        authorID: alice.id,
        isLocal: true,
        audience: .public,
        body: PostBody(html: "<p>Atelier ouvert</p>"),
        publishedAt: node.clock.now
      )
      try await node.database.write { try $0.posts.insertLocal(post, addressees: []) }
      for document in story.served { try node.serve(document) }
      sender = try RemoteActor(serving: story.sender)
      try await node.follow(sender, by: alice)
      self.node = node
      self.alice = alice
    }
  }

  private func check(
    _ step: JSON,
    _ activity: JSON,
    in scene: Scene,
    _ place: String
  ) async throws {
    let node = scene.node
    #expect(try await node.outcome(of: activity) == step.text("outcome"), "\(place)")
    if let wanted = step["post"] {
      let stored = try await node.database.read { tx in
        let post = try required(tx.posts.find(uri: wanted.text("uri")), "\(place): the post")
        return Stored.post(
          post,
          by: try required(tx.actors.find(post.authorID)),
          addressing: try tx.posts.addressees(of: post.id)
        )
      }
      expect(stored, wanted, place)
      #expect(try await node.home(of: scene.alice).first == stored["html"]?.string, "\(place)")
    }
    if let wanted = step["reactions"] {
      let counts = try await node.database.read { tx in
        let post = try required(tx.posts.find(uri: wanted.text("of")))
        return (
          try tx.reactions.count(.like, of: post.id), try tx.reactions.count(.boost, of: post.id)
        )
      }
      #expect(counts.0 == wanted["likes"]?.int, "\(place): likes")
      #expect(counts.1 == wanted["boosts"]?.int, "\(place): boosts")
    }
    if let uri = step["gone"]?.string {
      #expect(try await node.post(uri) == nil, "\(place)")
      #expect(try await node.database.read { try $0.posts.tombstone(uri: uri) } != nil, "\(place)")
    }
  }

  /// Compares two objects member by member, so that a failure names the field.
  private func expect(_ stored: JSON, _ wanted: JSON, _ place: String) {
    let names = Set((stored.object?.keys ?? []) + (wanted.object?.keys ?? []))
    for name in names.sorted() {
      #expect(stored[name]?.inOrder == wanted[name]?.inOrder, "\(place): \(name)")
    }
  }
}
