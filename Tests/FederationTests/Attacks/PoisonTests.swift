import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// One bad row does not stop the queues (threat 35).
@Suite struct PoisonTests {
  private static let poisons = [
    "UPDATE actor SET inbox = 'nonsense', sharedInbox = NULL WHERE host = 'bad.example'",
    "UPDATE actor SET sharedInbox = 'https://bad.example:99999/\u{1F4A5} x' WHERE host = 'bad.example'",
    "UPDATE actor SET sharedInbox = 'javascript:alert(1)' WHERE host = 'bad.example'",
    "UPDATE actor SET uri = '', host = '' WHERE host = 'bad.example'",
    "UPDATE actorKey SET publicKey = 'none' WHERE uri LIKE 'https://bad.example%'",
    """
    UPDATE actorKey SET sealedPrivateKey = x'00' WHERE uri LIKE '%/users/mallory%'
    """,
    "UPDATE follow SET uri = 'broken' WHERE followerID = (SELECT max(followerID) FROM follow)",
  ]

  @Test(arguments: poisons)
  func theQueueToFiftyOtherHostsDrains(poison: String) async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let mallory = try await node.member("mallory")
    let bad = try RemoteActor("u", at: "bad.example")
    try await node.follow(alice, by: bad)
    try await node.follow(mallory, by: bad)
    for number in 1...50 {
      let actor = try RemoteActor("u", at: "h\(number).example", key: number)
      try await node.follow(alice, by: actor)
    }
    _ = try await node.outbox.publish(PostDraft(source: "by mallory"), as: mallory.id)
    try await node.execute(poison)

    _ = try await node.outbox.publish(PostDraft(source: "by alice"), as: alice.id)
    try await node.drainDeliveries()

    let good = Set(node.farSide.posts.map(\.url)).filter { $0.hasPrefix("https://h") }
    #expect(good.count == 50)
  }

  @Test func anUnreadableDeliveryAndLaneLetTheRestPass() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    try await node.follow(alice, by: bob)
    _ = try await node.outbox.publish(PostDraft(source: "one"), as: alice.id)
    _ = try await node.outbox.publish(PostDraft(source: "two"), as: alice.id)
    try await node.execute(
      """
      UPDATE delivery SET inbox = 'https://', lane = '' WHERE id = (SELECT min(id) FROM delivery);
      INSERT INTO deliveryLane VALUES ('', -5, NULL, 0, NULL, NULL, NULL, 0);
      """
    )

    try await node.drainDeliveries()

    #expect(node.farSide.posts.count == 1)
    #expect(try await node.deliveries().map(\.delivery.state) == [.abandoned])
  }

  @Test func anUnreadableActivityInTheInboxLetsTheRestPass() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
    let broken = bob.create(bob.note("broken"))
    try await node.receive(broken, from: bob)
    try await node.receive(bob.create(bob.note("whole")), from: bob)
    try await node.execute(
      "UPDATE inboxActivity SET body = x'ff00' WHERE id = (SELECT min(id) FROM inboxActivity)"
    )

    try await node.drainInbox()

    #expect(try await node.outcome(of: broken) == "failed")
    #expect(try await node.home(of: alice) == ["whole"])
  }
}
