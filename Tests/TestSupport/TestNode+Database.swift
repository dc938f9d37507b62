import Foundation
import GRDB

// The database by a second connection, for what no store would do.
extension TestNode {
  /// Runs SQL against the node's file.
  package func execute(_ sql: String) async throws {
    let queue = try DatabaseQueue(path: database.path)
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF; \(sql)")
    }
    try queue.close()
  }

  /// Copies the database as it is, as a backup would.
  package func backup() async throws -> String {
    let copy = "\(database.path).backup"
    let queue = try DatabaseQueue(path: database.path)
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
    }
    try queue.close()
    return copy
  }

  /// Every row of every table, to compare the whole before and after.
  ///
  /// The index of a search is left out: the words that it is made of are rows of their own; those of
  /// actors go with the actors.
  package func dump(except tables: Set<String> = []) async throws -> [String: [String]] {
    let tables = tables.contains("actor") ? tables.union(["searchActor"]) : tables
    let queue = try DatabaseQueue(path: database.path)
    defer { try? queue.close() }
    return try await queue.read { db in
      let names = try String.fetchAll(
        db,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      )
      var dump: [String: [String]] = [:]
      for name in names
      where !tables.contains(name) && !["postIndex", "actorIndex"].contains(where: name.hasPrefix) {
        dump[name] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"").map { "\($0)" }.sorted()
      }
      return dump
    }
  }
}
