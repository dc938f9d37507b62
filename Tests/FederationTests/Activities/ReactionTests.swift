import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Storage

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

  @Test(
    "What was said twice is taken back by the bare id of either",
    arguments: ["Like", "Announce", "Block"],
    [0, 1]
  )
  func saidTwice(type: String, undone: Int) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let object = JSON.string(type == "Block" ? alice.uri : post.uri)
    let both = [bob.activity(type, object), bob.activity(type, object)]
    for one in both { try await node.process(one, from: bob) }
    #expect(try await traces(of: post))

    let id = try #require(both[undone]["id"])
    try await node.process(bob.activity("Undo", id), from: bob)

    #expect(try await !traces(of: post))
    #expect(try await repeats() == 0)
    // Taken back, it can be said anew.
    try await node.process(bob.activity(type, object), from: bob)
    #expect(try await traces(of: post))
  }

  @Test(
    "Of a like that was said twice beside an emoji, the emoji stays",
    arguments: [0, 1],
    [true, false]
  )
  func likedTwice(undone: Int, isEmojiFirst: Bool) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let likes = [bob.activity("Like", .string(post.uri)), bob.activity("Like", .string(post.uri))]
    let react = bob.activity("EmojiReact", .string(post.uri)).setting("content", to: "🍞")
    for one in isEmojiFirst ? [react] + likes : likes + [react] {
      try await node.process(one, from: bob)
    }

    let bare = try #require(likes[undone]["id"])
    try await node.process(bob.activity("Undo", bare), from: bob)

    let count = { try await node.database.read { try $0.reactions.count(.like, of: post.id) } }
    #expect(try await count() == 1)
    #expect(try await repeats() == 0)
    try await node.process(bob.activity("Undo", try #require(react["id"])), from: bob)
    #expect(try await count() == 0)
  }

  @Test(
    "The same emoji that was said twice is one reaction, taken back by the bare id of either",
    arguments: ["Like", "EmojiReact"],
    [0, 1]
  )
  func reactedTwice(type: String, undone: Int) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let both = (0..<2).map { _ in
      bob.activity(type, .string(post.uri)).setting("content", to: "🍞")
    }
    let other = bob.activity(type, .string(post.uri)).setting("content", to: "🐝")
    for one in both + [other] { try await node.process(one, from: bob) }

    let count = { try await node.database.read { try $0.reactions.count(.like, of: post.id) } }
    try await node.process(bob.activity("Undo", try #require(both[undone]["id"])), from: bob)
    #expect(try await count() == 1)
    #expect(try await repeats() == 0)
    try await node.process(bob.activity("Undo", try #require(other["id"])), from: bob)
    #expect(try await count() == 0)
  }

  @Test("An emoji is taken back without an id, and the other stays")
  func reactionWithoutID() async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let both = ["🍞", "🐝"].map {
      bob.activity("EmojiReact", .string(post.uri)).setting("content", to: .string($0))
    }
    for one in both { try await node.process(one, from: bob) }
    var counts: [Int] = []
    for one in both.reversed() {
      let undone = one.setting("@context", to: nil).setting("id", to: nil)
      try await node.process(bob.activity("Undo", undone), from: bob)
      counts.append(try await node.database.read { try $0.reactions.count(.like, of: post.id) })
    }
    #expect(counts == [1, 0])
  }

  @Test("Somebody else's id takes nothing back, and no more than some ids are remembered")
  func bounded() async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    var first: JSON?
    for _ in 0..<RepeatStore.most + 5 {
      let like = bob.activity("Like", .string(post.uri))
      try await node.process(like, from: bob)
      first = first ?? like
    }
    #expect(try await repeats() == RepeatStore.most)

    let carol = try RemoteActor("carol", at: "third.example")
    _ = try await node.know(carol)
    try await node.process(carol.activity("Undo", try #require(first?["id"])), from: carol)

    #expect(try await traces(of: post))
  }

  @Test("A member who blocks twice takes back both")
  func blockedTwice() async throws {
    let (target, me) = (try await node.know(bob), alice.id)
    try await node.outbox.block(target, as: me)
    try await node.outbox.block(target, as: me)
    let blocks = {
      try await node.database.read { tx in
        try tx.db.count("SELECT count(*) FROM outboxActivity WHERE type = 'Block'")
      }
    }
    #expect(try await blocks() == 2)

    try await node.outbox.unblock(target, as: me)

    #expect(try await blocks() == 0)
    #expect(try await repeats() == 0)
    #expect(try await !node.database.read { try $0.blocks.exists(by: me, against: target.id) })
  }

  @Test(
    "A member who likes and boosts twice has said it once",
    arguments: [ReactionStore.Kind.like, .boost]
  )
  func memberTwice(kind: ReactionStore.Kind) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    for _ in 0..<2 {
      if kind == .like {
        try await node.outbox.like(post.uri, as: alice.id)
      } else {
        try await node.outbox.announce(post.uri, as: alice.id)
      }
    }
    let count = { try await node.database.read { try $0.reactions.count(kind, of: post.id) } }
    #expect(try await count() == 1)

    try await node.outbox.undo(kind, of: post.uri, as: alice.id)

    #expect(try await count() == 0)
    #expect(try await repeats() == 0)
  }

  @Test(
    "A boost that is addressed to followers is shown to them alone",
    arguments: [("followers", 0), ("everyone", 1), ("unlisted", 1), ("nobody", 1)]
  )
  func boostForFollowers(reach: String, seen: Int) async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let (everyone, followers): (JSON, JSON) = (
      "https://www.w3.org/ns/activitystreams#Public", .string("\(bob.uri)/followers")
    )
    let (to, cc): ([JSON], [JSON]) =
      switch reach {
      case "followers": ([followers], [.string(alice.uri)])
      case "everyone": ([everyone], [followers])
      case "unlisted": ([followers], [everyone])
      default: ([], [])
      }
    let boost = bob.activity("Announce", .string(post.uri))
      .setting("to", to: .array(to)).setting("cc", to: .array(cc))
    try await node.process(boost, from: bob)

    let (uri, alice) = (bob.uri, alice.id)
    let (own, others) = try await node.database.read { tx in
      let bob = try required(tx.actors.find(uri: uri))
      func boosts(for reader: Reader) throws -> Int {
        try tx.timelines.account(bob, for: reader, Page(), .withBoosts(PostChoice()))
          .count { $0.booster != nil }
      }
      return (try boosts(for: .member(alice)), try boosts(for: .anyone))
    }
    #expect(own == 1 && others == seen)
  }

  private func repeats() async throws -> Int {
    try await node.database.read { try $0.db.count("SELECT count(*) FROM repeatedActivity") }
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
