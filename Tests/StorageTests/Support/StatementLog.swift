import GRDB

/// The statements that a connection really executes.
final class StatementLog {
  // A class, since SQLite writes into it while the test goes on.
  private(set) var statements: Set<String> = []

  /// What a piece of work executes.
  static func record(_ db: Database, _ work: () throws -> Void) rethrows -> Set<String> {
    let log = StatementLog()
    db.trace(options: .statement) { event in
      if case .statement(let statement) = event { log.statements.insert(statement.sql) }
    }
    defer { db.trace(options: []) }
    try work()
    return log.statements
  }
}

extension Database {
  /// The steps by which SQLite will execute a statement.
  func plan(of sql: String) throws -> [String] {
    let statement = try makeStatement(sql: Self.explanation(of: sql))
    statement.setUncheckedArguments([])
    return try Row.fetchAll(statement).map { $0["detail"] }
  }

  private static func explanation(of sql: String) -> String { "EXPLAIN QUERY PLAN " + sql }
}
