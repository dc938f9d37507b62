import Foundation
import GRDB
import Model

/// Reports to the node's admins, and what they make of them.
package struct ReportStore {
  let db: Database

  private static let columns = """
    report.id, report.uri, report.kind, report.reporterID, report.objects, report.content, \
    report.createdAt, report.targetID, report.assigneeID, report.resolution, report.resolvedAt, \
    report.forwardedAt, report.category, report.isForwardingWished
    """

  /// Keeps a report, once.
  ///
  /// - Returns: Its number; nothing when it is known already.
  @discardableResult
  package func insert(_ report: Report) throws -> Int64? {
    try db.run(
      """
      INSERT OR IGNORE INTO report (uri, kind, reporterID, objects, content, createdAt, targetID)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        report.uri, report.kind, report.reporterID,
        String(decoding: try JSONEncoder().encode(report.objects), as: UTF8.self),
        report.content, report.createdAt.milliseconds, try target(of: report.objects),
      ]
    )
    return db.changesCount > 0 ? db.lastInsertedRowID : nil
  }

  /// Whom a report is about: the first actor that it names, or the author of the first post.
  private func target(of objects: [String]) throws -> ActorID? {
    for uri in objects {
      if let actor: ActorID = try db.first("SELECT id FROM actor WHERE uri = ?", [uri], { $0[0] }) {
        return actor
      }
    }
    for uri in objects {
      let author: ActorID? = try db.first("SELECT authorID FROM post WHERE uri = ?", [uri]) {
        $0[0]
      }
      if let author { return author }
    }
    return nil
  }

  // MARK: Finding

  package func latest(limit: Int = 100) throws -> [Report] {
    try list(isOpen: nil, Page(limit: limit)).map(\.report)
  }

  package func find(_ id: Int64) throws -> ReportCase? {
    try db.first("SELECT \(Self.columns) FROM report WHERE id = ?", [id], ReportCase.init(row:))
  }

  /// The number of the report with an id.
  package func number(uri: String) throws -> Int64? {
    try db.first("SELECT id FROM report WHERE uri = ?", [uri]) { $0[0] }
  }

  /// The cases, newest first: those that are open, those that are not, or all.
  package func list(isOpen: Bool?, _ page: Page) throws -> [ReportCase] {
    let condition: StaticString =
      switch isOpen {
      case nil: "1"
      case true?: "resolvedAt IS NULL"
      case false?: "resolvedAt IS NOT NULL"
      }
    return try db.all(
      """
      SELECT \(Self.columns) FROM report WHERE \(fixed: condition) AND id < ?
      ORDER BY id DESC LIMIT ?
      """,
      [page.before, page.limit],
      ReportCase.init(row:)
    )
  }

  package func countOpen() throws -> Int {
    try db.count("SELECT count(*) FROM report WHERE resolvedAt IS NULL")
  }

  /// How many of an actor's reports nobody has seen to yet.
  package func countOpen(by reporter: ActorID) throws -> Int {
    try db.count(
      "SELECT count(*) FROM report WHERE reporterID = ? AND resolvedAt IS NULL",
      [reporter]
    )
  }

  /// How many reports of a node's actors nobody has seen to yet, counted up to a number.
  package func countOpen(from host: String, upTo limit: Int) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM (SELECT 1 FROM report JOIN actor ON actor.id = reporterID
        WHERE resolvedAt IS NULL AND host = ? LIMIT ?)
      """,
      [host, limit]
    )
  }

  package func notes(on id: Int64) throws -> [ReportCase.Note] {
    try db.all(
      "SELECT author, text, createdAt FROM reportNote WHERE reportID = ? ORDER BY id",
      [id]
    ) { ReportCase.Note(author: $0[0], text: $0[1], createdAt: $0.date(2)) }
  }

  // MARK: Evidence

  /// Keeps what reported posts say.
  package func keep(_ evidence: [ReportCase.Evidence], of id: Int64) throws {
    for (position, entry) in evidence.enumerated() {
      try db.run(
        "INSERT INTO reportEvidence (reportID, position, uri, author, text) VALUES (?, ?, ?, ?, ?)",
        [id, position, entry.uri, entry.author, entry.text]
      )
    }
  }

  package func evidence(of id: Int64) throws -> [ReportCase.Evidence] {
    try db.all(
      "SELECT uri, author, text FROM reportEvidence WHERE reportID = ? ORDER BY position",
      [id]
    ) { ReportCase.Evidence(uri: $0[0], author: $0[1], text: $0[2]) }
  }

  /// Forgets the evidence of cases that ended before a time.
  ///
  /// - Returns: How many entries went.
  package func purgeEvidence(resolvedBefore time: Date, limit: Int = 100) throws -> Int {
    try db.run(
      """
      DELETE FROM reportEvidence WHERE reportID IN (
        SELECT id FROM report WHERE resolvedAt < ? AND EXISTS (
          SELECT 1 FROM reportEvidence WHERE reportID = report.id) LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }

  // MARK: Changing

  /// Ends a case, or opens it again.
  package func setResolution(_ resolution: ReportCase.Resolution?, of id: Int64) throws {
    try db.run(
      "UPDATE report SET resolution = ?, resolvedAt = ? WHERE id = ?",
      [resolution?.text, resolution?.at.milliseconds, id]
    )
  }

  package func assign(_ id: Int64, to member: ActorID?) throws {
    try db.run("UPDATE report SET assigneeID = ? WHERE id = ?", [member, id])
  }

  /// Notes what apps say of a report beside its text.
  package func classify(
    _ id: Int64,
    _ category: Report.Category,
    isForwardingWished: Bool
  ) throws {
    try db.run(
      "UPDATE report SET category = ?, isForwardingWished = ? WHERE id = ?",
      [category, isForwardingWished, id]
    )
  }

  package func markForwarded(_ id: Int64, at time: Date) throws {
    try db.run("UPDATE report SET forwardedAt = ? WHERE id = ?", [time.milliseconds, id])
  }

  package func add(_ note: ReportCase.Note, to id: Int64) throws {
    try db.run(
      "INSERT INTO reportNote (reportID, author, text, createdAt) VALUES (?, ?, ?, ?)",
      [id, note.author, note.text, note.createdAt.milliseconds]
    )
  }
}

extension ReportCase {
  fileprivate init(row: Row) throws {
    let objects = try JSONDecoder().decode([String].self, from: Data((row[4] as String).utf8))
    let end = row.dateIfAny(10)
    var report = Report(
      uri: row[1],
      kind: row[2],
      reporterID: row[3],
      objects: objects,
      content: row[5],
      createdAt: row.date(6)
    )
    report.category = row[12]
    report.isForwardingWished = row[13]
    self.init(
      id: row[0],
      report: report,
      targetID: row[7],
      assigneeID: row[8],
      resolution: end.map { Resolution(text: row[9] ?? "", at: $0) },
      forwardedAt: row.dateIfAny(11)
    )
  }
}
