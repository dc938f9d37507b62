import Foundation
import GRDB
import Model

/// The append-only log of what admins did; the database itself refuses to change it.
package struct AuditStore {
  let db: Database

  package func append(_ entry: AuditEntry) throws {
    try db.run(
      "INSERT INTO audit (at, who, what, target, why) VALUES (?, ?, ?, ?, ?)",
      [entry.at.milliseconds, entry.who, entry.what, entry.target, entry.why]
    )
  }

  /// The newest entries, oldest of them first; no more than the largest page has.
  package func tail(_ count: Int) throws -> [AuditEntry] {
    try db.all(
      "SELECT at, who, what, target, why FROM audit ORDER BY id DESC LIMIT ?",
      [Page(limit: count).limit],
      AuditEntry.init(row:)
    ).reversed()
  }

  /// The whole log, the oldest entry first.
  package func all() throws -> [AuditEntry] {
    try db.all(
      "SELECT at, who, what, target, why FROM audit ORDER BY id",
      [],
      AuditEntry.init(row:)
    )
  }
}

extension AuditEntry {
  fileprivate init(row: Row) {
    self.init(at: row.date(0), who: row[1], what: row[2], target: row[3], why: row[4])
  }
}
