import Foundation
import Model
import Testing

@testable import Storage

@Suite("Inbox store")
struct InboxStoreTests {
  @discardableResult
  private func put(
    _ number: Int,
    from sender: ActorID,
    in tx: Transaction,
    at time: Date = Scene.now
  ) throws -> Bool {
    let uri = "https://far.example/activities/\(number)"
    return try tx.inbox.insert(
      "Create",
      body: Array("\(number)".utf8),
      from: sender,
      proof: OriginProof(of: uri, vouchedBy: uri),
      at: time
    )
  }

  @Test("keeps an activity once, whatever became of it")
  func duplicates() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.stranger("bob")
      #expect(try put(1, from: bob, in: tx))
      #expect(try !put(1, from: bob, in: tx))
      #expect(try !put(1, from: try tx.stranger("eve"), in: tx))

      let waiting = try #require(try tx.inbox.waiting(from: bob, at: Scene.now, limit: 9).first)
      #expect(waiting.senderID == bob && waiting.body == Array("1".utf8) && waiting.attempts == 0)
      for ending in [InboxStore.Ending.done, .ignored, .failed] {
        try tx.inbox.end(waiting.id, ending, outcome: "so")
        #expect(try !put(1, from: bob, in: tx))
        let outcome = try #require(try tx.inbox.outcome(of: waiting.uri))
        #expect(outcome == (ending.rawValue, "so"))
      }
      #expect(try tx.inbox.outcome(of: "https://far.example/none") == nil)
    }
  }

  @Test("gives what waits of a sender in order, and only what is due")
  func waiting() throws {
    let scene = try Scene()

    try scene { tx in
      let (bob, eve) = (try tx.stranger("bob"), try tx.stranger("eve"))
      for number in 1...5 { try put(number, from: bob, in: tx, at: .later(Double(number))) }
      try put(6, from: eve, in: tx, at: .later(6))
      func bodies(at time: Date = Scene.now, limit: Int = 9) throws -> [String] {
        try tx.inbox.waiting(from: bob, at: time, limit: limit)
          .map { String(decoding: $0.body, as: UTF8.self) }
      }
      let ids = try tx.inbox.waiting(from: bob, at: Scene.now, limit: 9).map(\.id)
      let (all, two) = (try bodies(), try bodies(limit: 2))
      #expect(all == ["1", "2", "3", "4", "5"])
      #expect(two == ["1", "2"])
      #expect(try tx.inbox.countWaiting() == 6)
      #expect(try tx.inbox.count() == 6)
      #expect(try tx.inbox.oldestWaiting() == .later(1))

      try tx.inbox.end(ids[0], .done, outcome: nil)
      try tx.inbox.retry(ids[2], notBefore: .later(60), outcome: "unreachable")

      let (before, due) = (try bodies(at: .later(59)), try bodies(at: .later(60)))
      #expect(before == ["2", "4", "5"])
      #expect(due == ["2", "3", "4", "5"])
      #expect(try tx.inbox.waiting(from: bob, at: .later(60), limit: 2).last?.attempts == 1)
      #expect(try tx.inbox.countWaiting() == 5)
      #expect(try tx.inbox.count() == 6)
      #expect(try tx.inbox.oldestWaiting() == .later(2))
      let outcome = try #require(try tx.inbox.outcome(of: "https://far.example/activities/3"))
      #expect(outcome == ("waiting", "unreachable"))
    }
  }

  @Test("brings no more into memory at once than some megabytes, and one activity at least")
  func batches() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.stranger("bob")
      for number in 1...6 {
        let uri = "https://far.example/activities/\(number)"
        _ = try tx.inbox.insert(
          "Create",
          body: [UInt8](repeating: 32, count: number == 1 ? 3 << 20 : 700 << 10),
          from: bob,
          proof: OriginProof(of: uri, vouchedBy: uri),
          at: Scene.now
        )
      }
      let first = try tx.inbox.waiting(from: bob, at: Scene.now, limit: 9)
      #expect(first.count == 1)
      try tx.inbox.end(try #require(first.first).id, .done, outcome: nil)
      #expect(try tx.inbox.waiting(from: bob, at: Scene.now, limit: 9).count == 3)
    }
  }

  @Test("finds each sender of whom something is due, once")
  func senders() throws {
    let scene = try Scene()

    try scene { tx in
      #expect(try tx.inbox.busySenders(at: Scene.now).isEmpty)
      let senders = try (1...4).map { try tx.stranger("sender\($0)") }
      for (number, sender) in (senders + senders + senders).enumerated() {
        try put(number, from: sender, in: tx)
      }
      #expect(try tx.inbox.busySenders(at: Scene.now) == senders)

      for waiting in try tx.inbox.waiting(from: senders[0], at: Scene.now, limit: 9) {
        try tx.inbox.end(waiting.id, .done, outcome: nil)
      }
      for waiting in try tx.inbox.waiting(from: senders[2], at: Scene.now, limit: 9) {
        try tx.inbox.retry(waiting.id, notBefore: .later(60), outcome: "")
      }

      #expect(try tx.inbox.busySenders(at: Scene.now) == [senders[1], senders[3]])
      #expect(try tx.inbox.busySenders(at: .later(60)) == Array(senders.dropFirst()))
    }
  }

  @Test("lets what its sender took back have no effect, before and after it comes")
  func forestalling() throws {
    let scene = try Scene()

    try scene { tx in
      let (bob, eve) = (try tx.stranger("bob"), try tx.stranger("eve"))
      try put(1, from: bob, in: tx)
      try put(2, from: bob, in: tx)
      for (number, sender) in [(1, eve), (2, bob), (3, bob)] {
        let uri = "https://far.example/activities/\(number)"
        let proof = try OriginProof(of: uri, vouchedBy: uri)
        try tx.inbox.forestall(proof, from: sender, at: Scene.now)
      }

      let waiting = try tx.inbox.waiting(from: bob, at: Scene.now, limit: 9)
      #expect(waiting.map(\.uri) == ["https://far.example/activities/1"])
      #expect(try tx.inbox.outcome(of: "https://far.example/activities/2")?.state == "ignored")
      #expect(try !put(3, from: bob, in: tx))
      #expect(try tx.inbox.busySenders(at: Scene.now) == [bob])
    }
  }

  @Test("forgets in time what ended, by and by, and never what waits (threat 19)")
  func purging() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.stranger("bob")
      for number in 0..<10_000 { try put(number, from: bob, in: tx, at: .later(Double(number))) }
      for waiting in try tx.inbox.waiting(from: bob, at: Scene.now, limit: 20_000).dropFirst() {
        try tx.inbox.end(waiting.id, .failed, outcome: nil)
      }

      #expect(try tx.inbox.purge(before: .later(9900), limit: 100) == 100)
      var purged = 100
      while case let count = try tx.inbox.purge(before: .later(9900)), count > 0 { purged += count }

      #expect(purged == 9899)
      #expect(try tx.inbox.countWaiting() == 1)
      #expect(try tx.inbox.outcome(of: "https://far.example/activities/9899") == nil)
      #expect(try tx.inbox.outcome(of: "https://far.example/activities/9900") != nil)
      #expect(try put(500, from: bob, in: tx))
    }
  }

  @Test("has nothing waiting at first")
  func empty() throws {
    let scene = try Scene()

    try scene { tx throws in
      #expect(try tx.inbox.oldestWaiting() == nil)
      #expect(try tx.inbox.countWaiting() == 0)
      #expect(try tx.inbox.purge(before: .later(1)) == 0)
    }
  }
}
