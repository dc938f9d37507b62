import Foundation
import GRDB
import Node
import Testing

/// What happens when a program meets a database of an older or a newer one.
@Suite("Updates of a real node's database", .serialized)
struct DatabaseUpdateTests {
  private static let latest = "0043 directory sizes"

  /// Takes the last migration back, as the program before it left the database.
  private func age(_ node: NodeProcess) throws {
    let queue = try DatabaseQueue(path: node.home.database)
    try queue.write { db in
      try db.execute(
        sql: """
          DROP TRIGGER IF EXISTS talentEntry_comes;
          DROP TRIGGER IF EXISTS talentEntry_goes;
          ALTER TABLE talentDirectory DROP COLUMN entries;
          DELETE FROM grdb_migrations WHERE identifier = '0043 directory sizes';
          """
      )
    }
  }

  /// Whether the last migration is there, as the list of them says and as the tables do.
  private func isUpdated(_ path: String) throws -> (said: Bool, done: Bool) {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { db in
      #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
      let said = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")
      let columns = try db.columns(in: "talentDirectory").map(\.name)
      let triggers = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM sqlite_master
          WHERE type = 'trigger' AND name IN ('talentEntry_comes', 'talentEntry_goes')
          """
      )
      let done = columns.contains("entries")
      #expect(triggers == (done ? 2 : 0))
      return (said.contains(Self.latest), done)
    }
  }

  @Test("A backup is made before an update, and going back is restoring it")
  func update() async throws {
    let node = try await NodeProcess.make("older.test")
    try age(node)
    let backups = Backups(directory: "\(node.home.path)/backups")
    #expect(backups.all().isEmpty)

    try await node.succeed(["database", "migrate"])

    #expect(try isUpdated(node.home.database) == (true, true))
    let backup = try #require(backups.all().first)
    #expect(backups.all().count == 1)
    let old = try NodeProcess(node.host, member: node.member, port: node.port)
    try await old.succeed(["backup", "restore", backup.path])
    #expect(try isUpdated(old.home.database) == (false, false))
    // There is nothing to do a second time, and so nothing to save.
    try await node.succeed(["database", "migrate"])
    #expect(backups.all().count == 1)
  }

  @Test("A killed update leaves the database as it was or brought up to date")
  func killedUpdate() async throws {
    let node = try await NodeProcess.make("update.test")
    try age(node)
    let clock = ContinuousClock()
    let start = clock.now
    try await node.succeed(["database", "migrate"])
    let whole = Int((clock.now - start) / .milliseconds(1))
    var states: Set<Bool> = []
    for round in 0..<24 {
      if try isUpdated(node.home.database).done { try age(node) }
      let child = try ChildProcess(
        Program.path(),
        ["database", "migrate", "--home", node.home.path],
        errors: node.scratch.file("killed")
      )
      // From the beginning to after the end, evenly.
      try await Task.sleep(for: .milliseconds(whole * 3 * (round + 1) / 24))
      child.send(SIGKILL)
      _ = try await child.end()
      let state = try isUpdated(node.home.database)
      #expect(state.said == state.done)
      states.insert(state.done)
      // Backups are named by the second.
      try await Task.sleep(for: .milliseconds(1_000))
    }
    #expect(states == [false, true], "No kill came before the end, or none after it.")
    try await node.succeed(["database", "migrate"])
    #expect(try isUpdated(node.home.database) == (true, true))
    try await node.succeed(["database", "check"])
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
