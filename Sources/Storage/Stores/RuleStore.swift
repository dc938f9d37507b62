import Foundation
import GRDB
import Model

/// The rules of the node, and which of them reports name.
package struct RuleStore {
  let db: Database

  /// Those that are in force, the oldest first.
  package func all() throws -> [NodeRule] {
    try db.all(
      "SELECT id, text, hint, removedAt FROM nodeRule WHERE removedAt IS NULL ORDER BY id",
      [],
      rule
    )
  }

  /// A rule by its number, also one that is in force no longer.
  package func find(_ id: Int64) throws -> NodeRule? {
    try db.first("SELECT id, text, hint, removedAt FROM nodeRule WHERE id = ?", [id], rule)
  }

  private func rule(_ row: Row) throws -> NodeRule {
    let id: Int64 = row[0]
    let translations = try db.all(
      "SELECT language, text, hint FROM nodeRuleText WHERE ruleID = ?",
      [id]
    ) { ($0[0] as String, NodeRule.Wording(text: $0[1], hint: $0[2])) }
    return NodeRule(
      id: id,
      wording: NodeRule.Wording(text: row[1], hint: row[2]),
      translations: Dictionary(translations, uniquingKeysWith: { first, _ in first }),
      removedAt: row.dateIfAny(3)
    )
  }

  // MARK: Changing

  package func add(_ wording: NodeRule.Wording, at time: Date) throws -> Int64 {
    try db.run(
      "INSERT INTO nodeRule (text, hint, createdAt) VALUES (?, ?, ?)",
      [wording.text, wording.hint, time.milliseconds]
    )
    return db.lastInsertedRowID
  }

  /// Says a rule anew: as it is, or in another language.
  package func set(_ wording: NodeRule.Wording, of id: Int64, in language: String?) throws {
    guard let language else {
      return try db.run(
        "UPDATE nodeRule SET text = ?, hint = ? WHERE id = ?",
        [wording.text, wording.hint, id]
      )
    }
    try db.run(
      "INSERT OR REPLACE INTO nodeRuleText (ruleID, language, text, hint) VALUES (?, ?, ?, ?)",
      [id, language, wording.text, wording.hint]
    )
  }

  /// Takes a rule out of force; what reports say of it stays.
  package func remove(_ id: Int64, at time: Date) throws {
    try db.run("UPDATE nodeRule SET removedAt = ? WHERE id = ?", [time.milliseconds, id])
  }

  // MARK: Reports

  /// Notes which rules a report says were broken.
  package func note(_ rules: [Int64], in report: Int64) throws {
    for rule in rules {
      try db.run(
        "INSERT OR IGNORE INTO reportRule (reportID, ruleID) VALUES (?, ?)",
        [report, rule]
      )
    }
  }

  /// The rules that a report names.
  package func broken(in report: Int64) throws -> [NodeRule] {
    try db.all(
      """
      SELECT id, text, hint, removedAt FROM reportRule JOIN nodeRule ON nodeRule.id = ruleID
      WHERE reportID = ? ORDER BY id
      """,
      [report],
      rule
    )
  }
}
