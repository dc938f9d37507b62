import Foundation
import GRDB
import Model
import Synchronization
import Testing

@testable import Storage

@Suite("Group commit")
struct GroupCommitTests {
  private struct Mishap: Error, Equatable {}

  /// Counts the commits of a database.
  private final class CommitCounter: TransactionObserver, Sendable {
    // A class, as GRDB wants its observers.
    private let commits = Mutex(0)
    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
  }

  /// What jobs did, in the order in which they ran.
  private final class Record: Sendable {
    // A class, since all jobs write into it.
    private let numbers = Mutex<[Int]>([])
    var all: [Int] { numbers.withLock { $0 } }
    func append(_ number: Int) { numbers.withLock { $0.append(number) } }
  }

  /// A writer, and a door that keeps its first job from ending.
  private struct Stage: Sendable {
    let folder: DatabaseFolder
    let pool: DatabasePool
    let writer: GroupCommitWriter
    let door = DispatchSemaphore(value: 0)
    let entered = Record()

    init() throws {
      folder = try DatabaseFolder()
      pool = try DatabasePool(path: folder.path)
      try Schema.migrator.migrate(pool)
      writer = GroupCommitWriter(pool: pool)
    }

    func set(_ key: String, to value: String = "") async throws {
      try await writer.write { try $0.state.set(key, to: value) }
    }

    /// Starts a job that ends only when the door opens, and returns when it runs.
    func hold() async throws -> Task<Void, any Error> {
      let (writer, door, entered) = (writer, door, entered)
      let held = Task {
        try await writer.write { _ in
          entered.append(1)
          door.wait()
        }
      }
      let deadline = ContinuousClock.now + .seconds(20)
      while entered.all.isEmpty {
        try #require(ContinuousClock.now < deadline)
        await Task.yield()
      }
      return held
    }

    func untilWaiting(_ count: Int) async throws {
      let deadline = ContinuousClock.now + .seconds(20)
      while writer.waitingCount != count {
        try #require(ContinuousClock.now < deadline, "\(writer.waitingCount) wait")
        await Task.yield()
      }
    }

    func keys() throws -> [String] {
      try pool.read { try String.fetchAll($0, sql: "SELECT key FROM nodeState ORDER BY key") }
    }
  }

  @Test("what is asked for at the same time shares few transactions")
  func shares() async throws {
    let stage = try Stage()
    let counter = CommitCounter()
    stage.pool.add(transactionObserver: counter)
    let first = try await stage.hold()

    let tasks = (0..<600).map { number in Task { try await stage.set("key \(number)") } }
    try await stage.untilWaiting(600)
    stage.door.signal()
    try await first.value
    for task in tasks { try await task.value }

    // The held one, and then 600 in groups of 256.
    #expect((3...4).contains(counter.count))
    #expect(try stage.keys().count == 600)
  }

