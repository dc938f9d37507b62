import Foundation
import GRDB
import Model

/// The lists of rules that this node subscribes to, and what they ask for.
package struct PolicyListStore {
  let db: Database

  private static let columns = """
    url, kind, mode, author, reason, createdAt, checkedAt, outcome
    """

  // MARK: Lists

  package func save(_ list: PolicyList) throws {
    try db.run(
      """
      INSERT INTO policyList (url, kind, mode, author, reason, createdAt, checkedAt, outcome)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, mode = excluded.mode,
        author = excluded.author, reason = excluded.reason, checkedAt = excluded.checkedAt,
        outcome = excluded.outcome
      """,
      [
        list.url, list.kind, list.mode, list.author, list.reason, list.createdAt.milliseconds,
        list.checkedAt?.milliseconds, list.outcome,
      ]
    )
  }

  package func find(_ url: String) throws -> PolicyList? {
    try db.first(
      "SELECT \(Self.columns) FROM policyList WHERE url = ?",
      [url],
      PolicyList.init(row:)
    )
  }

  package func all() throws -> [PolicyList] {
    try db.all(
      "SELECT \(Self.columns) FROM policyList ORDER BY url",
      [],
      PolicyList.init(row:)
    )
  }

  /// Ends a subscription; the rules that came from it become those of this node.
  package func remove(_ url: String) throws {
    try db.run("DELETE FROM policyList WHERE url = ?", [url])
    try db.run("UPDATE policyRule SET list = NULL WHERE list = ?", [url])
  }

  // MARK: Drafts

  private static let draft = """
    list, change, pattern, action, dropsMedia, dropsReports, reason, concern, createdAt
    """

  /// Puts what a list asks for now in the place of what it asked for before; what somebody has
  /// dismissed is not asked again.
  package func replaceDrafts(of url: String, by drafts: [PolicyDraft]) throws {
    try db.run("DELETE FROM policyDraft WHERE list = ? AND isDismissed = 0", [url])
    for draft in drafts {
      let rule = draft.rule
      // The same again stays dismissed; another change of the same rule is a new question.
      try db.run(
        """
        INSERT INTO policyDraft (list, pattern, change, action, dropsMedia, dropsReports, reason,
          concern, createdAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (list, pattern) DO UPDATE SET change = excluded.change,
          action = excluded.action, dropsMedia = excluded.dropsMedia,
          dropsReports = excluded.dropsReports, reason = excluded.reason,
          concern = excluded.concern, createdAt = excluded.createdAt, isDismissed = 0
          WHERE (change, action, dropsMedia, dropsReports) <>
            (excluded.change, excluded.action, excluded.dropsMedia, excluded.dropsReports)
        """,
        [
          url, rule.pattern, draft.change, rule.action, rule.dropsMedia, rule.dropsReports,
          rule.reason, draft.concern, rule.createdAt.milliseconds,
        ]
      )
    }
  }

  /// What waits for an admin.
  package func drafts() throws -> [PolicyDraft] {
    try db.all(
      """
      SELECT \(Self.draft) FROM policyDraft WHERE isDismissed = 0 ORDER BY list, pattern
      """
    ) { row in
      PolicyDraft(
        list: row[0],
        change: row[1],
        rule: PolicyRule(
          pattern: row[2],
          action: row[3],
          dropsMedia: row[4],
          dropsReports: row[5],
          author: "list",
          reason: row[6],
          list: row[0],
          createdAt: row.date(8)
        ),
        concern: row[7]
      )
    }
  }

  package func removeDraft(_ draft: PolicyDraft) throws {
    try db.run(
      "DELETE FROM policyDraft WHERE list = ? AND pattern = ?",
      [draft.list, draft.rule.pattern]
    )
  }

  package func dismiss(_ draft: PolicyDraft) throws {
    try db.run(
      "UPDATE policyDraft SET isDismissed = 1 WHERE list = ? AND pattern = ?",
      [draft.list, draft.rule.pattern]
    )
  }
}

extension PolicyList {
  fileprivate init(row: Row) {
    self.init(
      url: row[0],
      kind: row[1],
      mode: row[2],
      author: row[3],
      reason: row[4],
      createdAt: row.date(5),
      checkedAt: row.dateIfAny(6),
      outcome: row[7]
    )
  }
}
