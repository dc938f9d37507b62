import Foundation
import GRDB
import Model

/// Reports to the node's admins.
package struct ReportStore {
  let db: Database

  package func insert(_ report: Report) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO report (uri, reporterID, objects, content, createdAt)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        report.uri, report.reporterID,
        String(decoding: try JSONEncoder().encode(report.objects), as: UTF8.self),
        report.content, report.createdAt.milliseconds,
      ]
    )
  }

  package func latest(limit: Int = 100) throws -> [Report] {
    try db.all(
      "SELECT uri, reporterID, objects, content, createdAt FROM report ORDER BY id DESC LIMIT ?",
      [Page(limit: limit).limit]
    ) { row in
      Report(
        uri: row[0],
        reporterID: row[1],
        objects: try JSONDecoder().decode([String].self, from: Data((row[2] as String).utf8)),
        content: row[3],
        createdAt: row.date(4)
      )
    }
  }
}
