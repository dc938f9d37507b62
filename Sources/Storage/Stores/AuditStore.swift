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
    var check = ChainCheck()
    var noted = Dictionary(grouping: heads, by: \.number).mapValues { Set($0.map(\.hash)) }
    try db.each("SELECT at, who, what, target, why, id, hash FROM audit ORDER BY id") { row in
      check.take(row)
      if let hashes = noted.removeValue(forKey: Int(check.last)),
        hashes != [Digest(check.previous)]
      {
        check.complaints.append(.headMissing(Int(check.last)))
      }
    }
    check.end(at: try highestNumber())
    return check.complaints + noted.keys.sorted().map { .headMissing($0) }
  }

  /// Looks at the lines after an end that was noted, and at no more than the last so many.
  ///
  /// What was changed before that is found by ``complaints(knowing:)`` alone.
  ///
  /// - Parameters:
  ///   - head: The end that was noted last; nothing where none was.
  ///   - limit: How many lines are looked at, at most.
  /// - Returns: What is wrong, and the number of the first line that was looked at.
  /// - Throws: An error of the database.
  package func latestComplaints(
    after head: Head?,
    atMost limit: Int
  ) throws -> (complaints: [Complaint], since: Int64) {
    let highest = try highestNumber()
    let noted = Int64(head?.number ?? 0)
    let start = max(noted, highest - Int64(limit))
    guard start > 0 else { return (try complaints(knowing: []), 1) }
    let before = try db.first("SELECT hash FROM audit WHERE id = ?", [start]) { $0.bytes(0) }
    guard let before, start > noted || Digest(before) == head?.hash else {
      return ([start > noted ? Complaint.missing(start...start) : .headMissing(Int(noted))], start)
    }
    var check = ChainCheck()
    (check.previous, check.last) = (before, start)
    try db.each(
      """
      SELECT at, who, what, target, why, id, hash FROM audit WHERE id > ? ORDER BY id LIMIT ?
      """,
      [start, limit + 1]
    ) { check.take($0) }
    check.end(at: highest)
    return (check.complaints, start + 1)
  }
}

/// Goes along the chain and notes where it does not hold.
private struct ChainCheck {
  var previous = AuditChain.start
  var last: Int64 = 0
  var complaints: [AuditStore.Complaint] = []

  /// The next row of at, who, what, target, why, id, hash.
  mutating func take(_ row: Row) {
    let (number, hash): (Int64, [UInt8]) = (row[5], row.bytes(6))
    if number > last + 1 { complaints.append(.missing(last + 1...number - 1)) }
    let expected = AuditChain.hash(
      after: previous,
      number: number,
      at: row[0],
      fields: [row[1], row[2], row[3], row[4]]
    )
    if expected != hash { complaints.append(.changed(number)) }
    (previous, last) = (hash, number)
  }

  mutating func end(at highest: Int64) {
    if highest > last { complaints.append(.missing(last + 1...highest)) }
  }
}

extension AuditEntry {
  fileprivate init(row: Row) {
    self.init(at: row.date(0), who: row[1], what: row[2], target: row[3], why: row[4])
  }
}
