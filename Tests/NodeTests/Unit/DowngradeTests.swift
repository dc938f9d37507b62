import Foundation
import GRDB
import Testing

@testable import Node
@testable import Storage

/// Every schema that a program ever had is brought up to date, and gone back to by restoring.
@Suite("Going back to an older program")
struct DowngradeTests {
  private let now = Date(timeIntervalSince1970: 1_900_000_000)

  /// The migrations that a database went through, and all that they made.
  private func state(_ path: String) throws -> (applied: [String], schema: [String]) {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
      return (
        try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1"),
        try String.fetchAll(
          db,
          sql: "SELECT type || name || ifnull(sql, '') FROM sqlite_schema ORDER BY 1"
        )
      )
    }
  }

  /// A home with a database as the program left it whose last migration is named.
  private func home(_ path: String, upTo name: String) throws -> NodeHome {
    let home = NodeHome(path: path)
    try FileManager.default.createDirectory(atPath: home.keys, withIntermediateDirectories: true)
    try Data("node:\n  host: older.example\n".utf8)
      .write(to: URL(fileURLWithPath: home.configurationFile))
    let queue = try DatabaseQueue(path: home.database)
    try Schema.migrator.migrate(queue, upTo: name)
    try queue.write { db in
      try db.execute(
        sql: "INSERT INTO nodeState (key, value) VALUES ('origin', 'https://older.example')"
      )
    }
    try queue.close()
    return home
  }

  @Test("from each schema", arguments: Schema.migrator.migrations)
  func eachSchema(name: String) async throws {
    let scratch = try ScratchDirectory()
    let home = try home(scratch.file("home"), upTo: name)
    let configuration = try NodeConfiguration(home: home, environment: [:])
    let before = try state(home.database)
    #expect(before.applied.last == name)

    try MigrationGuard(home: home, configuration: configuration, now: now).prepare()
    let database = try NodeDatabase(path: home.database)
    try await database.close()

    #expect(try state(home.database).applied == Schema.migrator.migrations.sorted())
    let backups = Backups(configuration, home: home).all()
    guard name != Schema.migrator.migrations.last else {
      #expect(backups.isEmpty, "there was nothing to do")
      return
    }
    let backup = try #require(backups.first)
    _ = try Backups.verify(backup.path, key: nil, at: now)
    let old = NodeHome(path: scratch.file("old"))
    _ = try BackupRestore(backup.path, to: old, key: nil).run()
    let after = try state(old.database)
    #expect(after.applied == before.applied)
    #expect(after.schema == before.schema)
  }
}
