import Foundation
import GRDB
import Model

/// The accounts, of here and elsewhere, that only those who follow them see.
package struct AccountLimitStore {
  let db: Database

  /// Who limited an account, when and why.
  package struct Entry: Sendable, Hashable {
    package var author: String
    package var reason: String
    package var createdAt: Date

    package init(author: String, reason: String, createdAt: Date) {
      self.author = author
      self.reason = reason
      self.createdAt = createdAt
    }
  }

  package func set(_ entry: Entry, on actor: ActorID) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO accountLimit (actorID, author, reason, createdAt)
      VALUES (?, ?, ?, ?)
      """,
      [actor, entry.author, entry.reason, entry.createdAt.milliseconds]
    )
  }

  /// - Returns: Whether the account was limited.
  @discardableResult
  package func lift(from actor: ActorID) throws -> Bool {
    try db.run("DELETE FROM accountLimit WHERE actorID = ?", [actor])
    return db.changesCount > 0
  }

  package func find(_ actor: ActorID) throws -> Entry? {
    try db.first(
      "SELECT author, reason, createdAt FROM accountLimit WHERE actorID = ?",
      [actor]
    ) { Entry(author: $0[0], reason: $0[1], createdAt: $0.date(2)) }
  }

  /// The accounts that are limited.
  package func limited(limit: Int = 200) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM accountLimit CROSS JOIN actor ON actor.id = actorID
      ORDER BY accountLimit.actorID DESC LIMIT ?
      """,
      [limit],
      ActorProfile.init(row:)
    )
  }

  /// The accounts that are suspended, the latest first.
  package func suspended(limit: Int = 200) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM actor WHERE suspendedAt IS NOT NULL
      ORDER BY suspendedAt DESC, id DESC LIMIT ?
      """,
      [limit],
      ActorProfile.init(row:)
    )
  }

  /// Forgets some posts of other nodes' actors that were suspended before a time; they stay
  /// suspended.
  ///
  /// - Returns: How many; nothing is left when that is none.
  package func purgePosts(ofSuspendedBefore time: Date, limit: Int = 200) throws -> Int {
    try db.run(
      """
      DELETE FROM post WHERE id IN (
        SELECT post.id FROM actor INDEXED BY actor_suspended CROSS JOIN post
          ON post.authorID = actor.id
        WHERE actor.suspendedAt IS NOT NULL AND actor.suspendedAt < ? AND actor.isLocal = 0
        LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }
}
