import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// A node that was restored from an older backup gets back from the others what it published since.
@Suite struct RestoringTests {
  private let founded: Founded
  private let alice: ActorProfile

  private var home: TestNode { founded.nodes[0] }
  private var other: TestNode { founded.nodes[1] }

  init() async throws {
    founded = try await Founded("a.example", "b.example")
    let node = founded.nodes[0]
    alice = try await node.member("alice")
    let (id, actor, now) = (founded.id, alice.id, node.clock.now)
    let terms = try node.state(of: id).terms.digest
    try await node.database.write { try $0.acceptances.accept(terms, of: id, by: actor, at: now) }
  }

  private func publish(_ source: String, on node: TestNode) async throws -> Post {
    founded.network.clock.advance(by: 1)
    let draft = PostDraft(source: source, audience: .territory)
    let post = try await node.outbox.publish(draft, as: alice.id)
    try await spread(node)
    return post
  }

  private func spread(_ node: TestNode) async throws {
    try await node.drainDeliveries()
    try await other.drainInbox()
  }

  /// The node as the backup has it, after it has compared with the other one.
  private func restored(from backup: String) async throws -> TestNode {
    founded.network.clock.advance(by: 60)
    let node = try await home.restored(from: backup)
    founded.network.connect(node)
    #expect(try await node.compare(founded.id, with: other).isEqual)
    return node
  }

  private func texts(_ node: TestNode) async throws -> [String] {
    try await node.database.read { [founded, alice] tx in
      try tx.posts.territory(founded.id.text, by: .member(alice.id), Page(limit: 50))
        .map { $0.post.body.source ?? "" }
    }
  }

  private func numbers(_ node: TestNode) async throws -> [Int] {
    let log = try node.memberID(in: founded.id)
    return try await node.database.read { [founded] in
      try $0.publications.after(0, of: log, in: founded.id, limit: 100).map(\.sequence)
    }
  }

  @Test func `A post that the backup lacks is there again, once, and the next number follows`()
    async throws
  {
    _ = try await publish("before", on: home)
    let backup = try await home.backup()
    let lost = try await publish("after", on: home)

    let node = try await restored(from: backup)
    _ = try await node.compare(founded.id, with: other)
    let next = try await publish("next", on: node)

    #expect(try await texts(node) == ["next", "after", "before"])
    #expect(try await node.home(of: alice).count == 3)
    #expect(try await numbers(node) == [1, 2, 3])
    let found = try required(await node.post(lost.uri))
    #expect(found.id == lost.id && found.isLocal && found.body.source == "after")
    #expect(found.publishedAt == lost.publishedAt && next.id.rawValue > lost.id.rawValue)
    #expect(try await node.deliveries().isEmpty)
  }

  @Test
  func `What is posted before the first comparison waits for its number, and none is given twice`()
    async throws
  {
    _ = try await publish("before", on: home)
    let backup = try await home.backup()
    _ = try await publish("after", on: home)
    founded.network.clock.advance(by: 60)
    let node = try await home.restored(from: backup)
    founded.network.connect(node)

    let hasty = try await publish("hasty", on: node)
    let dropped = try await publish("dropped", on: node)
    try await node.outbox.delete(dropped.id, as: alice.id)
    try await node.outbox.announce(hasty.uri, as: alice.id)

    // Acknowledged, there for its author, and not out yet.
    #expect(try await node.post(hasty.uri)?.body.source == "hasty")
    #expect(try await numbers(node) == [1])
    #expect(try await node.deliveries().isEmpty)
    #expect(try await waiting(node) == 3)

    #expect(try await node.compare(founded.id, with: other).isEqual)
    try await spread(node)

    #expect(try await waiting(node) == 0)
    #expect(try await numbers(node) == [1, 2, 3, 4, 5])
    #expect(try await numbers(of: node, on: other) == [1, 2, 3, 4, 5])
    #expect(try await forks(other).isEmpty)
    let texts = try await contents(other)
    #expect(texts.count { $0.contains("hasty") } == 1 && texts.count { $0.contains("after") } == 1)
    #expect(!texts.contains { $0.contains("dropped") })
    _ = try await publish("next", on: node)
    #expect(try await numbers(of: node, on: other) == [1, 2, 3, 4, 5, 6])
  }

  @Test func `What waits is there after another restart, and goes out in its order`() async throws {
    _ = try await publish("before", on: home)
    let node = try await home.restarted()
    founded.network.connect(node)
    _ = try await publish("one", on: node)
    let again = try await node.restarted()
    founded.network.connect(again)
    _ = try await publish("two", on: again)
    #expect(try await waiting(again) == 2)

    _ = try await again.compare(founded.id, with: other)
    try await spread(again)

    let texts = try await contents(other)
    #expect(texts.count == 3 && texts[0].contains("two") && texts[1].contains("one"))
  }

