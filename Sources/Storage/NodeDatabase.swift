import Foundation
import GRDB
import Metrics
import Model
import Synchronization

/// The node's SQLite database: a pool of readers and one group-committing writer.
package final class NodeDatabase: Sendable {
  /// How the database is opened.
  package struct Options: Sendable {
    /// `synchronous=FULL`: what is acknowledged survives a power failure.
    package var isFullySynchronous: Bool
    package var readers: Int
    /// Page cache of each connection, in KiB.
    package var cacheKibibytes: Int
    /// For tests of a full disk: the most pages the file may have.
    package var maximumPages: Int?
    /// The version of the program that opens the database: kept in it, for one that is too old.
    package var program: String?

    package init(
      isFullySynchronous: Bool = true,
      readers: Int = 4,
      cacheKibibytes: Int = 4096,
      maximumPages: Int? = nil,
      program: String? = nil
    ) {
      self.isFullySynchronous = isFullySynchronous
      self.readers = readers
      self.cacheKibibytes = cacheKibibytes
      self.maximumPages = maximumPages
      self.program = program
    }
  }

  let pool: DatabasePool
  private let writer: GroupCommitWriter
  let watch = ChangeWatch()
  package let path: String
  private let trouble = Mutex<String?>(nil)

  /// Opens the database, creating and migrating it as needed.
  ///
  /// - Throws: `DatabaseFailure` when it is damaged or newer than this program.
  package init(path: String, options: Options = Options()) throws {
    self.path = path
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration(options))
      let isSuperseded = try pool.read { try Schema.migrator.hasBeenSuperseded($0) }
      guard !isSuperseded else {
        let program = try pool.read { try StoredProgram.version(in: $0) }
        throw DatabaseFailure.newer(path: path, program: program)
      }
      try Schema.migrator.migrate(pool)
      if let program = options.program {
        try pool.write { try StoredProgram.set(program, in: $0) }
      }
      try Self.setUpWriter(of: pool, options)
    } catch let error as DatabaseError {
      throw DatabaseFailure.unreadable(path: path, reason: error.message ?? "\(error.resultCode)")
    }
    pool.add(transactionObserver: watch, extent: .databaseLifetime)
    try pool.writeWithoutTransaction { [watch] in try watch.watch($0) }
    writer = GroupCommitWriter(pool: pool, watch: watch)
  }

  /// How many wait to write: what can wait lets them go first.
  package var waitingWrites: Int { writer.waitingCount }

  /// Writes in a transaction that is shared with other writers and committed before this returns.
  ///
  /// What waits for the audit log goes with it (``PendingAudit``).
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws -> Value {
    let pending = PendingAudit.current
    let entry = pending?.take()
    do {
      let (value, hasChanged) = try await writer.write { tx in
        let before = tx.db.totalChangesCount
        if let entry { try tx.audit.append(entry) }
        let value = try body(tx)
        return (value, tx.db.totalChangesCount != before)
      }
      // A transaction that changed nothing has not shown that the disk can be written.
      if hasChanged { note(nil) }
      return value
    } catch {
      if let entry { pending?.putBack(entry) }
      let refusal = Refusal.of(error)
      if let reason = refusal?.description ?? DatabaseFailure.damage(error) { note(reason) }
      throw refusal ?? error
    }
  }

  /// Why nothing could be written the last time that somebody tried; nothing when it could.
  package var writeTrouble: String? { trouble.withLock { $0 } }

  private func note(_ reason: String?) {
    trouble.withLock { $0 = reason }
    if reason != nil { Counter(label: "maillage_database_write_failures_total").increment() }
  }

  /// Reads one consistent state; put all queries of an answer into one call.
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws -> Value {
    try await pool.read { try body(Transaction(db: $0)) }
  }

  /// Refuses further writes, after those already asked for; and folds the log into the file.
  package func close() async throws {
    await writer.stop()
    try? await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try pool.close()
  }

  /// A whole-file check by SQLite: the complaints, none when all is well.
  package func integrityComplaints() async throws -> [String] {
    do {
      return try await pool.read { db in
        try String.fetchAll(db, sql: "PRAGMA quick_check").filter { $0 != "ok" }
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      // Too damaged even for the check.
      return [error.message ?? "\(error.resultCode)"]
    }
  }

  /// How durable a commit is: 2 is `FULL`.
  package func synchronousLevel() async throws -> Int {
    try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
  }

  /// The statements that make the present schema, in a stable order.
  package func schemaSQL() async throws -> String {
    try await pool.read { db in
      let statements = try String.fetchAll(
        db,
        sql: """
          SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
          ORDER BY tbl_name, type <> 'table', type, name
          """
      )
      return statements.map { "\($0);\n" }.joined(separator: "\n")
    }
  }

  private static func configuration(_ options: Options) -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.foreignKeysEnabled = true
    configuration.maximumReaderCount = options.readers
    configuration.busyMode = .timeout(5)
    configuration.label = "node"
    // All wait for it alike; a higher class asks for a niceness that only root may take.
    configuration.qos = .default
    let cache = options.cacheKibibytes
    configuration.prepareDatabase { db in
      try db.execute(literal: "PRAGMA trusted_schema = 0")
      // Of effect for a new database alone: free pages can be given back a few at a time.
      if !db.configuration.readonly {
        try db.execute(literal: "PRAGMA auto_vacuum = INCREMENTAL")
      }
      // A negative cache size is in KiB. The value is a checked integer of the configuration.
      try db.execute(sql: "PRAGMA cache_size = " + String(-cache))
    }
    return configuration
  }

  private static func setUpWriter(of pool: DatabasePool, _ options: Options) throws {
    try pool.writeWithoutTransaction { db in
      // GRDB sets NORMAL when it opens a pool, so this has to come afterwards.
      try db.execute(
        literal: options.isFullySynchronous
          ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"
      )
      // 32 MB: pages that are written again and again are copied into the file once.
      try db.execute(literal: "PRAGMA wal_autocheckpoint = 8000")
      // Its cache alone stays warm: a reader's is void after each commit of others.
      try db.execute(literal: "PRAGMA cache_size = -24576")
      if let pages = options.maximumPages {
        try db.execute(sql: "PRAGMA max_page_count = " + String(pages))
      }
    }
  }
}
