import Foundation
import GRDB
import Model

/// The append-only log of what admins did; the database itself refuses to change it, and a chain of
/// hashes shows when somebody did all the same.
package struct AuditStore {
  let db: Database

  package func append(_ entry: AuditEntry) throws {
    let last: (id: Int64, hash: [UInt8])? = try db.first(
      "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
    ) { ($0[0], $0.bytes(1)) }
    // After the highest number ever given, so that a line that was cut off leaves a gap.
    let number = max(try highestNumber(), last?.id ?? 0) + 1
    let at = entry.at.milliseconds
    let hash = AuditChain.hash(
      after: last?.hash ?? AuditChain.start,
      number: number,
      at: at,
      fields: [entry.who, entry.what, entry.target, entry.why]
    )
    try db.run(
      "INSERT INTO audit (id, at, who, what, target, why, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [number, at, entry.who, entry.what, entry.target, entry.why, Data(hash)]
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
    try lines().map(\.entry)
  }

  private func highestNumber() throws -> Int64 {
    try db.first("SELECT seq FROM sqlite_sequence WHERE name = 'audit'") { $0[0] } ?? 0
  }
}

// MARK: - The chain

extension AuditStore {
  /// One line with its place in the chain.
  package struct Line: Sendable {
    package var number: Int64
    package var entry: AuditEntry
    package var hash: Digest
  }

  /// The end of the log at some time: whoever keeps it elsewhere can tell whether the log was cut.
  package struct Head: Sendable, Hashable {
    package var number: Int
    package var hash: Digest

    package init(number: Int, hash: Digest) {
      self.number = number
      self.hash = hash
    }
  }

  /// What is wrong with the log.
  package enum Complaint: Sendable, Hashable, CustomStringConvertible {
    /// Lines between are not there.
    case missing(ClosedRange<Int64>)
    /// A line is not what it was, or the one before it is not.
    case changed(Int64)
    /// What was the end of the log once is not in it.
    case headMissing(Int)

    package var description: String {
      switch self {
      case .missing(let numbers):
        numbers.count == 1
          ? "line \(numbers.lowerBound) is missing"
          : "lines \(numbers.lowerBound) to \(numbers.upperBound) are missing"
      case .changed(let number): "line \(number), or the one before it, was changed"
      case .headMissing(let number): "line \(number) is not the one that was noted"
      }
    }
  }

  /// The last line; nothing for an empty log.
  package func head() throws -> Head? {
    try db.first("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1") { row in
      Digest(row.bytes(1)).map { Head(number: row[0], hash: $0) }
    } ?? nil
  }

  /// All lines, the oldest first.
  package func lines() throws -> [Line] {
    try db.all("SELECT at, who, what, target, why, id, hash FROM audit ORDER BY id") { row in
      guard let hash = Digest(row.bytes(6)) else {
        throw DatabaseFailure.unreadable(
          path: "audit",
          reason: "line \(row[5] as Int64) of the audit log has no hash"
        )
      }
      return Line(number: row[5], entry: AuditEntry(row: row), hash: hash)
    }
  }

  /// Looks at every line.
  ///
  /// - Parameter heads: Ends of the log that were noted elsewhere at some time.
  /// - Returns: What is wrong; nothing when no line was changed and none is missing.
  /// - Throws: An error of the database.
  package func complaints(knowing heads: [Head]) throws -> [Complaint] {
    var complaints: [Complaint] = []
    var (previous, last) = (AuditChain.start, Int64(0))
    var noted = Dictionary(grouping: heads, by: \.number).mapValues { Set($0.map(\.hash)) }
    try db.each("SELECT at, who, what, target, why, id, hash FROM audit ORDER BY id") { row in
      let (number, hash): (Int64, [UInt8]) = (row[5], row.bytes(6))
      if number > last + 1 { complaints.append(.missing(last + 1...number - 1)) }
      let expected = AuditChain.hash(
        after: previous,
        number: number,
        at: row[0],
        fields: [row[1], row[2], row[3], row[4]]
      )
      if expected != hash { complaints.append(.changed(number)) }
      if let hashes = noted.removeValue(forKey: Int(number)), hashes != [Digest(hash)] {
        complaints.append(.headMissing(Int(number)))
      }
      (previous, last) = (hash, number)
    }
    let highest = try highestNumber()
    if highest > last { complaints.append(.missing(last + 1...highest)) }
    return complaints + noted.keys.sorted().map { .headMissing($0) }
  }
}

extension AuditEntry {
  fileprivate init(row: Row) {
    self.init(at: row.date(0), who: row[1], what: row[2], target: row[3], why: row[4])
  }
}
