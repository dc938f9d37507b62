import Foundation
import GRDB
import Model

extension PublicationStore {
  /// An activity that has been acknowledged and has no number yet.
  package struct Waiting: Sendable, Hashable {
    package var id: ActivityID
    package var territory: Digest
    package var actorID: ActorID
    package var uri: String
    package var postID: PostID?
    /// The activity without its place and without a proof.
    package var body: [UInt8]
    /// Where it is to go.
    package var inboxes: [String]
    package var madeAt: Date

    package init(
      id: ActivityID,
      territory: Digest,
      actorID: ActorID,
      uri: String,
      postID: PostID?,
      body: [UInt8],
      inboxes: [String],
      madeAt: Date
    ) {
      self.id = id
      self.territory = territory
      self.actorID = actorID
      self.uri = uri
      self.postID = postID
      self.body = body
      self.inboxes = inboxes
      self.madeAt = madeAt
    }
  }

  private static let waitingColumns =
    "id, territoryID, actorID, uri, postID, body, inboxes, madeAt"

  /// Keeps an activity until it can have a number.
  package func wait(_ entry: Waiting) throws {
    try db.run(
      "INSERT INTO waitingPublication (\(Self.waitingColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        entry.id, entry.territory, entry.actorID, entry.uri, entry.postID, Data(entry.body),
        // An address has no white space.
        entry.inboxes.joined(separator: " "), entry.madeAt.milliseconds,
      ]
    )
  }

  /// What waits in a territory, oldest first.
  package func waiting(in territory: Digest, limit: Int = 100) throws -> [Waiting] {
    try db.all(
      """
      SELECT \(Self.waitingColumns) FROM waitingPublication WHERE territoryID = ?
      ORDER BY id LIMIT ?
      """,
      [territory, limit],
      Waiting.init(row:)
    )
  }

  package func countWaiting(in territory: Digest) throws -> Int {
    try db.count("SELECT count(*) FROM waitingPublication WHERE territoryID = ?", [territory])
  }

  package func hasWaiting(in territory: Digest) throws -> Bool {
    try !waiting(in: territory, limit: 1).isEmpty
  }

  /// Ends the waiting of an activity, which has its number now or is given up.
  package func endWaiting(_ id: ActivityID) throws {
    try db.run("DELETE FROM waitingPublication WHERE id = ?", [id])
  }

  /// Gives up what was said with a post, which nobody has heard yet.
  func endWaiting(about post: PostID) throws {
    try db.run("DELETE FROM waitingPublication WHERE postID = ?", [post])
  }

  /// Gives up an actor's activity that it has undone.
  func endWaiting(uri: String, by actor: ActorID) throws {
    try db.run("DELETE FROM waitingPublication WHERE uri = ? AND actorID = ?", [uri, actor])
  }
}

extension PublicationStore.Waiting {
  fileprivate init(row: Row) {
    let inboxes: String = row[6]
    self.init(
      id: row[0],
      territory: row[1],
      actorID: row[2],
      uri: row[3],
      postID: row[4],
      body: row.bytes(5),
      inboxes: inboxes.split(separator: " ").map(String.init),
      madeAt: row.date(7)
    )
  }
}
