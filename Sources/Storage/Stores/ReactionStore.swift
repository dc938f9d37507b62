import Foundation
import GRDB
import Model

/// Likes and boosts.
package struct ReactionStore {
  let db: Database

  /// What can be done to a post in one word.
  package enum Kind: Sendable { case like, boost }

  /// Keeps a like or a boost.
  ///
  /// Timelines and clients know a boost by its number, and with none given it gets one after all
  /// others; it may be for the booster's followers alone. A like may have come with an emoji, which is
  /// kept to tell it from others.
  ///
  /// - Returns: Whether it is new.
  @discardableResult
  package func add(
    _ kind: Kind,
    uri: String,
    by actor: ActorID,
    to post: PostID,
    at time: Date,
    number: Int64? = nil,
    isForFollowers: Bool = false,
    emoji: String? = nil
  )
    throws -> Bool
  {
    switch kind {
    case .like:
      try db.run(
        """
        INSERT OR IGNORE INTO liking (postID, actorID, uri, createdAt, isEmoji, emoji)
        VALUES (?1, ?2, ?3, ?4, ?5 IS NOT NULL, ?5)
        """,
        [post, actor, uri, time.milliseconds, emoji]
      )
    case .boost:
      try db.run(
        """
        INSERT OR IGNORE INTO boost (postID, actorID, uri, createdAt, number, isForFollowers)
        VALUES (?, ?, ?, ?, ifnull(?, (SELECT ifnull(max(number), 0) + 1 FROM boost)), ?)
        """,
        [post, actor, uri, time.milliseconds, number, isForFollowers]
      )
    }
    return db.changesCount > 0
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func remove(_ kind: Kind, by actor: ActorID, of post: PostID) throws -> Bool {
    if kind == .like {
      try db.run("DELETE FROM furtherReaction WHERE postID = ? AND actorID = ?", [post, actor])
    }
    try db.run("DELETE FROM \(fixed: table(kind)) WHERE postID = ? AND actorID = ?", [post, actor])
    return db.changesCount > 0
  }

  /// The post that an activity with this id liked or boosted.
  package func post(_ kind: Kind, uri: String, by actor: ActorID) throws -> PostID? {
    try db.first(
      "SELECT postID FROM \(fixed: table(kind)) WHERE uri = ? AND actorID = ?",
      [uri, actor]
    ) { $0[0] }
  }

  /// The id of the activity by which an actor liked or boosted a post.
  package func uri(_ kind: Kind, by actor: ActorID, of post: PostID) throws -> String? {
    try db.first(
      "SELECT uri FROM \(fixed: table(kind)) WHERE postID = ? AND actorID = ?",
      [post, actor]
    ) { $0[0] }
  }

  /// By which number timelines and clients know somebody's boost of a post.
  package func boostNumber(by actor: ActorID, of post: PostID) throws -> Int64? {
    try db.first("SELECT number FROM boost WHERE postID = ? AND actorID = ?", [post, actor]) {
      $0[0]
    }
  }

  /// Whether somebody's boost of a post is for its followers alone.
  package func isForFollowers(boostBy actor: ActorID, of post: PostID) throws -> Bool {
    try db.has(
      "SELECT 1 FROM boost WHERE postID = ? AND actorID = ? AND isForFollowers = 1",
      [post, actor]
    )
  }

  package func count(_ kind: Kind, of post: PostID) throws -> Int {
    try db.count("SELECT count(*) FROM \(fixed: table(kind)) WHERE postID = ?", [post])
  }

  /// The ids of the activities that anybody may know, with the actors' numbers, by falling number.
  package func list(
    _ kind: Kind,
    of post: PostID,
    _ page: Page
  ) throws
    -> [(number: Int64, uri: String)]
  {
    try db.all(
      """
      SELECT actorID, uri FROM \(fixed: table(kind)) WHERE postID = ? AND actorID < ?
        AND \(fixed: isOpen(kind))
      ORDER BY actorID DESC LIMIT ?
      """,
      [post, page.before, page.limit]
    ) { ($0[0], $0[1]) }
  }

  /// The inboxes of actors of other nodes that liked, boosted or answered a post: they have it.
  package func remoteInboxes(of post: PostID) throws -> [String] {
    try db.all(
      """
      SELECT DISTINCT coalesce(actor.sharedInbox, actor.inbox) FROM (
        SELECT actorID FROM liking WHERE postID = ?1 UNION SELECT actorID FROM boost
        WHERE postID = ?1 UNION SELECT authorID FROM post
        WHERE inReplyTo = (SELECT uri FROM post WHERE id = ?1)) AS reaction JOIN actor ON actor.id = reaction.actorID
      WHERE actor.isLocal = 0 AND actor.deletedAt IS NULL AND actor.suspendedAt IS NULL
      """,
      [post]
    ) { $0[0] }
  }

  /// The inboxes of actors of other nodes that were named in, or reacted to, what an actor wrote.
  package func remoteInboxes(ofAllBy author: ActorID) throws -> [String] {
    try db.all(
      """
      SELECT DISTINCT coalesce(actor.sharedInbox, actor.inbox) FROM (
        SELECT addressee.actorID FROM post JOIN addressee ON addressee.postID = post.id
        WHERE post.authorID = ?1
        UNION SELECT liking.actorID FROM post JOIN liking ON liking.postID = post.id
        WHERE post.authorID = ?1
        UNION SELECT boost.actorID FROM post JOIN boost ON boost.postID = post.id
        WHERE post.authorID = ?1) AS reader JOIN actor ON actor.id = reader.actorID
      WHERE actor.isLocal = 0 AND actor.deletedAt IS NULL AND actor.suspendedAt IS NULL
      """,
      [author]
    ) { $0[0] }
  }

  private func isOpen(_ kind: Kind) -> StaticString {
    switch kind {
    case .like: "1"
    case .boost: "isForFollowers = 0"
    }
  }

  private func table(_ kind: Kind) -> StaticString {
    switch kind {
    case .like: "liking"
    case .boost: "boost"
    }
  }
}
