import Foundation
import GRDB
import Model

/// Hashtags that members follow, and those that they put forward.
package struct TagStore {
  let db: Database

  package static let mostFollowed = 500
  package static let mostFeatured = 10

  // MARK: Followed

  package func follow(_ tag: HashtagName, by member: ActorID) throws {
    let count = try db.count("SELECT count(*) FROM followedTag WHERE memberID = ?", [member])
    guard count < Self.mostFollowed else {
      throw Refusal.conflict("A member follows up to \(Self.mostFollowed) hashtags.")
    }
    try db.run(
      "INSERT OR IGNORE INTO followedTag (memberID, name) VALUES (?, ?)",
      [member, tag.text]
    )
  }

  package func unfollow(_ tag: HashtagName, by member: ActorID) throws {
    try db.run("DELETE FROM followedTag WHERE memberID = ? AND name = ?", [member, tag.text])
  }

  package func isFollowed(_ tag: HashtagName, by member: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM followedTag WHERE memberID = ? AND name = ?", [member, tag.text])
  }

  /// The followed hashtags with the numbers by which one pages, newest first.
  package func followed(
    by member: ActorID,
    _ page: Page
  ) throws -> [(number: Int64, name: String)] {
    page.newestFirst(
      try db.all(
        """
        SELECT id, name FROM followedTag WHERE memberID = ? AND id < ? AND id > ?
        ORDER BY id \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit]
      ) { ($0[0], $0[1]) }
    )
  }

  // MARK: Featured

  /// A hashtag that somebody puts forward, and how it used it.
  package struct Featured: Sendable, Hashable {
    package var id: Int64
    package var name: String
    /// Posts with it that are for everyone.
    package var posts: Int
    package var lastPostAt: Date?
  }

  /// - Returns: The hashtag with its number.
  package func feature(
    _ tag: HashtagName,
    by member: ActorID,
    at time: Date
  ) throws -> Featured {
    let count = try db.count("SELECT count(*) FROM featuredTag WHERE memberID = ?", [member])
    guard count < Self.mostFeatured else {
      throw Refusal.conflict("A member puts forward up to \(Self.mostFeatured) hashtags.")
    }
    try db.run(
      "INSERT OR IGNORE INTO featuredTag (memberID, name, createdAt) VALUES (?, ?, ?)",
      [member, tag.text, time.milliseconds]
    )
    guard let featured = try featured(by: member).first(where: { $0.name == tag.text }) else {
      throw Refusal.absent
    }
    return featured
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func unfeature(_ id: Int64, by member: ActorID) throws -> Bool {
    try db.run("DELETE FROM featuredTag WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }

  /// What an actor puts forward, in the order in which it did.
  package func featured(by actor: ActorID) throws -> [Featured] {
    try db.all(
      """
      SELECT featuredTag.id, featuredTag.name, count(post.id), max(post.publishedAt)
      FROM featuredTag
      LEFT JOIN hashtag ON hashtag.name = featuredTag.name AND hashtag.postID IN (
        SELECT own.id FROM post AS own WHERE own.authorID = ?1 AND own.audience = 'public')
      LEFT JOIN post ON post.id = hashtag.postID
      WHERE featuredTag.memberID = ?1 GROUP BY featuredTag.id ORDER BY featuredTag.id
      """,
      [actor]
    ) { Featured(id: $0[0], name: $0[1], posts: $0[2], lastPostAt: $0.dateIfAny(3)) }
  }
}
