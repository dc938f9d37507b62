import Foundation
import GRDB
import Model

/// What this node and its peers say of their months.
package struct IndicatorStore {
  let db: Database

  /// What is known of a report without its figures.
  package struct Head: Sendable, Hashable {
    package let month: Month
    package let digest: Digest
  }

  // MARK: Writing

  /// Keeps what an organisation says of a month.
  ///
  /// - Returns: Whether it is new: the first word about a month counts, whatever is said later.
  @discardableResult
  package func insert(
    _ report: IndicatorReport,
    isOwn: Bool,
    digest: Digest,
    document: String,
    at time: Date
  ) throws -> Bool {
    let host = isOwn ? "" : report.host
    guard
      try !db.has(
        "SELECT 1 FROM indicatorReport WHERE host = ? AND month = ?",
        [host, report.month.number]
      )
    else { return false }
    try db.run(
      """
      INSERT INTO indicatorReport (host, month, digest, document, receivedAt)
      VALUES (?, ?, ?, ?, ?)
      """,
      [host, report.month.number, digest, document, time.milliseconds]
    )
    let id = db.lastInsertedRowID
    for indicator in report.indicators {
      try db.run(
        """
        INSERT INTO indicator (reportID, name, peer, value, people, reason)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          id, indicator.name, indicator.peer, indicator.value, indicator.people, indicator.reason,
        ]
      )
    }
    return true
  }

  /// Forgets what an organisation said.
  package func remove(host: String) throws {
    try db.run("DELETE FROM indicatorReport WHERE host = ?", [host])
  }

  // MARK: Reading

  /// The hosts of which something is held; this node's own is not among them.
  package func hosts() throws -> [String] {
    try db.all("SELECT DISTINCT host FROM indicatorReport WHERE host <> '' ORDER BY host") { $0[0] }
  }

  /// What is held of a host since a month, the earliest first; an empty host is this node.
  package func heads(of host: String, since month: Month) throws -> [Head] {
    try db.all(
      "SELECT month, digest FROM indicatorReport WHERE host = ? AND month >= ? ORDER BY month",
      [host, month.number]
    ) { Head(month: Month(number: $0[0]), digest: $0[1]) }
  }

  /// The months of which this node has said something, the latest first.
  package func months(of host: String = "", limit: Int) throws -> [Month] {
    try db.all(
      "SELECT month FROM indicatorReport WHERE host = ? ORDER BY month DESC LIMIT ?",
      [host, limit]
    ) { Month(number: $0[0]) }
  }

  /// The signed document about a month.
  package func document(of host: String, _ month: Month) throws -> String? {
    try db.first(
      "SELECT document FROM indicatorReport WHERE host = ? AND month = ?",
      [host, month.number]
    ) { $0[0] }
  }

  /// What every organisation says of a month, this node's own with an empty host.
  package func reports(in month: Month) throws -> [IndicatorReport] {
    var reports: [IndicatorReport] = []
    try db.each(
      """
      SELECT host, name, peer, value, people, reason
      FROM indicatorReport JOIN indicator ON reportID = id
      WHERE month = ? ORDER BY host, name, peer
      """,
      [month.number]
    ) { row in
      guard let name = IndicatorName(rawValue: row[1]) else { return }
      let host: String = row[0]
      if reports.last?.host != host {
        reports.append(IndicatorReport(host: host, month: month, indicators: []))
      }
      reports[reports.count - 1].indicators.append(
        Indicator(name, peer: row[2], value: row[3], people: row[4], reason: row[5])
      )
    }
    return reports
  }

  /// One figure of an organisation over the months, the earliest first.
  package func series(
    _ name: IndicatorName,
    peer: String = "",
    of host: String = "",
    since month: Month
  ) throws -> [(month: Month, indicator: Indicator)] {
    try db.all(
      """
      SELECT month, value, people, reason
      FROM indicatorReport JOIN indicator ON reportID = id
      WHERE host = ? AND month >= ? AND name = ? AND peer = ? ORDER BY month
      """,
      [host, month.number, name, peer]
    ) {
      (
        Month(number: $0[0]),
        Indicator(name, peer: peer, value: $0[1], people: $0[2], reason: $0[3])
      )
    }
  }

  /// The last number that this node showed of something.
  package func lastShown(_ name: IndicatorName, before month: Month) throws -> Int? {
    try db.first(
      """
      SELECT value FROM indicatorReport JOIN indicator ON reportID = id
      WHERE host = '' AND month < ? AND name = ? AND peer = '' AND value IS NOT NULL
      ORDER BY month DESC LIMIT 1
      """,
      [month.number, name]
    ) { $0[0] }
  }
}
