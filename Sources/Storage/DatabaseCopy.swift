import Foundation
import GRDB
import Model

/// A copy of a node's database in one file, true at one moment.
package struct DatabaseCopy: Sendable {
  package let path: String

  /// A copy that is there already.
  package init(at path: String) {
    self.path = path
  }

  /// Copies a database that may be written to meanwhile, by SQLite's backup API.
  ///
  /// One read transaction spans all steps, so that writers go on and the copy shows none of what they
  /// commit after its start. The file is complete when this returns, but not yet synchronised.
  ///
  /// - Throws: `DatabaseFailure.unreadable`, also when the copy cannot be written.
  package init(of source: String, to path: String) throws {
    self.path = path
    do {
      let from = try DatabaseQueue(path: source, configuration: Self.configuration())
      let into = try DatabaseQueue(path: path, configuration: Self.configuration())
      try from.read { db in
        // A read transaction begins with the first read.
        _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
        try into.writeWithoutTransaction { try db.backup(to: $0, pagesPerStep: 1_000) }
      }
      // The copy carries the mode of the original, and would need files beside it to be read.
      try into.writeWithoutTransaction { db in
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
      }
      try into.close()
      try from.close()
    } catch let error as DatabaseError {
      throw DatabaseFailure.unreadable(path: source, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// What a copy says of itself.
  package struct Facts: Sendable {
    /// The node that it belongs to.
    package var origin: String?
    /// The newest migration that it went through.
    package var schema: String
    /// Whether a newer program has written it than this one.
    package var isNewer: Bool
    /// The version of the program that wrote it.
    package var program: String?
    /// The files that it refers to, by the digests that are their names.
    package var media: [Digest]
    /// The end of its audit log.
    package var auditHead: AuditStore.Head?
    /// What SQLite finds wrong with it, and references that lead nowhere.
    package var complaints: [String]
  }

  /// Reads the whole copy and checks it.
  ///
  /// - Throws: `DatabaseFailure.unreadable` for a file that is no database.
  package func facts() throws -> Facts {
    do {
      let queue = try DatabaseQueue(path: path, configuration: Self.configuration())
      let facts = try queue.read { db in
        let applied = try Schema.migrator.appliedMigrations(db)
        return Facts(
          origin: try Self.origin(in: db),
          schema: applied.last ?? "",
          isNewer: try Schema.migrator.hasBeenSuperseded(db),
          program: try StoredProgram.version(in: db),
          media: try Self.media(in: db),
          auditHead: try Self.auditHead(in: db, applied),
          complaints: try DatabaseCheck.complaints(in: db)
        )
      }
      try queue.close()
      return facts
    } catch let error as DatabaseError {
      throw DatabaseFailure.unreadable(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// What the media take that a database knows of, in bytes; 0 before it knew of any.
  ///
  /// - Throws: `DatabaseFailure.unreadable`.
  package static func mediaBytes(of path: String) throws -> Int {
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration())
      let bytes = try queue.read { db in
        guard try db.tableExists("mediaFile") else { return 0 }
        return try Int.fetchOne(db, sql: "SELECT ifnull(sum(bytes), 0) FROM mediaFile") ?? 0
      }
      try queue.close()
      return bytes
    } catch let error as DatabaseError {
      throw DatabaseFailure.unreadable(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// The migrations that a database still has to go through; none for one that is empty or not there.
  ///
  /// - Throws: `DatabaseFailure.newer` for one that a newer program has written.
  package static func pendingMigrations(of path: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration())
      let (applied, isNewer, program) = try queue.read { db in
        (
          try Schema.migrator.appliedIdentifiers(db), try Schema.migrator.hasBeenSuperseded(db),
          try StoredProgram.version(in: db)
        )
      }
      try queue.close()
      guard !isNewer else { throw DatabaseFailure.newer(path: path, program: program) }
      guard !applied.isEmpty else { return [] }
      return Schema.migrator.migrations.filter { !applied.contains($0) }
    } catch let error as DatabaseError {
      throw DatabaseFailure.unreadable(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  private static func origin(in db: Database) throws -> String? {
    guard try db.tableExists("nodeState") else { return nil }
    return try StateStore(db: db).value("origin")
  }

  private static func media(in db: Database) throws -> [Digest] {
    guard try db.tableExists("mediaFile") else { return [] }
    return try Digest.fetchAll(db, sql: "SELECT digest FROM mediaFile ORDER BY digest")
  }

  private static func auditHead(
    in db: Database,
    _ applied: [String]
  ) throws -> AuditStore.Head? {
    guard applied.contains(M0037AuditChain.name) else { return nil }
    return try AuditStore(db: db).head()
  }

  private static func configuration() -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(5)
    configuration.label = "copy"
    configuration.qos = .default
    configuration.prepareDatabase { try $0.execute(literal: "PRAGMA trusted_schema = 0") }
    return configuration
  }
}

/// Looks whether a database is whole.
enum DatabaseCheck {
  private static let most = 100

  /// What SQLite's own check says, and references that lead nowhere; nothing when all is well.
  static func complaints(in db: Database) throws -> [String] {
    do {
      let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(100)")
        .filter { $0 != "ok" }
      guard damage.isEmpty else { return damage }
      return try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(most).map { row in
        let (table, parent) = (row[0] as String? ?? "?", row[2] as String? ?? "?")
        return "a row of \(table) refers to a row of \(parent) that is not there"
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      return [error.message ?? "\(error.resultCode)"]
    }
  }
}
