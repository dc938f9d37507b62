import Foundation
import Model
import Testing

@testable import Storage

@Suite("What is held for review")
struct HeldTests {
  private func uri(_ number: Int) -> String { "https://far.example/activities/\(number)" }

  @discardableResult
  private func put(
    _ number: Int,
    from sender: ActorID,
    heldFor peer: String?,
    in tx: Transaction
  ) throws -> Bool {
    try tx.inbox.insert(
      "Create",
      body: Array("\(number)".utf8),
      from: sender,
      proof: OriginProof(of: uri(number), vouchedBy: uri(number)),
      at: .later(Double(number)),
      heldFor: peer
    )
  }

  @Test("has no effect in the inbox until it is released, and then in its old order")
  func inbox() throws {
    let scene = try Scene()

    try scene { tx throws in
      let (bob, peer) = (try tx.stranger("bob"), "far.example")
      for number in 1...4 { try put(number, from: bob, heldFor: number == 3 ? nil : peer, in: tx) }
      #expect(try !put(1, from: bob, heldFor: nil, in: tx))
      #expect(try tx.inbox.countWaiting() == 1)
      #expect(try tx.inbox.oldestWaiting() == .later(3))
      #expect(try tx.inbox.waiting(from: bob, at: .later(9), limit: 9).map(\.uri) == [uri(3)])
      let held = try tx.inbox.held(peer: peer, limit: 9)
      #expect(held.map(\.uri) == [uri(1), uri(2), uri(4)])
      #expect(held[0].body == Array("1".utf8) && held[0].senderID == bob)
      #expect(held[0].type == "Create" && held[0].receivedAt == .later(1))
      #expect(try tx.inbox.held(peer: peer, limit: 1, after: held[0].id) == [held[1]])
      #expect(try tx.inbox.held(peer: "near.example", limit: 9).isEmpty)

      #expect(try tx.inbox.release([held[1].id, 999]) == 1)
      #expect(try tx.inbox.countHeld(peer: peer) == 2)
      #expect(try tx.inbox.release(peer: peer) == 2)
      let waiting = try tx.inbox.waiting(from: bob, at: .later(9), limit: 9)
      #expect(waiting.map(\.uri) == (1...4).map(uri))
      #expect(try tx.inbox.release(peer: peer) == 0)
    }
  }

  @Test("can be turned away, and is then known as a duplicate")
  func inboxDropping() throws {
    let scene = try Scene()

    try scene { tx throws in
      let (bob, peer) = (try tx.stranger("bob"), "far.example")
      for number in 1...5 { try put(number, from: bob, heldFor: peer, in: tx) }
      let first = try #require(try tx.inbox.held(peer: peer, limit: 1).first)

      #expect(try tx.inbox.purge(before: .later(99)) == 0)
      #expect(try tx.inbox.dropHeld([first.id]) == 1)
      #expect(try tx.inbox.dropHeld(before: .later(3)) == 1)
      #expect(try tx.inbox.countHeld(peer: peer) == 3)
      #expect(try tx.inbox.dropHeld(peer: "near.example") == 0)
      #expect(try tx.inbox.dropHeld(peer: peer) == 3)

      #expect(try tx.inbox.countWaiting() == 0)
      #expect(try tx.inbox.outcome(of: uri(1))?.state == "ignored")
      #expect(try !put(5, from: bob, heldFor: peer, in: tx))
      #expect(try tx.inbox.purge(before: .later(99)) == 5)
    }
  }

  @Test("has no effect when its sender took it back meanwhile")
  func takenBack() throws {
    let scene = try Scene()

    try scene { tx throws in
      let (bob, peer) = (try tx.stranger("bob"), "far.example")
      try put(1, from: bob, heldFor: peer, in: tx)
      let proof = try OriginProof(of: uri(1), vouchedBy: uri(1))
      try tx.inbox.forestall(proof, from: bob, at: Scene.now)

      #expect(try tx.inbox.release(peer: peer) == 0)
      #expect(try tx.inbox.outcome(of: uri(1))?.state == "ignored")
    }
  }