  /// What the other node has of the territory, newest first.
  private func contents(_ node: TestNode) async throws -> [String] {
    let reader = try await node.member("bob")
    return try await node.database.read { [founded] tx in
      try tx.posts.territory(founded.id.text, by: .member(reader.id), Page(limit: 50))
        .map { $0.post.body.html }
    }
  }

  private func waiting(_ node: TestNode) async throws -> Int {
    try await node.database.read { [founded] in
      try $0.publications.countWaiting(in: founded.id)
    }
  }

  private func numbers(of author: TestNode, on node: TestNode) async throws -> [Int] {
    let log = try author.memberID(in: founded.id)
    return try await node.database.read { [founded] in
      try $0.publications.after(0, of: log, in: founded.id, limit: 100).map(\.sequence)
    }
  }

  private func forks(_ node: TestNode) async throws -> [PublicationStore.Fork] {
    try await node.database.read { [founded] in try $0.publications.forks(in: founded.id) }
  }

  @Test func `What is given back is served as before`() async throws {
    let backup = try await home.backup()
    let lost = try await publish("after", on: home)
    let activity = try required(await entries(home).last)

    let node = try await restored(from: backup)

    let restored = try required(await entries(node).last)
    #expect(restored.id == activity.id && restored.postID == lost.id)
    #expect(restored.audience == .territory && restored.type == "Create")
    #expect(restored.publishedAt == activity.publishedAt)
    #expect(try JSON.parse(restored.body) == JSON.parse(activity.body))
  }

  @Test func `An edit, a deletion, a boost and its end are made again`() async throws {
    let edited = try await publish("edited", on: home)
    let deleted = try await publish("deleted", on: home)
    let boosted = try await publish("boosted", on: home)
    try await home.outbox.announce(edited.uri, as: alice.id)
    let backup = try await home.backup()
    founded.network.clock.advance(by: 1)
    let draft = PostDraft(source: "anew", audience: .territory)
    _ = try await home.outbox.edit(edited.id, to: draft, as: alice.id)
    try await home.outbox.delete(deleted.id, as: alice.id)
    try await home.outbox.announce(boosted.uri, as: alice.id)
    try await home.outbox.undo(.boost, of: edited.uri, as: alice.id)
    try await spread(home)

    let node = try await restored(from: backup)

    #expect(try await texts(node) == ["boosted", "anew"])
    #expect(try await node.post(deleted.uri) == nil)
    let boosts = try await node.database.read { [alice] tx in
      [
        try tx.reactions.uri(.boost, by: alice.id, of: edited.id),
        try tx.reactions.uri(.boost, by: alice.id, of: boosted.id),
      ]
    }
    #expect(boosts[0] == nil && boosts[1] != nil)
    #expect(try await numbers(node) == Array(1...8))
  }

  @Test func `A post that was deleted on both sides of the backup stays deleted`() async throws {
    let post = try await publish("deleted", on: home)
    let entry = try required(await entries(home).last)
    try await home.outbox.delete(post.id, as: alice.id)
    try await home.execute(
      "DELETE FROM publication; DELETE FROM publicationHead; DELETE FROM outboxActivity"
    )

    _ = try await home.services.inbox.receivePublication(entry.body, of: founded.id)

    #expect(try await home.post(post.uri) == nil)
    #expect(try await numbers(home) == [1])
  }

  @Test func `Nobody gives a node what its members did not sign`() async throws {
    let backup = try await home.backup()
    _ = try await publish("after", on: home)
    let entry = try required(await entries(home).last)
    let forged = String(decoding: entry.body, as: UTF8.self).replacing("after", with: "other")
    let node = try await home.restored(from: backup)

    await #expect(throws: Refusal.self) {
      try await node.services.inbox.receivePublication(Array(forged.utf8), of: founded.id)
    }
    #expect(try await texts(node).isEmpty)
    #expect(try await numbers(node).isEmpty)
  }

  /// What the node serves of its publications.
  private func entries(_ node: TestNode) async throws -> [OutboxStore.Entry] {
    let log = try node.memberID(in: founded.id)
    return try await node.database.read { [founded] tx in
      try tx.publications.after(0, of: log, in: founded.id, limit: 100)
        .compactMap { try tx.outbox.find(uri: $0.activityURI) }
    }
  }
}
