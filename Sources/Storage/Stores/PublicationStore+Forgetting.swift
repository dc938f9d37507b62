import Model

// Words that were taken back go; the places of the publications in their log stay.
extension PublicationStore {
  /// The numbers under which a node published about a post, or the activity, of an address; the
  /// earliest.
  package func numbers(
    of uri: String,
    by log: Digest,
    in territory: Digest,
    limit: Int
  ) throws -> [Int] {
    try db.all(
      """
      SELECT sequence FROM publication
      WHERE (postURI = ?1 OR activityURI = ?1) AND log = ?2 AND territoryID = ?3
      ORDER BY sequence LIMIT ?4
      """,
      [uri, log, territory, limit]
    ) { $0[0] }
  }

  /// The numbers of all that an actor of this node published and that still has words.
  package func numbers(
    by actor: ActorID,
    _ log: Digest,
    in territory: Digest
  ) throws -> [Int] {
    try db.all(
      """
      SELECT sequence FROM publication
      WHERE activityURI IN (SELECT uri FROM outboxActivity WHERE actorID = ?)
        AND log = ? AND territoryID = ? AND body IS NOT NULL
      ORDER BY sequence
      """,
      [actor, log, territory]
    ) { $0[0] }
  }

  /// How many numbers of a log that are not known yet may be settled: the rest is asked for.
  private static let mostSettled = 10_000

  /// Forgets what a log's owner took back, whether it is known here or not: nobody asks for it.
  package func settle(_ numbers: [Int], of log: Digest, in territory: Digest) throws {
    let contiguous = try head(of: log, in: territory)?.contiguous ?? 0
    var room = try Self.mostSettled - countSettled(log, in: territory)
    for number in numbers {
      try db.run(
        """
        UPDATE publication SET body = NULL
        WHERE territoryID = ? AND log = ? AND sequence = ? AND body IS NOT NULL
        """,
        [territory, log, number]
      )
      guard number > contiguous, room > 0, try digests(log, in: territory, at: number).isEmpty
      else { continue }
      try db.run(
        """
        INSERT OR IGNORE INTO settledPublication (territoryID, log, sequence) VALUES (?, ?, ?)
        """,
        [territory, log, number]
      )
      room -= 1
    }
    try moveHead(of: log, in: territory)
  }

  /// Whether a publication that is not known was taken back.
  package func isSettled(_ sequence: Int, of log: Digest, in territory: Digest) throws -> Bool {
    if try isMarked(sequence, of: log, in: territory) { return true }
    // Once the head is past them, the marks are gone.
    guard let head = try head(of: log, in: territory), sequence <= head.contiguous else {
      return false
    }
    return try digests(log, in: territory, at: sequence).isEmpty
  }

  func isMarked(_ sequence: Int, of log: Digest, in territory: Digest) throws -> Bool {
    try db.has(
      "SELECT 1 FROM settledPublication WHERE territoryID = ? AND log = ? AND sequence = ?",
      [territory, log, sequence]
    )
  }

  func removeMarks(upTo sequence: Int, of log: Digest, in territory: Digest) throws {
    try db.run(
      "DELETE FROM settledPublication WHERE territoryID = ? AND log = ? AND sequence <= ?",
      [territory, log, sequence]
    )
  }

  private func countSettled(_ log: Digest, in territory: Digest) throws -> Int {
    try db.count(
      "SELECT count(*) FROM settledPublication WHERE territoryID = ? AND log = ?",
      [territory, log]
    )
  }
}
