import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Node

@Suite("Queues as metrics")
struct QueueGaugesTests {
  private func lines(_ node: TestNode) async -> [String] {
    var page = PrometheusText()
    await QueueGauges(services: node.services).write(to: &page)
    return page.text.split(separator: "\n").map(String.init)
  }

  @Test("Each peer is named with how long what is for it waits, until it has it")
  func lag() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    try await node.follow(alice, by: bob)
    #expect(await lines(node).contains("maillage_delivery_lag_seconds 0"))
    _ = try await node.outbox.publish(.init(source: "hello", audience: .public), as: alice.id)

    node.clock.advance(by: 90)

    let waiting = await lines(node)
    #expect(waiting.contains("maillage_peer_lag_seconds{peer=\"\(bob.host)\"} 90"))
    #expect(waiting.contains("maillage_peer_waiting{peer=\"\(bob.host)\"} 1"))
    #expect(waiting.contains("maillage_delivery_lag_seconds 90"))
    #expect(waiting.contains("maillage_deliveries_waiting 1"))

    try await node.drainDeliveries()
    let done = await lines(node)
    #expect(!done.contains { $0.hasPrefix("maillage_peer_lag_seconds{") })
    #expect(done.contains("maillage_deliveries_waiting 0"))
  }

  @Test("A breaker that is open is counted and named, until its time is over")
  func breaker() async throws {
    let node = try await TestNode.make()
    let until = node.clock.now.addingTimeInterval(60)
    try await node.database.write { tx in
      var lane = DeliveryLane(lane: "https://far.example:8443", failures: 7, openUntil: until)
      try tx.deliveries.save(lane, at: until)
      lane = DeliveryLane(lane: "https://quiet.example", isPaused: true)
      try tx.deliveries.save(lane, at: until)
    }

    let open = await lines(node)
    node.clock.advance(by: 61)
    let closed = await lines(node)

    #expect(open.contains("maillage_breakers_open 1"))
    #expect(open.contains("maillage_peer_breaker_open{peer=\"far.example:8443\"} 1"))
    #expect(open.contains("maillage_lanes_paused 1"))
    #expect(closed.contains("maillage_breakers_open 0"))
    #expect(!closed.contains { $0.hasPrefix("maillage_peer_breaker_open{") })
  }
}
