import Foundation
import Model
import Storage
import StrictJSON
import TestSupport

/// alice of this node has written one post, and follows who sends.
struct StoryScene {
  let node: TestNode
  let alice: ActorProfile
  private let story: Story
  private let sender: RemoteActor

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
    self.node = node
    self.alice = alice
    self.story = story
    sender = try RemoteActor(serving: story.sender)
    if let follow = story.follow {
      try await ask(to: sender, as: follow)
    } else {
      try await node.follow(sender, by: alice)
    }
  }

  /// Lets alice ask to follow, and nobody answer.
  private func ask(to followee: RemoteActor, as uri: String) async throws {
    let followee = try await node.know(followee)
    let follow = Follow(
      uri: uri,
      followerID: alice.id,
      followeeID: followee.id,
      state: .pending,
      createdAt: node.clock.now
    )
    try await node.database.write { try $0.follows.save(follow) }
  }

  /// Lets who makes a step send it, after what its host no longer serves is gone from there.
  func play(_ step: JSON, _ activity: JSON) async throws {
    if let uri = step["withdrawn"]?.string { node.farSide.answer(uri, with: .status(410)) }
    try await node.process(activity, from: actor(of: step))
  }

  /// The sender of the story; another one that is served; or one of whom no more than the id is
  /// known, whom alice follows too.
  private func actor(of step: JSON) async throws -> RemoteActor {
    guard let name = step["from"]?.string else { return sender }
    guard name.hasPrefix("https:") else { return try RemoteActor(serving: story.document(name)) }
    let actor = try RemoteActor(of: name, kind: step["kind"]?.string ?? "Person")
    try await node.follow(actor, by: alice)
    return actor
  }

  /// How alice's follow of somebody stands: `pending`, `accepted` or `none`.
  func follow(_ uri: String) async throws -> String {
    try await node.database.read { [alice] tx in
      guard let followee = try tx.actors.find(uri: uri) else { return "none" }
      let follow = try tx.follows.find(follower: alice.id, followee: followee.id)
      return follow?.state.rawValue ?? "none"
    }
  }
}