  @Test("each is answered only after its commit: another connection sees it at once")
  func durable() async throws {
    let stage = try Stage()
    let other = try DatabaseQueue(path: stage.folder.path)

    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await stage.set("key \(number)")
          let seen = try await other.read { db in
            try Bool.fetchOne(
              db,
              sql: "SELECT EXISTS (SELECT 1 FROM nodeState WHERE key = ?)",
              arguments: ["key \(number)"]
            )
          }
          #expect(seen == true)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("a job that fails takes nothing of the others with it, and nothing of its own stays")
  func failing() async throws {
    let stage = try Stage()
    let first = try await stage.hold()

    let tasks = (0..<30).map { number in
      Task {
        try await stage.writer.write { tx in
          try tx.state.set("key \(number)", to: "")
          if number % 3 == 0 { throw Mishap() }
          if number % 3 == 1 { try tx.db.execute(sql: "INSERT INTO nodeState VALUES (NULL, '')") }
        }
      }
    }
    try await stage.untilWaiting(30)
    stage.door.signal()
    try await first.value

    for (number, task) in tasks.enumerated() {
      let result = await task.result
      switch number % 3 {
      case 0: #expect(throws: Mishap.self) { try result.get() }
      case 1: #expect(throws: DatabaseError.self) { try result.get() }
      default: #expect(throws: Never.self) { try result.get() }
      }
    }
    let kept = (0..<30).filter { $0 % 3 == 2 }.map { "key \($0)" }
    #expect(try Set(stage.keys()) == Set(kept))
  }

  @Test("order is kept")
  func order() async throws {
    let stage = try Stage()
    let first = try await stage.hold()
    let record = Record()

    var tasks: [Task<Void, any Error>] = []
    for number in 0..<300 {
      tasks.append(
        Task { try await stage.writer.write { _ in record.append(number) } }
      )
      try await stage.untilWaiting(number + 1)
    }
    stage.door.signal()
    try await first.value
    for task in tasks { try await task.value }

    #expect(record.all == Array(0..<300))
  }

  @Test("an error of the commit is told to everyone in it, and what comes later is committed")
  func commitError() async throws {
    let stage = try Stage()
    let first = try await stage.hold()

    let innocent = Task { try await stage.set("innocent") }
    try await stage.untilWaiting(1)
    let guilty = Task {
      try await stage.writer.write { tx in
        // A foreign key that is looked at only by the commit.
        try tx.db.execute(sql: "PRAGMA defer_foreign_keys = 1")
        try tx.db.execute(sql: "INSERT INTO pin (actorID, postID, pinnedAt) VALUES (9, 9, 9)")
      }
    }
    try await stage.untilWaiting(2)
    stage.door.signal()
    try await first.value

    await #expect(throws: DatabaseError.self) { try await innocent.value }
    await #expect(throws: DatabaseError.self) { try await guilty.value }
    try await stage.set("later")
    #expect(try stage.keys() == ["later"])
  }

  @Test("a job that loses the whole transaction fails its group, and the writer goes on")
  func lostTransaction() async throws {
    let stage = try Stage()
    let first = try await stage.hold()

    let before = Task { try await stage.set("before") }
    try await stage.untilWaiting(1)
    let loser = Task {
      try await stage.writer.write { tx in
        // As SQLite does by itself on some disk errors.
        try tx.attempt { try $0.db.execute(sql: "ROLLBACK; SELECT * FROM nowhere") }
      }
    }
    try await stage.untilWaiting(2)
    let after = Task { try await stage.set("after") }
    try await stage.untilWaiting(3)
    stage.door.signal()
    try await first.value

    for task in [before, loser, after] {
      await #expect(throws: DatabaseError.self) { try await task.value }
    }
    try await stage.set("later")
    #expect(try stage.keys() == ["later"])
  }

  @Test("stopping commits what was taken and refuses what comes later")
  func stopping() async throws {
    let stage = try Stage()
    let first = try await stage.hold()
    let tasks = (0..<300).map { number in Task { try await stage.set("key \(number)") } }
    try await stage.untilWaiting(300)

    let stop = Task { await stage.writer.stop() }
    let deadline = ContinuousClock.now + .seconds(20)
    while !stage.writer.isStopped {
      try #require(ContinuousClock.now < deadline)
      await Task.yield()
    }
    await #expect(throws: DatabaseFailure.self) { try await stage.set("late") }
    stage.door.signal()
    try await first.value
    await stop.value

    for task in tasks { try await task.value }
    #expect(try stage.keys().filter { $0.hasPrefix("key") }.count == 300)
    await stage.writer.stop()
    #expect(try !stage.keys().contains("late"))
  }

  @Test("an attempt that fails leaves the rest of its transaction")
  func attempts() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()

    try await database.write { tx in
      try tx.state.set("kept", to: "1")
      #expect(throws: Mishap()) {
        try tx.attempt { tx in
          try tx.state.set("lost", to: "1")
          throw Mishap()
        }
      }
      #expect(try tx.attempt { try $0.state.value("kept") } == "1")
    }

    #expect(try await database.read { try $0.state.value("kept") } == "1")
    #expect(try await database.read { try $0.state.value("lost") } == nil)
    try await database.close()
    await #expect(throws: DatabaseFailure.self) {
      try await database.write { try $0.state.set("late", to: "1") }
    }
  }

  @Test("What was to be done after the commit is not done for a part that was undone")
  func hooks() async throws {
    let stage = try Stage()
    let calls = Record()

    try await stage.writer.write { tx in
      tx.afterCommit { calls.append(1) }
      try? tx.attempt { tx in
        tx.afterCommit { calls.append(2) }
        throw Mishap()
      }
      try tx.attempt { $0.afterCommit { calls.append(3) } }
    }
    await #expect(throws: Mishap.self) {
      try await stage.writer.write { tx in
        tx.afterCommit { calls.append(4) }
        throw Mishap()
      }
    }

    #expect(calls.all == [1, 3])
  }
}
