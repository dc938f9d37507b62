import Foundation
import GRDB
import Model

/// What members published for their territories, numbered by each origin.
package struct PublicationStore {
  let db: Database

  /// A publication as it was signed.
  package struct Entry: Sendable, Hashable {
    package var territory: Digest
    package var log: Digest
    /// From 1.
    package var sequence: Int
    package var digest: Digest
    package var previous: Digest?
    package var activityURI: String
    /// The post whose words the body has; nothing for one that takes a post back.
    package var postURI: String?
    /// Nothing once it is forgotten: its place in the log stays.
    package var body: [UInt8]?
    package var receivedAt: Date

    package init(
      territory: Digest,
      log: Digest,
      sequence: Int,
      digest: Digest,
      previous: Digest?,
      activityURI: String,
      postURI: String?,
      body: [UInt8]?,
      receivedAt: Date
    ) {
      self.territory = territory
      self.log = log
      self.sequence = sequence
      self.digest = digest
      self.previous = previous
      self.activityURI = activityURI
      self.postURI = postURI
      self.body = body
      self.receivedAt = receivedAt
    }
  }

  /// Two of one number prove that their origin said two things; a third proves no more.
  private static let mostOfOneNumber = 2

  static let columns = """
    territoryID, log, sequence, digest, previous, activityURI, postURI, body, receivedAt
    """

  /// Keeps a publication and moves the head of its log; of what was taken back, only the place.
  ///
  /// - Returns: False when it is known already, or is the third of its number.
  package func insert(_ entry: Entry) throws -> Bool {
    var entry = entry
    if try isSettled(entry.sequence, of: entry.log, in: entry.territory) { entry.body = nil }
    let others = try digests(entry.log, in: entry.territory, at: entry.sequence)
    guard others.count < Self.mostOfOneNumber, !others.contains(entry.digest) else { return false }
    try db.run(
      "INSERT INTO publication (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        entry.territory, entry.log, entry.sequence, entry.digest, entry.previous,
        entry.activityURI, entry.postURI, entry.body.map { Data($0) },
        entry.receivedAt.milliseconds,
      ]
    )
    try moveHead(of: entry.log, in: entry.territory, over: entry.sequence, entry.digest)
    return true
  }

  /// The digests known under one number of a log: two when its origin said two things.
  package func digests(_ log: Digest, in territory: Digest, at sequence: Int) throws -> [Digest] {
    try db.all(
      """
      SELECT digest FROM publication WHERE territoryID = ? AND log = ? AND sequence = ?
      ORDER BY digest
      """,
      [territory, log, sequence]
    ) { $0[0] }
  }

  /// Whether a publication that is kept names this one as the one before it.
  package func isFollowed(
    _ digest: Digest,
    at sequence: Int,
    of log: Digest,
    in territory: Digest
  ) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM publication WHERE territoryID = ? AND log = ? AND sequence = ? AND previous = ?
      """,
      [territory, log, sequence + 1, digest]
    ) { (_: Row) in true } ?? false
  }

  /// The publications of a log after a number, in order, until they are more than so many bytes.
  ///
  /// All of one number come together, so that one can read on by number.
  package func after(
    _ sequence: Int,
    of log: Digest,
    in territory: Digest,
    limit: Int,
    bytes: Int = 2 << 20
  ) throws -> [Entry] {
    var (size, count, last) = (0, 0, sequence)
    return try db.all(
      """
      SELECT \(Self.columns) FROM publication WHERE territoryID = ? AND log = ? AND sequence > ?
      ORDER BY sequence, digest LIMIT ?
      """,
      [territory, log, sequence, max(limit, 1) + 1],
      while: { (entry: Entry) in
        size += entry.body?.count ?? 0
        count += 1
        defer { last = entry.sequence }
        return count == 1 || entry.sequence == last || (size <= bytes && count <= limit)
      },
      Entry.init(row:)
    )
  }

  /// The publication of an activity, if it was one.
  package func find(activityURI uri: String) throws -> Entry? {
    try db.first(
      "SELECT \(Self.columns) FROM publication WHERE activityURI = ? ORDER BY id LIMIT 1",
      [uri],
      Entry.init(row:)
    )
  }

  /// Forgets what was said with a post.
  package func forget(postURI uri: String) throws -> Int {
    try db.run(
      "UPDATE publication SET body = NULL WHERE postURI = ? AND body IS NOT NULL",
      [uri]
    )
    return db.changesCount
  }
}

extension PublicationStore {
  /// Forgets what an actor said with its posts.
  package func forget(author: ActorID) throws -> Int {
    try db.run(
      """
      UPDATE publication SET body = NULL WHERE body IS NOT NULL
        AND postURI IN (SELECT uri FROM post WHERE authorID = ?)
      """,
      [author]
    )
    return db.changesCount
  }
}

extension PublicationStore.Entry {
  fileprivate init(row: Row) {
    self.init(
      territory: row[0],
      log: row[1],
      sequence: row[2],
      digest: row[3],
      previous: row[4],
      activityURI: row[5],
      postURI: row[6],
      body: row.bytesIfAny(7),
      receivedAt: row.date(8)
    )
  }
}
