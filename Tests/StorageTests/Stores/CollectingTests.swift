import Foundation
import Model
import Testing

@testable import Storage

@Suite("Collecting")
struct CollectingTests {
  private let lane = "https://h1.example"

  private func enqueue(
    _ numbers: ClosedRange<Int64>,
    holding: Set<String> = [],
    _ tx: Transaction
  ) throws {
    let ada = try tx.actors.find(localName: "ada")?.id ?? tx.member("ada")
    for number in numbers {
      let entry = try tx.publish(number, by: ada)
      let inboxes = ["\(lane)/inbox", "https://h2.example/inbox"]
      let time = Date.later(Double(number))
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: time, holding: holding)
    }
  }

  private func numbers(_ jobs: [DeliveryStore.Job]) -> [Int64] {
    jobs.map(\.delivery.activityID.rawValue)
  }

  @Test("hands out a lane in order, again until it is acknowledged")
  func collecting() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...5, tx)
      let first = try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 2)
      let again = try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 2)
      #expect(numbers(first) == [1, 2] && numbers(again) == [1, 2])
      #expect(first.map(\.delivery.id) == again.map(\.delivery.id))
      #expect(first.allSatisfy { !$0.body.isEmpty })

      let one = first[0].delivery.id
      let next = try tx.deliveries.collect(lane: lane, acknowledged: one, limit: 9)
      #expect(numbers(next) == [2, 3, 4, 5])
      let last = try #require(next.last).delivery.id
      #expect(try tx.deliveries.collect(lane: lane, acknowledged: last, limit: 9).isEmpty)
      #expect(try tx.deliveries.waiting(in: "https://h2.example", limit: 9).count == 5)
    }
  }

  @Test("gives no number twice, so that an old acknowledgement takes nothing new away")
  func numbersGrow() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, tx)
      #expect(try tx.deliveries.drop(lane: "https://h2.example") == 3)
      let jobs = try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 9)
      let last = try #require(jobs.last).delivery.id
      #expect(try tx.deliveries.collect(lane: lane, acknowledged: last, limit: 9).isEmpty)
      #expect(try tx.deliveries.count(.waiting) == 0)

      try enqueue(4...4, tx)
      let new = try tx.deliveries.collect(lane: lane, acknowledged: last, limit: 9)

      #expect(numbers(new) == [4])
      #expect(try #require(new.first).delivery.id > last)
    }
  }

  @Test("keeps what was released after later ones were acknowledged")
  func released() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...1, holding: [lane], tx)
      try enqueue(2...2, tx)
      let jobs = try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 9)
      #expect(numbers(jobs) == [2])
      let last = try #require(jobs.last).delivery.id
      #expect(try tx.deliveries.release(lane: lane, at: .later(9)) == 1)

      let next = try tx.deliveries.collect(lane: lane, acknowledged: last, limit: 9)

      #expect(numbers(next) == [1])
    }
  }

  @Test("forgets nothing that was never handed out, whatever is acknowledged")
  func boasting() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, tx)
      _ = try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 1)

      let rest = try tx.deliveries.collect(lane: lane, acknowledged: .max, limit: 9)

      #expect(numbers(rest) == [2, 3])
      #expect(try tx.deliveries.waiting(in: "https://h2.example", limit: 9).count == 3)
    }
  }

  @Test("brings no more than so many bytes, and one at least")
  func bytes() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, tx)
      let size = try #require(try tx.deliveries.waiting(in: lane, limit: 1).first).body.count
      func collect(_ bytes: Int) throws -> [Int64] {
        numbers(try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 9, bytes: bytes))
      }

      #expect(try collect(1) == [1])
      #expect(try collect(2 * size) == [1, 2])
      #expect(try collect(3 * size - 1) == [1, 2])
    }
  }

  @Test("leaves out collected lanes where something is to be brought, and gives up in time")
  func lanes() throws {
    let scene = try Scene()

    try scene { tx throws in
      try enqueue(1...3, tx)
      #expect(try tx.deliveries.busyLanes(except: [lane, "x"]) == ["https://h2.example"])
      #expect(try tx.deliveries.busyLanes(except: []) == [lane, "https://h2.example"])

      #expect(try tx.deliveries.abandon(lane: lane, before: .later(3), error: "gone") == 2)
      #expect(numbers(try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 9)) == [3])
      #expect(try tx.deliveries.count(.abandoned) == 2)
    }
  }
}
