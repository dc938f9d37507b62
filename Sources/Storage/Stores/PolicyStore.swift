import Foundation
import GRDB
import Model

/// The admin's rules about other nodes.
package struct PolicyStore {
  let db: Database

  package func save(_ rule: PolicyRule) throws {
    try db.run(
      """
      INSERT INTO policyRule (pattern, action, author, reason, createdAt, reviewAt)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (pattern) DO UPDATE SET action = excluded.action, author = excluded.author,
        reason = excluded.reason, createdAt = excluded.createdAt, reviewAt = excluded.reviewAt
      """,
      [
        rule.pattern, rule.action, rule.author, rule.reason, rule.createdAt.milliseconds,
        rule.reviewAt?.milliseconds,
      ]
    )
  }

  @discardableResult
  package func remove(pattern: String) throws -> Bool {
    try db.run("DELETE FROM policyRule WHERE pattern = ?", [pattern])
    return db.changesCount > 0
  }

  package func all() throws -> [PolicyRule] {
    try db.all(
      "SELECT pattern, action, author, reason, createdAt, reviewAt FROM policyRule ORDER BY pattern"
    ) { row in
      PolicyRule(
        pattern: row[0],
        action: row[1],
        author: row[2],
        reason: row[3],
        createdAt: row.date(4),
        reviewAt: row.dateIfAny(5)
      )
    }
  }
}
