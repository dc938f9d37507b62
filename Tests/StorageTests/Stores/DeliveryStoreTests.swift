import Foundation
import Model
import Testing

@testable import Storage

@Suite("Delivery store")
struct DeliveryStoreTests {
  private func lanes(_ hosts: Int...) -> [String] { hosts.map { "https://h\($0).example" } }

  /// Publishes so many activities, each for the hosts with these numbers.
  private func enqueue(_ activities: Int, to hosts: [Int], in tx: Transaction) throws {
    let ada = try tx.actors.find(localName: "ada")?.id ?? tx.member("ada")
    let first = Int64(try tx.outbox.countPublished(by: ada)) + 1
    for number in first..<first + Int64(activities) {
      let entry = try tx.publish(number, by: ada)
      let inboxes = hosts.map { "https://h\($0).example/inbox" }
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: .later(Double(number)))
    }
  }

  private func ids(_ lane: String, _ tx: Transaction) throws -> [Int64] {
    try tx.deliveries.waiting(in: lane, limit: 100).map(\.delivery.activityID.rawValue)
  }

  @Test("enqueues each inbox once, and nothing for what is no address")
  func enqueueing() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = try tx.member("ada")
      let entry = try tx.publish(1, by: ada)
      let inboxes = [
        "https://h1.example/inbox", "https://h1.example/inbox", "https://h1.example/users/x/inbox",
        "https://h2.example:8443/inbox", "mailto:x@h3.example", "", "https://u@h4.example/inbox",
      ]

      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: Scene.now)
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: .later(1))

      #expect(try tx.deliveries.count(.waiting) == 3)
      #expect(try tx.deliveries.busyLanes() == ["https://h1.example", "https://h2.example:8443"])
      let job = try #require(try tx.deliveries.waiting(in: "https://h1.example", limit: 1).first)
      #expect(job.activityURI == entry.uri && job.body == entry.body)
      #expect(job.delivery.senderID == ada && job.delivery.state == .waiting)
      #expect(job.delivery.attempts == 0 && job.delivery.notBefore == Scene.now)
      #expect(job.delivery.lastError == nil && job.delivery.inbox == inboxes[0])
    }
  }

  @Test("keeps the order of each lane, through retries, and its limits")
  func order() throws {
    let scene = try Scene()

    try scene { tx in
      try enqueue(5, to: [1, 2], in: tx)
      let lane = "https://h1.example"
      #expect(try ids(lane, tx) == [1, 2, 3, 4, 5])
      let jobs = try tx.deliveries.waiting(in: lane, limit: 3)
      #expect(jobs.count == 3)

      try tx.deliveries.retry(jobs[0].delivery.id, notBefore: .later(60), error: "503")
      try tx.deliveries.remove(jobs[1].delivery.id)
      try tx.deliveries.abandon(jobs[2].delivery.id, error: "410")

      #expect(try ids(lane, tx) == [1, 4, 5])
      let first = try #require(try tx.deliveries.waiting(in: lane, limit: 1).first?.delivery)
      #expect(first.attempts == 1 && first.notBefore == .later(60) && first.lastError == "503")
      #expect(try ids("https://h2.example", tx) == [1, 2, 3, 4, 5])
      #expect(try ids("https://h3.example", tx).isEmpty)
      #expect(try tx.deliveries.count(.abandoned) == 1)
      #expect(try tx.deliveries.oldestWaiting() == .later(1))
    }
  }

  @Test("holds a sender’s later ones back behind one put off, until that one stands aside")
  func ready() throws {
    let scene = try Scene()

    try scene { tx in
      let lane = "https://h1.example"
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      for number in 1...6 {
        let sender = number % 2 == 0 ? bob : ada
        let entry = try tx.publish(Int64(number), by: sender)
        try tx.deliveries.enqueue(entry.id, from: sender, to: ["\(lane)/inbox"], at: Scene.now)
      }
      func ready(at time: Date, limit: Int = 10) throws -> [Int64] {
        try tx.deliveries.ready(in: lane, at: time, standingAsideAfter: 2, limit: limit)
          .map(\.delivery.activityID.rawValue)
      }
      let first = try #require(try tx.deliveries.waiting(in: lane, limit: 1).first).delivery.id

      let (all, three) = (try ready(at: Scene.now), try ready(at: Scene.now, limit: 3))
      try tx.deliveries.retry(first, notBefore: .later(60), error: "503")
      let (held, due) = (try ready(at: .later(59)), try ready(at: .later(60)))
      try tx.deliveries.retry(first, notBefore: .later(600), error: "503")
      let aside = try ready(at: .later(59))

      #expect(all == [1, 2, 3, 4, 5, 6])
      #expect(three == [1, 2, 3])
      #expect(held == [2, 4, 6])
      #expect(due == [1, 2, 3, 4, 5, 6])
      #expect(aside == [2, 3, 4, 5, 6])
    }
  }

  @Test("finds the lanes in which something waits, each once")
  func busyLanes() throws {
    let scene = try Scene()

    try scene { tx in
      #expect(try tx.deliveries.busyLanes().isEmpty)
      #expect(try tx.deliveries.oldestWaiting() == nil)
      try enqueue(20, to: [3, 1, 2], in: tx)
      #expect(try tx.deliveries.busyLanes() == lanes(1, 2, 3))

      for job in try tx.deliveries.waiting(in: "https://h2.example", limit: 100) {
        try tx.deliveries.abandon(job.delivery.id, error: "gone")
      }
      #expect(try tx.deliveries.busyLanes() == lanes(1, 3))
      for job in try tx.deliveries.waiting(in: "https://h1.example", limit: 19) {
        try tx.deliveries.remove(job.delivery.id)
      }
      #expect(try tx.deliveries.busyLanes() == lanes(1, 3))
      #expect(try tx.deliveries.drop(lane: "https://h1.example") == 1)
      #expect(try tx.deliveries.busyLanes() == lanes(3))
    }
  }

  @Test("lists, retries and drops a lane or everything")
  func steering() throws {
    let scene = try Scene()

    try scene { tx in
      try enqueue(3, to: [1, 2], in: tx)
      let lane = "https://h1.example"
      let job = try #require(try tx.deliveries.waiting(in: lane, limit: 1).first)
      try tx.deliveries.abandon(job.delivery.id, error: "410")
      for name in lanes(1, 2) {
        let down = DeliveryLane(lane: name, failures: 4, openUntil: .later(900), lastError: "down")
        try tx.deliveries.save(down, at: Scene.now)
      }

      let listed = try tx.deliveries.list(lane: lane, limit: 10)
      #expect(listed.map(\.delivery.activityID.rawValue) == [1, 2, 3])
      #expect(listed.map(\.delivery.state) == [.abandoned, .waiting, .waiting])
      #expect(listed.allSatisfy { $0.body.isEmpty && !$0.activityURI.isEmpty })
      let all = try tx.deliveries.list(lane: nil, limit: 4)
      #expect(all.count == 4)
      let rest = try tx.deliveries.list(
        lane: nil,
        limit: 4,
        after: try #require(all.last).delivery.id
      )
      #expect(rest.count == 2)

      #expect(try tx.deliveries.retryAll(lane: lane, at: .later(7)) == 3)
      let retried = try #require(try tx.deliveries.waiting(in: lane, limit: 1).first?.delivery)
      #expect(
        retried.attempts == 0 && retried.notBefore == .later(7) && retried.id == job.delivery.id
      )
      #expect(try tx.deliveries.lane(lane)?.openUntil == nil)
      #expect(try tx.deliveries.lane("https://h2.example")?.failures == 4)
      #expect(try tx.deliveries.retryAll(lane: nil, at: .later(8)) == 6)
      #expect(try tx.deliveries.lane("https://h2.example")?.failures == 0)

      #expect(try tx.deliveries.drop(lane: lane) == 3)
      #expect(try tx.deliveries.drop(lane: nil) == 3)
      #expect(try tx.deliveries.count(.waiting) == 0)
    }
  }

  @Test("tells how much lies in each lane")
  func depths() throws {
    let scene = try Scene()

    try scene { tx in
      try enqueue(3, to: [2, 1], in: tx)
      let (first, second) = ("https://h1.example", "https://h2.example")
      for job in try tx.deliveries.waiting(in: first, limit: 2) {
        try tx.deliveries.abandon(job.delivery.id, error: "")
      }
      for job in try tx.deliveries.waiting(in: second, limit: 3) {
        try tx.deliveries.abandon(job.delivery.id, error: "")
      }

      #expect(
        try tx.deliveries.depths() == [
          .init(lane: first, waiting: 1, abandoned: 2, oldest: .later(3)),
          .init(lane: second, waiting: 0, abandoned: 3, oldest: nil),
        ]
      )
    }
  }

  @Test("remembers what is known of a lane")
  func laneMemory() throws {
    let scene = try Scene()

    try scene { tx in
      var lane = DeliveryLane(
        lane: "https://h1.example",
        failures: 2,
        openUntil: .later(60),
        isPaused: true,
        signatureScheme: "messageSignature",
        lastSuccessAt: .later(-60),
        lastError: "503"
      )
      try tx.deliveries.save(lane, at: Scene.now)
      #expect(try tx.deliveries.lane(lane.lane) == lane)

      lane = DeliveryLane(lane: lane.lane)
      try tx.deliveries.save(lane, at: Scene.now)
      #expect(try tx.deliveries.lanes() == [lane])
      #expect(try tx.deliveries.lane("https://h2.example") == nil)
      let odd = DeliveryLane(lane: "x", signatureScheme: "rot13")
      #expect(throws: (any Error).self) {
        try tx.attempt { try $0.deliveries.save(odd, at: Scene.now) }
      }
    }
  }

  @Test("is bounded after a purge, whatever hosts others made up (threat 19)")
  func purging() throws {
    let scene = try Scene()

    try scene { tx in
      try enqueue(1, to: Array(1...10_000), in: tx)
      for name in try tx.deliveries.busyLanes() {
        let job = try #require(try tx.deliveries.waiting(in: name, limit: 1).first)
        if name != "https://h7.example" {
          try tx.deliveries.abandon(job.delivery.id, error: "no host")
        }
        let isPaused = name == "https://h8.example"
        let lane = DeliveryLane(lane: name, failures: 9, isPaused: isPaused, lastError: "no host")
        try tx.deliveries.save(lane, at: name == "https://h9.example" ? .later(200) : .later(1))
      }
      #expect(try tx.deliveries.lanes().count == 10_000)

      #expect(try tx.deliveries.purge(before: .later(1)) == 0)
      #expect(try tx.deliveries.purge(before: .later(100)) == 9_999 + 9_997)

      #expect(try tx.deliveries.count(.abandoned) == 0)
      // Kept: where something waits, what an admin paused, what was used lately.
      #expect(try tx.deliveries.lanes().map(\.lane) == lanes(7, 8, 9))
      #expect(try tx.deliveries.busyLanes() == lanes(7))
    }
  }
}
