import Foundation
import GRDB
import Model

/// The statements of territories, as they were signed.
package struct StatementStore {
  let db: Database

  /// A statement with where it stands.
  package struct Entry: Sendable, Hashable {
    package var digest: Digest
    package var territory: Digest
    package var log: Digest
    package var sequence: Int
    package var body: [UInt8]
    package var receivedAt: Date

    package init(
      digest: Digest,
      territory: Digest,
      log: Digest,
      sequence: Int,
      body: [UInt8],
      receivedAt: Date
    ) {
      self.digest = digest
      self.territory = territory
      self.log = log
      self.sequence = sequence
      self.body = body
      self.receivedAt = receivedAt
    }
  }

  /// A statement's text with the number by which one reads on.
  package struct Numbered: Sendable, Hashable {
    package var number: Int64
    package var body: [UInt8]
    package var receivedAt: Date
  }

  /// As many as a territory may have here.
  package static let most = 100_000

  private static let columns = "digest, territoryID, log, sequence, body, receivedAt"

  /// - Returns: False when the statement is known already.
  package func insert(_ entry: Entry) throws -> Bool {
    try db.run(
      """
      INSERT INTO statement (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (digest) DO NOTHING
      """,
      [
        entry.digest, entry.territory, entry.log, entry.sequence, Data(entry.body),
        entry.receivedAt.milliseconds,
      ]
    )
    return db.changesCount > 0
  }

  /// The texts in the order in which they came, after a number.
  package func all(
    of territory: Digest,
    after number: Int64 = 0,
    limit: Int = Self.most
  ) throws -> [Numbered] {
    try db.all(
      """
      SELECT id, body, receivedAt FROM statement
      WHERE territoryID = ? AND id > ? ORDER BY id LIMIT ?
      """,
      [territory, number, limit]
    ) { Numbered(number: $0[0], body: $0.bytes(1), receivedAt: $0.date(2)) }
  }

  /// The digests in order: what two nodes compare.
  package func digests(of territory: Digest) throws -> [Digest] {
    try db.all(
      "SELECT digest FROM statement WHERE territoryID = ? ORDER BY digest LIMIT ?",
      [territory, Self.most]
    ) { $0[0] }
  }

  package func body(_ digest: Digest) throws -> [UInt8]? {
    try db.first("SELECT body FROM statement WHERE digest = ?", [digest]) { $0.bytes(0) }
  }

  /// The texts of those that are known, until they are more than so many bytes.
  package func bodies(_ digests: [Digest], limit bytes: Int) throws -> [[UInt8]] {
    var left = bytes
    var bodies: [[UInt8]] = []
    for digest in digests {
      guard let body = try body(digest) else { continue }
      left -= body.count
      guard left >= 0 else { break }
      bodies.append(body)
    }
    return bodies
  }

  package func count(of territory: Digest) throws -> Int {
    try db.count("SELECT count(*) FROM statement WHERE territoryID = ?", [territory])
  }

  /// How many of one log came since a time: nobody may flood the others.
  package func count(_ log: Digest, in territory: Digest, since time: Date) throws -> Int {
    try db.count(
      "SELECT count(*) FROM statement WHERE territoryID = ? AND log = ? AND receivedAt >= ?",
      [territory, log, time.milliseconds]
    )
  }

  /// The entries of one log from a number on; a forked log has several with the same one.
  package func entries(
    _ log: Digest,
    in territory: Digest,
    from sequence: Int = 0,
    limit: Int = 1000
  ) throws -> [Entry] {
    try db.all(
      """
      SELECT \(Self.columns) FROM statement
      WHERE territoryID = ? AND log = ? AND sequence >= ? ORDER BY sequence, receivedAt, id LIMIT ?
      """,
      [territory, log, sequence, limit],
      Entry.init(row:)
    )
  }

  /// When this node first had a statement.
  package func firstSeen(_ digest: Digest) throws -> Date? {
    try db.first("SELECT receivedAt FROM statement WHERE digest = ?", [digest]) { $0.date(0) }
  }
}

extension StatementStore.Entry {
  fileprivate init(row: Row) {
    self.init(
      digest: row[0],
      territory: row[1],
      log: row[2],
      sequence: row[3],
      body: row.bytes(4),
      receivedAt: row.date(5)
    )
  }
}
