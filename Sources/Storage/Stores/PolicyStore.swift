import Foundation
import GRDB
import Model

/// The admin's rules about other nodes.
package struct PolicyStore {
  let db: Database

  private static let columns = """
    pattern, action, dropsMedia, dropsReports, author, reason, list, createdAt, reviewAt
    """

  package func save(_ rule: PolicyRule) throws { try change(saving: [rule]) }

  @discardableResult
  package func remove(pattern: String) throws -> Bool {
    try change(saving: [], removing: [pattern]) > 0
  }

  /// Removes and saves rules, and settles what that means for the hosts that are known.
  ///
  /// - Returns: How many were removed.
  @discardableResult
  package func change(saving rules: [PolicyRule], removing patterns: [String] = []) throws -> Int {
    var removed = 0
    for pattern in patterns {
      try db.run("DELETE FROM policyRule WHERE pattern = ?", [pattern])
      removed += db.changesCount
    }
    for rule in rules { try insert(rule) }
    try HostStandingStore(db: db).settle(by: PolicyRules(try all()))
    return removed
  }

  package func all() throws -> [PolicyRule] {
    try db.all(
      "SELECT \(Self.columns) FROM policyRule ORDER BY pattern",
      [],
      PolicyRule.init(row:)
    )
  }

  /// The rule with a pattern.
  package func find(pattern: String) throws -> PolicyRule? {
    try db.first(
      "SELECT \(Self.columns) FROM policyRule WHERE pattern = ?",
      [pattern],
      PolicyRule.init(row:)
    )
  }

  /// The rules that speak of a host.
  package func rules(about host: String) throws -> PolicyRules {
    PolicyRules(try PolicyRules.patterns(about: host).compactMap { try find(pattern: $0) })
  }

  private func insert(_ rule: PolicyRule) throws {
    try db.run(
      """
      INSERT INTO policyRule (pattern, action, dropsMedia, dropsReports, author, reason, list,
        createdAt, reviewAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (pattern) DO UPDATE SET action = excluded.action,
        dropsMedia = excluded.dropsMedia, dropsReports = excluded.dropsReports,
        author = excluded.author, reason = excluded.reason, list = excluded.list,
        createdAt = excluded.createdAt, reviewAt = excluded.reviewAt
      """,
      [
        rule.pattern, rule.action, rule.dropsMedia, rule.dropsReports, rule.author, rule.reason,
        rule.list, rule.createdAt.milliseconds, rule.reviewAt?.milliseconds,
      ]
    )
  }
}

extension PolicyRule {
  fileprivate init(row: Row) {
    self.init(
      pattern: row[0],
      action: row[1],
      dropsMedia: row[2],
      dropsReports: row[3],
      author: row[4],
      reason: row[5],
      list: row[6],
      createdAt: row.date(7),
      reviewAt: row.dateIfAny(8)
    )
  }
}
