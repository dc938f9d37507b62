import Foundation
import GRDB
import Node
import TestSupport
import Testing

/// What happens when a program meets a database of an older or a newer one.
@Suite("Updates of a real node's database", .serialized)
struct DatabaseUpdateTests {
  /// So many of the last steps are to be taken again.
  private static let pending = 8

  @Test("A backup is made before an update, and going back is restoring it")
  func update() async throws {
    let node = try await NodeProcess.make("older.test")
    let (all, first) = (OlderDatabase.steps.count, OlderDatabase.steps.count - Self.pending)
    try OlderDatabase.replace(node.home.database, afterSteps: first)
    let backups = Backups(directory: "\(node.home.path)/backups")
    #expect(backups.all().isEmpty)

    try await node.succeed(["database", "migrate"])

    let present = try OlderDatabase.schema(afterSteps: all)
    #expect(try OlderDatabase.stepsTaken(node.home.database) == (all, present))
    let backup = try #require(backups.all().first)
    #expect(backups.all().count == 1)
    let old = try NodeProcess(node.host, member: node.member, port: node.port)
    try await old.succeed(["backup", "restore", backup.path])
    let before = try OlderDatabase.schema(afterSteps: first)
    #expect(try OlderDatabase.stepsTaken(old.home.database) == (first, before))
    // There is nothing to do a second time, and so nothing to save.
    try await node.succeed(["database", "migrate"])
    #expect(backups.all().count == 1)
    #expect(try await node.succeed(["member", "list"]).contains(node.member))
  }

  @Test("A killed update leaves the database after one of its steps, and is gone on with")
  func killedUpdate() async throws {
    let node = try await NodeProcess.make("update.test")
    let (all, first) = (OlderDatabase.steps.count, OlderDatabase.steps.count - Self.pending)
    let schemas = try (first...all).map { try OlderDatabase.schema(afterSteps: $0) }
    try OlderDatabase.replace(node.home.database, afterSteps: first)
    let older = try Data(contentsOf: URL(fileURLWithPath: node.home.database))
    let start = ContinuousClock.now
    try await node.succeed(["database", "migrate"])
    let whole = Int((ContinuousClock.now - start) / .milliseconds(1))
    var reached: Set<Int> = []
    for round in 0..<24 {
      for ending in ["-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: node.home.database + ending)
      }
      try older.write(to: URL(fileURLWithPath: node.home.database))
      // Backups are named by the second.
      try await Task.sleep(for: .milliseconds(1_050))
      let child = try ChildProcess(
        Program.path(),
        ["database", "migrate", "--home", node.home.path],
        errors: node.scratch.file("killed")
      )
      if round.isMultiple(of: 2) {
        // From the beginning to after the end, evenly.
        try await Task.sleep(for: .milliseconds(whole * 3 * (round + 1) / 24))
      } else {
        try await untilItBegins(child, node, first)
      }
      child.send(SIGKILL)
      _ = try await child.end()
      let (count, schema) = try OlderDatabase.stepsTaken(node.home.database)
      #expect(schema == schemas[count - first], "not what \(count) steps make")
      reached.insert(count)
    }
    #expect(reached.contains(first) && reached.contains(all), "\(reached)")
    #expect(
      reached.contains { first < $0 && $0 < all },
      "No kill came between two steps: \(reached)"
    )
    try await node.succeed(["database", "migrate"])
    #expect(try OlderDatabase.stepsTaken(node.home.database).count == all)
    try await node.succeed(["database", "check"])
  }

  /// Waits until the first step is done, or the program has ended.
  private func untilItBegins(_ child: ChildProcess, _ node: NodeProcess, _ first: Int) async throws
  {
    let queue = try DatabaseQueue(path: node.home.database)
    while child.isRunning {
      let count = try? await queue.read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM grdb_migrations")
      }
      if let count, count > first { break }
      try await Task.sleep(for: .milliseconds(1))
    }
    try queue.close()
  }

  @Test("A database of a newer program is refused, unchanged, with the version that reads it")
  func newer() async throws {
    let node = try await NodeProcess.make("newer.test")
    let queue = try DatabaseQueue(path: node.home.database)
    try await queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO grdb_migrations (identifier) VALUES ('9999 what is to come');
          UPDATE nodeState SET value = '9.9.9' WHERE key = 'program';
          """
      )
      #expect(db.changesCount == 1)
    }
    try queue.close()

    let result = try await node.run(["database", "migrate"])

    #expect(result.exitCode == 1)
    #expect(result.errors.contains("9.9.9"), "\(result.errors)")
    #expect(Backups(directory: "\(node.home.path)/backups").all().isEmpty)
  }
}
