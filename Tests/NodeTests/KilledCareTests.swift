import Foundation
import GRDB
import Node
import TestSupport
import Testing

/// Care of what is stored, killed when it has visibly begun and is not done: waiting for a while would mostly
/// hit the program before or after its work.
@Suite("Pruning and vacuum, killed in the middle", .serialized)
struct KilledCareTests {
  /// Starts a command and kills it as soon as something is so.
  private func kill(
    _ command: [String],
    on node: NodeProcess,
    when condition: () throws -> Bool
  ) async throws {
    let child = try ChildProcess(
      Program.path(),
      command + ["--home", node.home.path],
      errors: node.scratch.file("killed")
    )
    while child.isRunning, try !condition() { try await Task.sleep(for: .milliseconds(1)) }
    child.send(SIGKILL)
    _ = try await child.end()
  }

  // MARK: Pruning

  private static let prune = [
    "backup", "prune", "--last", "1", "--daily", "0", "--weekly", "0", "--monthly", "0", "--yes",
  ]

  /// What has a name in the directory, and what is about to go.
  private func names(in backups: Backups) throws -> (shown: [String], hidden: [String]) {
    let all = try FileManager.default.contentsOfDirectory(atPath: backups.directory).sorted()
    return (all.filter { !$0.hasPrefix(".") }, all.filter { $0.hasPrefix(".") })
  }

  private func requireWhole(_ entries: [Backups.Entry]) throws {
    for entry in entries {
      for file in entry.manifest.files {
        let attributes = try FileManager.default.attributesOfItem(
          atPath: "\(entry.path)/\(file.path)"
        )
        #expect(
          (attributes[.size] as? NSNumber)?.intValue == file.bytes,
          "\(entry.name) \(file.path)"
        )
      }
    }
    // Those that would go next, and the one that stays, to their last byte.
    for entry in entries.prefix(2) + entries.suffix(1) {
      _ = try Backups.verify(entry.path, key: nil, at: Date())
    }
  }

  @Test("A killed prune leaves each backup whole or gone, and is gone on with")
  func prune() async throws {
    let node = try await NodeProcess.make("prune.test")
    try node.addMedia(files: 60, bytes: 100)
    let configuration = try NodeConfiguration(home: node.home)
    let backups = Backups(configuration, home: node.home)
    for minute in 0..<24 {
      let now = Date(timeIntervalSince1970: 1_900_000_000 + Double(minute * 60))
      _ = try BackupWriter(home: node.home, configuration: configuration, now: now).make()
    }
    var (untouched, unfinished) = (0, 0)
    for round in 0..<9 {
      let before = try names(in: backups).shown
      guard before.count > 1 else { break }
      let isToBegin = !round.isMultiple(of: 3)
      try await kill(Self.prune, on: node) {
        try !isToBegin || names(in: backups).shown.count < before.count
      }
      let after = try names(in: backups)
      untouched += after.shown == before ? 1 : 0
      unfinished += after.shown.count < before.count && after.shown.count > 1 ? 1 : 0
      #expect(after.shown == Array(before.suffix(after.shown.count)), "the oldest go first")
      #expect(after.hidden.allSatisfy { $0.hasSuffix(".removed") }, "\(after.hidden)")
      try requireWhole(backups.all())
    }
    #expect(untouched > 0, "No kill came before the first backup went.")
    #expect(unfinished > 1, "No kill came when some backups had gone and others not.")
    try await node.succeed(Self.prune)
    #expect(try names(in: backups).shown.count == 1)
    // What the killed ones left goes with the next backup.
    try await node.succeed(["backup", "create"])
    #expect(try names(in: backups).hidden.isEmpty)
  }

  // MARK: Vacuum

  /// How the database lies in its file; what a killed program left in its log is gone through.
  private func extent(_ node: NodeProcess) throws -> (pages: Int, free: Int) {
    let queue = try DatabaseQueue(path: node.home.database)
    defer { try? queue.close() }
    return try queue.read { db in
      #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
      #expect(
        try Int.fetchOne(db, sql: "SELECT sum(length(content)) FROM ballast") == 4_000 * 4_000
      )
      return (
        try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      )
    }
  }

  /// Fills the database and empties half of it, so that there is something to give back.
  private func makeGaps(in node: NodeProcess) throws {
    let queue = try DatabaseQueue(path: node.home.database)
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS ballast (id INTEGER PRIMARY KEY, content BLOB);
          DELETE FROM ballast;
          WITH RECURSIVE counter (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM counter WHERE id < 16000)
          INSERT INTO ballast SELECT id, zeroblob(4000) FROM counter;
          DELETE FROM ballast WHERE id % 4 <> 0;
          """
      )
    }
    try queue.close()
  }

  @Test("A killed vacuum gives back what it had given back, and is gone on with")
  func vacuum() async throws {
    let node = try await NodeProcess.make("vacuum.test")
    try makeGaps(in: node)
    var left = try extent(node).free
    #expect(left > 10_000)
    var (untouched, unfinished) = (0, 0)
    for round in 0..<9 where left > 0 {
      let before = left
      let isToBegin = !round.isMultiple(of: 3)
      let watch = try DatabaseQueue(path: node.home.database)
      try await kill(["database", "vacuum"], on: node) {
        try !isToBegin
          || watch.read { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 } < before
      }
      try watch.close()
      left = try extent(node).free
      #expect(left <= before)
      untouched += left == before ? 1 : 0
      unfinished += left < before && left > 0 ? 1 : 0
    }
    #expect(untouched > 0, "No kill came before the first pages went.")
    #expect(unfinished > 1, "No kill came when some pages had gone and others not.")
    try await node.succeed(["database", "vacuum"])
    #expect(try extent(node).free == 0)
  }

  @Test("A killed vacuum of the whole file leaves it as it was or written anew")
  func fullVacuum() async throws {
    let node = try await NodeProcess.make("whole.test")
    var (before, after, unfinished) = (0, 0, 0)
    let log = "\(node.home.database)-wal"
    for round in 0..<9 {
      try makeGaps(in: node)
      let start = try extent(node)
      // What is written anew is megabytes in the log, before one commit of all of it.
      var hasBegun = false
      try await kill(["database", "vacuum", "--full"], on: node) {
        let size = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? NSNumber
        hasBegun = hasBegun || (size?.intValue ?? 0) > 4 << 20
        return round.isMultiple(of: 3) || hasBegun && round % 3 == 1
      }
      let end = try extent(node)
      #expect(end == start || end.free == 0 && end.pages < start.pages, "\(start) \(end)")
      before += end == start ? 1 : 0
      after += end.free == 0 ? 1 : 0
      unfinished += hasBegun && end == start ? 1 : 0
    }
    #expect(before > 0 && after > 0, "No kill came before the end, or none after it.")
    #expect(unfinished > 0, "No kill came while the file was written anew.")
    try await node.succeed(["database", "check"])
  }
}
