import Foundation
import GRDB

@testable import Storage

/// Databases as earlier programs left them.
enum OlderDatabase {
  /// The names of all migrations, the oldest first.
  static var steps: [String] { Schema.migrator.migrations }

  /// Puts a database in the place of a node's as it would be had only the first steps been taken.
  ///
  /// All rows are in it that have a place in the older tables.
  static func replace(_ path: String, afterSteps count: Int) throws {
    let draft = "\(path).older"
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: draft, configuration: configuration)
    try Schema.migrator.migrate(queue, upTo: steps[count - 1])
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS present", arguments: [path])
      for table in try tables(of: "main", db).intersection(try tables(of: "present", db)).sorted() {
        let shared = try columns(of: table, in: "main", db)
          .filter(Set(try columns(of: table, in: "present", db)).contains)
          .map { "\"\($0)\"" }.joined(separator: ", ")
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO main."\(table)" (\(shared)) SELECT \(shared) FROM present."\(table)"
            """
        )
      }
      try db.execute(sql: "DETACH DATABASE present")
    }
    try queue.close()
    for ending in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + ending)
    }
    try FileManager.default.moveItem(atPath: draft, toPath: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  private static func tables(of schema: String, _ db: Database) throws -> Set<String> {
    try String.fetchSet(
      db,
      sql: """
        SELECT name FROM pragma_table_list
        WHERE schema = ? AND type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'
        """,
      arguments: [schema]
    )
  }

  private static func columns(
    of table: String,
    in schema: String,
    _ db: Database
  ) throws -> [String] {
    try String.fetchAll(
      db,
      sql: "SELECT name FROM pragma_table_info(?, ?)",
      arguments: [table, schema]
    )
  }

  /// All that a database has after the first steps.
  static func schema(afterSteps count: Int) throws -> [String] {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue, upTo: steps[count - 1])
    return try queue.read { try schema($0) }
  }

  static func schema(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1"
    )
  }

  /// How many steps a database says that it took; what it has must be what these steps make.
  static func stepsTaken(_ path: String) throws -> (count: Int, schema: [String]) {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      let names = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1")
      guard names == steps.prefix(names.count).sorted(),
        try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"]
      else { throw NotInTime(description: "Steps are missing or the file is damaged: \(names)") }
      return (names.count, try schema(db))
    }
  }
}
