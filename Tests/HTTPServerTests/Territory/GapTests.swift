import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// What did not come is asked for when it is noticed, not only when it is time to compare.
@Suite struct GapTests {
  @Test func `A gap is filled soon after it was noticed`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let alice = try await a.member("alice")
    let (terms, now) = (try a.state(of: founded.id).terms.digest, a.clock.now)
    try await a.database.write {
      try $0.acceptances.accept(terms, of: founded.id, by: alice.id, at: now)
    }
    let worker = TerritoryWorker(services: b.services, interval: 3600, timing: .fast, pause: 0.1)
    let asked = founded.network.exchanges(to: "/sync").count
    let running = Task { try await worker.run() }
    try await until { founded.network.exchanges(to: "/sync").count > asked }

    let draft = PostDraft(source: "lost", audience: .territory)
    let lost = try await a.outbox.publish(draft, as: alice.id)
    _ = try await a.database.write { try $0.deliveries.drop(lane: nil) }
    _ = try await a.outbox.publish(draft, as: alice.id)
    try await a.drainDeliveries()
    try await until {
      try await b.drainInbox()
      return try await b.post(lost.uri) != nil
    }

    running.cancel()
    _ = await running.result
  }

  /// Waits for something that happens in the background.
  private func until(_ holds: () async throws -> Bool) async throws {
    for _ in 0..<500 {
      if try await holds() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("It did not happen.")
  }
}
