import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Node

/// What nobody released, collected or answered in time is given up (threat 19).
@Suite struct HousekeepingTests {
  @Test func whatIsHeldTooLongIsGivenUp() async throws {
    let node = try await TestNode.make()
    let bob = try RemoteActor("bob")
    let sender = try await node.know(bob)
    let (then, tooLate) = (node.clock.now, node.clock.now.addingTimeInterval(31 * 86_400))
    try await node.database.write { tx in
      _ = try tx.inbox.insert(
        "Create",
        body: [1],
        from: sender.id,
        proof: try OriginProof(of: bob.newID(), vouchedBy: bob.uri),
        at: then,
        heldFor: "far.example"
      )
      try tx.peerings.save(
        .init(peering: Peering(host: "x.example", state: .requested(by: .them), createdAt: then))
      )
    }
    let work = Housekeeping(services: node.services)

    try await work.work()
    #expect(try await node.database.read { try $0.inbox.countHeld(peer: "far.example") } == 1)
    node.clock.advance(by: tooLate.timeIntervalSince(then))
    try await work.work()

    #expect(try await node.database.read { try $0.inbox.countHeld(peer: "far.example") } == 0)
    #expect(try await node.database.read { try $0.peerings.waitingRequests() }.isEmpty)
  }

  @Test func whatAPeerDoesNotCollectIsGivenUp() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    try await node.follow(alice, by: bob)
    node.services.known.setPeerings([try collecting(bob.host, at: node.clock.now)])
    _ = try await node.outbox.publish(.init(source: "hello", audience: .public), as: alice.id)

    try await node.drainDeliveries()
    #expect(node.farSide.posts.isEmpty)
    #expect(try await node.deliveries().map(\.delivery.state) == [.waiting])
    node.clock.advance(by: node.services.settings.deliveryLifetime + 1)
    try await Housekeeping(services: node.services).work()

    #expect(try await node.deliveries().map(\.delivery.state) == [.abandoned])
  }

  private func collecting(_ host: String, at now: Date) throws -> Peering {
    let digest = try #require(Digest([UInt8](repeating: 7, count: 32)))
    let record = NodeRecord(
      digest: digest,
      actor: "https://\(host)/actor",
      key: "z6Mk",
      keyDigest: digest,
      nextKeyDigest: digest,
      inbox: "https://\(host)/inbox",
      isReachable: false,
      presentation: .init(name: host, kind: .independent)
    )
    return Peering(host: host, record: record, state: .active, createdAt: now)
  }
}
