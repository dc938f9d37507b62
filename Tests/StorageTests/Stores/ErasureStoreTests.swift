import Foundation
import Model
import Testing

@testable import Storage

@Suite("Erasures and their receipts")
struct ErasureStoreTests {
  private let lanes = ["https://h1.example", "https://h2.example"]

  /// An erasure that two hosts are told of, behind an activity that is none.
  private func begin(_ tx: Transaction) throws -> ErasureStore.Erasure {
    let ada = try tx.member("ada")
    var last = ""
    for number in Int64(1)...2 {
      let entry = try tx.publish(number, by: ada)
      let inboxes = lanes.map { "\($0)/inbox" }
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: .later(Double(number)))
      last = entry.uri
    }
    try tx.erasures.begin(actor: "https://home.example/users/ada", activity: last, at: Scene.now)
    return try #require(try tx.erasures.find(actor: "https://home.example/users/ada"))
  }

  private func acknowledged(_ erasure: ErasureStore.Erasure, _ tx: Transaction) throws -> [String] {
    try tx.erasures.receipts(of: erasure.id).filter { $0.acknowledgedAt != nil }.map(\.host)
  }

  @Test("a delivery that was taken is acknowledged if it was that of the erasure")
  func deliveries() throws {
    let scene = try Scene()

    try scene { tx throws in
      #expect(try !tx.erasures.isAwaiting())
      let erasure = try begin(tx)
      #expect(try tx.erasures.isAwaiting())
      for (lane, expected) in zip(lanes, [[lanes[0]], lanes]) {
        let jobs = try tx.deliveries.waiting(in: lane, limit: 9)
        try tx.erasures.acknowledge(delivery: try #require(jobs.first).delivery.id, at: Scene.now)
        #expect(try acknowledged(erasure, tx) == Array(expected.dropLast()))
        try tx.erasures.acknowledge(delivery: try #require(jobs.last).delivery.id, at: Scene.now)
        #expect(try acknowledged(erasure, tx) == expected)
      }
      #expect(try !tx.erasures.isAwaiting())
    }
  }

  @Test("what a host comes for is acknowledged when it says that it has it, and no earlier")
  func collecting() throws {
    let scene = try Scene()

    try scene { tx throws in
      let erasure = try begin(tx)
      let jobs = try tx.deliveries.collect(lane: lanes[0], acknowledged: 0, limit: 9)
      let numbers = jobs.map(\.delivery.id)
      #expect(numbers.count == 2)
      try tx.erasures.acknowledge(lane: lanes[0], upTo: numbers[0], at: Scene.now)
      #expect(try acknowledged(erasure, tx).isEmpty)
      // What was never handed out is not acknowledged by a number that was guessed.
      try tx.erasures.acknowledge(lane: lanes[1], upTo: .max, at: Scene.now)
      #expect(try acknowledged(erasure, tx).isEmpty)
      try tx.erasures.acknowledge(lane: lanes[0], upTo: numbers[1], at: Scene.now)
      #expect(try acknowledged(erasure, tx) == [lanes[0]])
    }
  }

  @Test("each delivery asks in an index whether any erasure is open, and finds its own by keys")
  func plans() throws {
    let scene = try Scene()

    try scene.queue.write { db in
      let statements = try StatementLog.record(db) {
        let tx = Transaction(db: db)
        _ = try tx.erasures.isAwaiting()
        try tx.erasures.acknowledge(delivery: 1, at: Scene.now)
        try tx.erasures.acknowledge(lane: "https://h1.example", upTo: 1, at: Scene.now)
      }
      #expect(statements.count == 3)
      for sql in statements {
        let steps = try db.plan(of: sql)
        // The index holds only what is awaited: it is empty as long as no erasure is open.
        let scans = steps.filter { $0.hasPrefix("SCAN ") && !$0.contains("erasureReceipt_awaited") }
        #expect(scans.isEmpty, "\(sql)\n→ \(steps)")
      }
    }
  }
}
