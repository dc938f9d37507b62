import Foundation
import GRDB
import Model

/// Activities that this node published.
package struct OutboxStore {
  let db: Database

  /// An activity as it goes over the wire.
  package struct Entry: Sendable, Hashable {
    package var id: ActivityID
    package var uri: String
    package var actorID: ActorID
    package var type: String
    package var audience: Audience
    package var postID: PostID?
    package var body: [UInt8]
    package var publishedAt: Date

    package init(
      id: ActivityID,
      uri: String,
      actorID: ActorID,
      type: String,
      audience: Audience,
      postID: PostID?,
      body: [UInt8],
      publishedAt: Date
    ) {
      self.id = id
      self.uri = uri
      self.actorID = actorID
      self.type = type
      self.audience = audience
      self.postID = postID
      self.body = body
      self.publishedAt = publishedAt
    }
  }

  /// A post that has been narrowed since is not even counted (threat 29).
  private static let showsPost = """
    type IN ('Create', 'Announce') AND EXISTS (SELECT 1 FROM post \
    WHERE post.id = outboxActivity.postID AND post.audience = 'public')
    """

  private static let columns = "id, uri, actorID, type, audience, postID, body, publishedAt"

  package func insert(_ entry: Entry) throws {
    try db.run(
      "INSERT INTO outboxActivity (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        entry.id, entry.uri, entry.actorID, entry.type, entry.audience, entry.postID,
        Data(entry.body), entry.publishedAt.milliseconds,
      ]
    )
  }

  package func find(_ id: ActivityID) throws -> Entry? {
    try db.first("SELECT \(Self.columns) FROM outboxActivity WHERE id = ?", [id], Entry.init(row:))
  }

  /// Whether an activity brings a post to its author's followers alone.
  package func isForFollowers(_ id: ActivityID) throws -> Bool {
    try db.has(
      "SELECT 1 FROM outboxActivity WHERE id = ? AND type = 'Create' AND audience = 'followers'",
      [id]
    )
  }

  package func find(uri: String) throws -> Entry? {
    try db.first(
      "SELECT \(Self.columns) FROM outboxActivity WHERE uri = ?",
      [uri],
      Entry.init(row:)
    )
  }

  /// An actor's public activities, newest first.
  package func published(by actor: ActorID, _ page: Page) throws -> [Entry] {
    try db.all(
      """
      SELECT \(Self.columns) FROM outboxActivity
      WHERE actorID = ? AND audience = 'public' AND id < ? AND \(Self.showsPost)
      ORDER BY id DESC LIMIT ?
      """,
      [actor, page.before, page.limit],
      Entry.init(row:)
    )
  }

  package func countPublished(by actor: ActorID) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM outboxActivity
      WHERE actorID = ? AND audience = 'public' AND \(Self.showsPost)
      """,
      [actor]
    )
  }

  /// Withdraws an actor's activity that it has undone, also from its way to others.
  package func remove(uri: String, by actor: ActorID) throws {
    try db.run("DELETE FROM outboxActivity WHERE uri = ? AND actorID = ?", [uri, actor])
    try PublicationStore(db: db).endWaiting(uri: uri, by: actor)
  }

  /// Withdraws what one actor published about a post, also from its way to others.
  package func remove(about post: PostID, by actor: ActorID) throws {
    try db.run("DELETE FROM outboxActivity WHERE postID = ? AND actorID = ?", [post, actor])
  }

  /// Withdraws what was published about a post, when it is deleted.
  package func remove(about post: PostID) throws {
    try db.run("DELETE FROM outboxActivity WHERE postID = ?", [post])
    try PublicationStore(db: db).endWaiting(about: post)
  }
}

extension OutboxStore.Entry {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      uri: row[1],
      actorID: row[2],
      type: row[3],
      audience: row[4],
      postID: row[5],
      body: [UInt8](row[6] as Data),
      publishedAt: row.date(7)
    )
  }
}
