import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Several reactions of one actor to one post, which are one like together.
@Suite struct ReactionTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
  }

  @Test(
    "Of several reactions of one actor, a like remains until the last is undone",
    arguments: ["Like", "EmojiReact"],
    [[0, 1, 2], [2, 0, 1], [1, 2, 0]]
  )
  func severalReactions(type: String, order: [Int]) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let reactions = ["🍞", "🐝", "❤"].map { emoji in
      bob.activity(type, .string(post.uri))
        .setting("content", to: .string(emoji))
        .setting("_misskey_reaction", to: .string(emoji))
    }
    let count = {
      try await node.database.read { try $0.reactions.count(.like, of: post.id) }
    }
    for reaction in reactions { try await node.process(reaction, from: bob) }

    var counts = [try await count()]
    for place in order {
      let undone = reactions[place].setting("@context", to: nil)
      try await node.process(bob.activity("Undo", undone), from: bob)
      counts.append(try await count())
    }

    #expect(counts == [1, 1, 1, 0])
  }

  @Test(
    "A plain like and a reaction are taken back each by itself",
    arguments: [[0, 1], [1, 0]],
    [[0, 1], [1, 0]]
  )
  func likeAndReaction(order: [Int], undone: [Int]) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let like = bob.activity("Like", .string(post.uri))
    let react = bob.activity("EmojiReact", .string(post.uri)).setting("content", to: "🍞")
    let both = [like, react]
    for place in order { try await node.process(both[place], from: bob) }

    var counts: [Int] = []
    for place in undone {
      let undo = bob.activity("Undo", both[place].setting("@context", to: nil))
      try await node.process(undo, from: bob)
      counts.append(
        try await node.database.read { try $0.reactions.count(.like, of: post.id) }
      )
    }

    #expect(counts == [1, 0])
  }

  @Test(
    "An Undo whose activity has no id takes back what its actor did to its object",
    arguments: ["Like", "Announce", "Follow", "Block"]
  )
  func undoWithoutID(type: String) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let object = type == "Follow" || type == "Block" ? alice.uri : post.uri
    let done = bob.activity(type, .string(object))
    try await node.process(done, from: bob)
    #expect(try await traces(of: post))

    let undone = done.setting("@context", to: nil).setting("id", to: nil)
    try await node.process(bob.activity("Undo", undone), from: bob)

    #expect(try await !traces(of: post))
  }

  /// Whether anything is known that Bob did to Alice or her post.
  private func traces(of post: Post) async throws -> Bool {
    let (alice, uri) = (alice.id, bob.uri)
    return try await node.database.read { tx in
      guard let bob = try tx.actors.find(uri: uri)?.id else { return false }
      return try tx.reactions.count(.like, of: post.id) > 0
        || tx.reactions.count(.boost, of: post.id) > 0
        || tx.follows.find(follower: bob, followee: alice) != nil
        || tx.blocks.exists(by: bob, against: alice)
    }
  }
}