  @Test("is bounded: a peer is told to come later when nobody reads (threat 19)")
  func bounds() throws {
    let scene = try Scene()

    try scene { tx throws in
      let bob = try tx.stranger("bob")
      for number in 1...InboxStore.mostHeld {
        try put(number, from: bob, heldFor: "far.example", in: tx)
      }

      #expect(throws: Refusal.rateLimited(seconds: 3600)) {
        try put(0, from: bob, heldFor: "far.example", in: tx)
      }
      #expect(try put(0, from: bob, heldFor: "near.example", in: tx))
      #expect(try tx.inbox.held(peer: "far.example", limit: .max).count == Page.largest)
    }
  }

  private let first = "https://h1.example"
  private let second = "https://h2.example"

  private func enqueue(
    _ numbers: ClosedRange<Int64>,
    holding: Set<String>,
    _ tx: Transaction
  ) throws {
    let ada = try tx.actors.find(localName: "ada")?.id ?? tx.member("ada")
    for number in numbers {
      let entry = try tx.publish(number, by: ada)
      let inboxes = [first, second].map { "\($0)/inbox" }
      let time = Date.later(Double(number))
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: time, holding: holding)
    }
  }

  private func waiting(_ lane: String, _ tx: Transaction) throws -> [Int64] {
    try tx.deliveries.waiting(in: lane, limit: 99).map(\.delivery.activityID.rawValue)
  }

  @Test("does not leave this node, whatever is retried or dropped")
  func deliveries() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, holding: [first], tx)
      #expect(try tx.deliveries.busyLanes() == [second])
      #expect(try tx.deliveries.count(.held) == 3)
      #expect(try tx.deliveries.retryAll(lane: first, at: .later(9)) == 0)
      #expect(try tx.deliveries.retryAll(lane: nil, at: .later(9)) == 3)
      #expect(try tx.deliveries.drop(lane: first) == 0)
      #expect(try tx.deliveries.drop(lane: nil) == 3)
      #expect(try tx.deliveries.purge(before: .later(99)) == 0)

      #expect(try tx.deliveries.busyLanes().isEmpty)
      #expect(try tx.deliveries.oldestWaiting() == nil)
      let held = try tx.deliveries.held(lane: first, limit: 9)
      #expect(held.map(\.delivery.activityID.rawValue) == [1, 2, 3])
      #expect(held.allSatisfy { $0.delivery.state == .held && !$0.body.isEmpty })
      let next = try tx.deliveries.held(lane: first, limit: 1, after: held[0].delivery.id)
      #expect(next == [held[1]])
      #expect(try tx.deliveries.list(lane: first, limit: 9).count == 3)
      #expect(
        try tx.deliveries.depths()
          == [.init(lane: first, waiting: 0, abandoned: 0, oldest: nil, held: 3)]
      )
    }
  }

  @Test("is sent behind what waits, in its own order, when it is released")
  func releasing() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, holding: [first, second], tx)
      try enqueue(4...4, holding: [], tx)
      let second = try #require(try tx.deliveries.held(lane: first, limit: 9).dropFirst().first)

      #expect(try tx.deliveries.release([second.delivery.id, 999], at: .later(50)) == 1)
      #expect(try waiting(first, tx) == [4, 2])
      #expect(try tx.deliveries.release(lane: first, at: .later(60)) == 2)
      #expect(try waiting(first, tx) == [4, 2, 1, 3])
      let last = try #require(try tx.deliveries.waiting(in: first, limit: 9).last?.delivery)
      #expect(last.notBefore == .later(60) && last.enqueuedAt == .later(60) && last.attempts == 0)
      #expect(try tx.deliveries.release(lane: first, at: .later(60)) == 0)
      #expect(try tx.deliveries.count(.held) == 3)
    }
  }

  @Test("can be given up")
  func deliveryDropping() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, holding: [first, second], tx)
      let job = try #require(try tx.deliveries.held(lane: first, limit: 1).first)

      #expect(try tx.deliveries.dropHeld([job.delivery.id, job.delivery.id]) == 1)
      #expect(try tx.deliveries.dropHeld(lane: first) == 2)
      #expect(try tx.deliveries.dropHeld(before: .later(3)) == 2)
      #expect(try tx.deliveries.held(lane: second, limit: 9).count == 1)
    }
  }
}
