import GRDB
import Model

extension PublicationStore {
  /// How far a log is known.
  package struct Head: Sendable, Hashable {
    package var log: Digest
    /// All up to this number are known; 0: not even the first.
    package var contiguous: Int
    /// The digest at that number; of two, the lower one, so that all nodes name the same.
    package var digest: Digest?
    /// The highest number known.
    package var highest: Int
  }

  private static let mostHeads = 10_000

  /// How far each log of a territory is known, in order.
  package func heads(of territory: Digest) throws -> [Head] {
    try db.all(
      """
      SELECT log, contiguous, digest, highest FROM publicationHead WHERE territoryID = ?
      ORDER BY log LIMIT ?
      """,
      [territory, Self.mostHeads],
      Head.init(row:)
    )
  }

  package func head(of log: Digest, in territory: Digest) throws -> Head? {
    try db.first(
      """
      SELECT log, contiguous, digest, highest FROM publicationHead WHERE territoryID = ? AND log = ?
      """,
      [territory, log],
      Head.init(row:)
    )
  }

  /// The number and the predecessor of what this node publishes next in its own log.
  ///
  /// After the highest, not after the first gap: a node that was restored from a backup gets its
  /// own publications back from others, and may not give a number twice.
  package func nextOwn(
    _ territory: Digest,
    _ log: Digest
  ) throws -> (sequence: Int, previous: Digest?) {
    guard let head = try head(of: log, in: territory) else { return (1, nil) }
    return (head.highest + 1, try digests(log, in: territory, at: head.highest).first)
  }

  /// The numbers of a log that are missing below its highest, as ranges.
  package func missing(
    _ log: Digest,
    in territory: Digest,
    limit: Int = 100
  ) throws -> [ClosedRange<Int>] {
    guard let head = try head(of: log, in: territory) else { return [] }
    var last = head.contiguous
    var gaps: [ClosedRange<Int>] = []
    _ = try db.all(
      """
      SELECT sequence FROM publication WHERE territoryID = ?1 AND log = ?2 AND sequence > ?3
      UNION ALL
      SELECT sequence FROM settledPublication
      WHERE territoryID = ?1 AND log = ?2 AND sequence > ?3
      ORDER BY sequence LIMIT 10000
      """,
      [territory, log, head.contiguous],
      while: { (sequence: Int) in
        if sequence > last + 1 { gaps.append(last + 1...sequence - 1) }
        last = sequence
        return gaps.count < limit
      },
      { $0[0] }
    )
    return gaps
  }

  /// Moves a log's head over what is known from its end on, and over what is settled between that.
  ///
  /// It rests only on what is known: so all who know as much name the same digest.
  func moveHead(
    of log: Digest,
    in territory: Digest,
    over sequence: Int? = nil,
    _ digest: Digest? = nil
  ) throws {
    let old = try head(of: log, in: territory)
    var head = old ?? Head(log: log, contiguous: 0, digest: nil, highest: 0)
    head.highest = max(head.highest, sequence ?? 0)
    if let digest, sequence == head.contiguous { head.digest = min(head.digest ?? digest, digest) }
    var next = head.contiguous + 1
    while next <= head.highest {
      if let digest = try digests(log, in: territory, at: next).first {
        head.contiguous = next
        head.digest = digest
      } else if try !isMarked(next, of: log, in: territory) {
        break
      }
      next += 1
    }
    guard head != old else { return }
    try db.run(
      """
      INSERT OR REPLACE INTO publicationHead (territoryID, log, contiguous, digest, highest)
      VALUES (?, ?, ?, ?, ?)
      """,
      [territory, head.log, head.contiguous, head.digest, head.highest]
    )
    try removeMarks(upTo: head.contiguous, of: log, in: territory)
  }
}

extension PublicationStore.Head {
  fileprivate init(row: Row) {
    self.init(log: row[0], contiguous: row[1], digest: row[2], highest: row[3])
  }
}
