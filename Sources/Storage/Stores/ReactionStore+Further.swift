import GRDB
import Model

/// Several reactions of one actor to one post: `Like`, and beside it any number of emoji.
///
/// All of them are one like, which lasts as long as one of them.
extension ReactionStore {
  /// How many an actor may have on one post beside the first; others are not remembered.
  package static let mostFurther = 32

  /// Remembers by what activity a like came, and with which emoji, if with any.
  ///
  /// Of plain likes an actor has one on a post, and of each emoji, too.
  ///
  /// - Returns: Whether it is new.
  package func addFurther(
    uri: String,
    emoji: String?,
    by actor: ActorID,
    to post: PostID
  ) throws -> Bool {
    try db.run(
      """
      INSERT OR IGNORE INTO furtherReaction (postID, actorID, uri, isEmoji, emoji)
      SELECT ?1, ?2, ?3, ?4 IS NOT NULL, ?4
      WHERE EXISTS (SELECT 1 FROM liking WHERE postID = ?1 AND actorID = ?2 AND uri <> ?3
          AND NOT (isEmoji = (?4 IS NOT NULL) AND emoji IS ?4))
        AND NOT EXISTS (SELECT 1 FROM furtherReaction WHERE postID = ?1 AND actorID = ?2
          AND isEmoji = (?4 IS NOT NULL) AND emoji IS ?4)
        AND (SELECT count(*) FROM furtherReaction WHERE postID = ?1 AND actorID = ?2) < ?5
      """,
      [post, actor, uri, emoji, Self.mostFurther]
    )
    return db.changesCount > 0
  }

  /// Forgets one of several reactions; the like remains.
  ///
  /// - Returns: Whether there was one.
  package func removeFurther(uri: String, by actor: ActorID) throws -> Bool {
    try db.run("DELETE FROM furtherReaction WHERE uri = ? AND actorID = ?", [uri, actor])
    return db.changesCount > 0
  }

  /// The id of an actor’s like of a post with this emoji, or of the plain one, without any.
  package func like(with emoji: String?, by actor: ActorID, of post: PostID) throws -> String? {
    try db.first(
      """
      SELECT uri FROM liking
      WHERE postID = ?1 AND actorID = ?2 AND isEmoji = (?3 IS NOT NULL) AND emoji IS ?3
      UNION ALL
      SELECT uri FROM furtherReaction
      WHERE postID = ?1 AND actorID = ?2 AND isEmoji = (?3 IS NOT NULL) AND emoji IS ?3 LIMIT 1
      """,
      [post, actor, emoji]
    ) { $0[0] }
  }

  /// Puts another reaction of the same actor in the place of the one that made the like.
  ///
  /// - Returns: Whether there was another.
  package func replaceLike(by actor: ActorID, of post: PostID) throws -> Bool {
    let other: (uri: String, isEmoji: Bool, emoji: String?)? = try db.first(
      """
      SELECT uri, isEmoji, emoji FROM furtherReaction WHERE postID = ? AND actorID = ?
      ORDER BY isEmoji, uri LIMIT 1
      """,
      [post, actor]
    ) { ($0[0], $0[1], $0[2]) }
    guard let other else { return false }
    // In this order: while it is in one of the two, it keeps the ids by which it was said again.
    try db.run(
      "UPDATE liking SET uri = ?, isEmoji = ?, emoji = ? WHERE postID = ? AND actorID = ?",
      [other.uri, other.isEmoji, other.emoji, post, actor]
    )
    return try removeFurther(uri: other.uri, by: actor)
  }
}
