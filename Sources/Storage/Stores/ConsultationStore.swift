import Foundation
import GRDB
import Model

/// What is put to a vote, the votes, and what they came to.
package struct ConsultationStore {
  let db: Database

  // MARK: The parts of a post

  func insert(_ consultation: Consultation, of post: PostID) throws {
    try db.run(
      """
      INSERT INTO consultation (postID, title, fallback, quorum, closesAt, followUp)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        post, consultation.title, consultation.fallback, consultation.quorum,
        consultation.closesAt.milliseconds, consultation.followUp,
      ]
    )
    for (position, name) in consultation.options.enumerated() {
      try db.run(
        "INSERT INTO consultationOption (postID, position, name) VALUES (?, ?, ?)",
        [post, position, name]
      )
    }
  }

  /// What became of it; everything else stays as it was when it was opened.
  func setFollowUp(_ text: String, of post: PostID) throws {
    try db.run("UPDATE consultation SET followUp = ? WHERE postID = ?", [text, post])
  }

  package func find(_ post: PostID) throws -> Consultation? { try find([post])[post] }

  /// The same of many.
  func find(_ posts: [PostID]) throws -> [PostID: Consultation] {
    guard !posts.isEmpty else { return [:] }
    let options: [PostID: [String]] = try db.gathered(
      """
      SELECT postID, name FROM json_each(?) AS wanted
      CROSS JOIN consultationOption ON consultationOption.postID = wanted.value
      """,
      [posts.list]
    ) { $0[1] }
    return try db.indexed(
      """
      SELECT postID, title, fallback, quorum, closesAt, followUp
      FROM json_each(?) AS wanted CROSS JOIN consultation ON consultation.postID = wanted.value
      """,
      [posts.list]
    ) { row in
      var found = Consultation(
        row[1],
        options: options[row[0]] ?? [],
        fallback: row[2],
        quorum: row[3],
        closesAt: row.date(4)
      )
      found.followUp = row[5]
      return found
    }
  }

  package func standing(_ post: PostID) throws -> ConsultationStanding? {
    try db.first(
      """
      SELECT decidedAt, endedAt, electorate, tally, missing FROM consultation WHERE postID = ?
      """,
      [post]
    ) { row in
      var standing = ConsultationStanding()
      standing.decidedAt = row.dateIfAny(0)
      standing.endedAt = row.dateIfAny(1)
      standing.electorate = row[2]
      standing.tally = Self.numbers(row[3])
      standing.missing = row[4]
      return standing
    }
  }

  // MARK: Votes

  /// Keeps a vote in place of an earlier one of the same voter.
  ///
  /// - Returns: False when a later one is there.
  package func cast(_ vote: ConsultationVote, in post: PostID) throws -> Bool {
    let known = try db.first(
      "SELECT castAt FROM consultationVote WHERE postID = ? AND actorID = ?",
      [post, vote.voter]
    ) { $0[0] as Int64 }
    if let known, known > vote.castAt.milliseconds { return false }
    try put(vote, in: post)
    return true
  }

  /// Keeps a vote, whatever else its voter said.
  package func put(_ vote: ConsultationVote, in post: PostID) throws {
    try db.run(
      """
      INSERT INTO consultationVote (postID, actorID, uri, isOfNode, choice, counts, castAt, document,
        isCounted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (postID, actorID) DO UPDATE SET uri = excluded.uri, choice = excluded.choice,
        counts = excluded.counts, castAt = excluded.castAt, document = excluded.document,
        isCounted = excluded.isCounted
      """,
      [
        post, vote.voter, vote.uri, vote.isOfNode, vote.choice, Self.text(vote.counts),
        vote.castAt.milliseconds, vote.document, vote.isCounted,
      ]
    )
  }

  private static let columns = """
    uri, actorID, isOfNode, choice, counts, castAt, document, isCounted
    """

  /// The votes of people or of nodes, in an order that is the same everywhere.
  package func votes(in post: PostID, ofNodes: Bool) throws -> [ConsultationVote] {
    try db.all(
      """
      SELECT \(Self.columns) FROM consultationVote WHERE postID = ? AND isOfNode = ? ORDER BY uri
      """,
      [post, ofNodes],
      ConsultationVote.init(row:)
    )
  }

  package func vote(of voter: ActorID, in post: PostID) throws -> ConsultationVote? {
    try db.first(
      "SELECT \(Self.columns) FROM consultationVote WHERE postID = ? AND actorID = ?",
      [post, voter],
      ConsultationVote.init(row:)
    )
  }

  /// All votes of somebody, with what they are in, the oldest first.
  package func votes(by voter: ActorID) throws -> [(post: PostID, vote: ConsultationVote)] {
    try db.all(
      """
      SELECT \(Self.columns), postID FROM consultationVote WHERE actorID = ? ORDER BY castAt, postID
      """,
      [voter]
    ) { ($0[8], ConsultationVote(row: $0)) }
  }

  /// Whether a vote with this id is known, whatever it is in.
  package func isVote(_ uri: String) throws -> Bool {
    try db.has("SELECT 1 FROM consultationVote WHERE uri = ?", [uri])
  }

  // MARK: Ending

  /// Notes that this node's own vote was made up, or found to be none.
  package func markDecided(_ post: PostID, at time: Date) throws {
    try db.run(
      "UPDATE consultation SET decidedAt = ? WHERE postID = ? AND decidedAt IS NULL",
      [time.milliseconds, post]
    )
  }

  /// Ends the vote with what was counted.
  package func end(_ post: PostID, with standing: ConsultationStanding) throws {
    try db.run(
      """
      UPDATE consultation SET endedAt = ?, electorate = ?, tally = ?, missing = ? WHERE postID = ?
      """,
      [
        standing.endedAt?.milliseconds, standing.electorate, Self.text(standing.tally),
        standing.missing, post,
      ]
    )
  }

  package func count(_ votes: [String], in post: PostID) throws {
    try db.run("UPDATE consultationVote SET isCounted = 0 WHERE postID = ?", [post])
    for uri in votes {
      try db.run(
        "UPDATE consultationVote SET isCounted = 1 WHERE postID = ? AND uri = ?",
        [post, uri]
      )
    }
  }

  /// Consultations for a territory in which this node's vote is to be made up now.
  package func dueForNode(at now: Date, limit: Int) throws -> [PostID] {
    try db.all(
      """
      SELECT consultation.postID FROM consultation JOIN post ON post.id = consultation.postID
      WHERE consultation.endedAt IS NULL AND consultation.decidedAt IS NULL
        AND post.audience = 'territory' AND consultation.closesAt > ?1
        AND consultation.closesAt
          - min(86400000, (consultation.closesAt - post.publishedAt) / 10) <= ?1
      ORDER BY consultation.closesAt LIMIT ?2
      """,
      [now.milliseconds, limit]
    ) { $0[0] }
  }

  /// Consultations of this node's members whose time is over.
  package func due(at now: Date, limit: Int) throws -> [PostID] {
    try db.all(
      """
      SELECT consultation.postID FROM consultation JOIN post ON post.id = consultation.postID
      WHERE consultation.endedAt IS NULL AND consultation.closesAt <= ? AND post.isLocal = 1
      ORDER BY consultation.closesAt LIMIT ?
      """,
      [now.milliseconds, limit]
    ) { $0[0] }
  }

  // MARK: Lists

  /// Consultations that a reader comes across, newest first.
  package func list(
    by reader: Reader,
    onlyOpen: Bool,
    before: PostID? = nil,
    limit: Int,
    at now: Date
  ) throws -> [ReadablePost] {
    var found: [ReadablePost] = []
    var edge = before?.rawValue ?? Int64.max
    while found.count < limit {
      let batch: [PostID] = try db.all(
        """
        SELECT postID FROM consultation
        WHERE postID < ?1 AND (?2 = 0 OR (endedAt IS NULL AND closesAt > ?3))
        ORDER BY postID DESC LIMIT 100
        """,
        [edge, onlyOpen, now.milliseconds]
      ) { $0[0] }
      for post in batch where found.count < limit {
        if let shown = try PostStore(db: db).comingAcross(post, for: reader) { found.append(shown) }
      }
      guard batch.count == 100, let last = batch.last else { break }
      edge = last.rawValue
    }
    return found
  }

  // MARK: Numbers in a column

  static func text(_ numbers: [Int]) -> String {
    numbers.map(String.init).joined(separator: " ")
  }

  static func numbers(_ text: String) -> [Int] { text.split(separator: " ").compactMap { Int($0) } }
}

extension ConsultationVote {
  fileprivate init(row: Row) {
    self.init(
      uri: row[0],
      voter: row[1],
      isOfNode: row[2],
      choice: row[3],
      counts: ConsultationStore.numbers(row[4]),
      castAt: row.date(5),
      document: row[6]
    )
    isCounted = row[7]
  }
}
