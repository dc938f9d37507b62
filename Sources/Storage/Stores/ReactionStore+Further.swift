import GRDB
import Model

/// Several reactions of one actor to one post: `Like`, and beside it any number of emoji.
///
/// All of them are one like, which lasts as long as one of them.
extension ReactionStore {
  /// How many an actor may have on one post beside the first; others are not remembered.
  package static let mostFurther = 32

  /// Remembers by what activity a like came, and whether it was with an emoji.
  ///
  /// Of plain likes an actor has one on a post.
  ///
  /// - Returns: Whether it is new.
  package func addFurther(
    uri: String,
    isEmoji: Bool,
    by actor: ActorID,
    to post: PostID
  ) throws -> Bool {
    try db.run(
      """
      INSERT OR IGNORE INTO furtherReaction (postID, actorID, uri, isEmoji)
      SELECT ?1, ?2, ?3, ?4
      WHERE EXISTS (SELECT 1 FROM liking
          WHERE postID = ?1 AND actorID = ?2 AND uri <> ?3 AND (isEmoji OR ?4))
        AND (?4 OR NOT EXISTS (SELECT 1 FROM furtherReaction
          WHERE postID = ?1 AND actorID = ?2 AND NOT isEmoji))
        AND (SELECT count(*) FROM furtherReaction WHERE postID = ?1 AND actorID = ?2) < ?5
      """,
      [post, actor, uri, isEmoji, Self.mostFurther]
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

  /// The id of an actor’s plain like of a post, the one without an emoji.
  package func plainLike(by actor: ActorID, of post: PostID) throws -> String? {
    try db.first(
      """
      SELECT uri FROM liking WHERE postID = ?1 AND actorID = ?2 AND NOT isEmoji
      UNION ALL
      SELECT uri FROM furtherReaction WHERE postID = ?1 AND actorID = ?2 AND NOT isEmoji LIMIT 1
      """,
      [post, actor]
    ) { $0[0] }
  }

  /// Puts another reaction of the same actor in the place of the one that made the like.
  ///
  /// - Returns: Whether there was another.
  package func replaceLike(by actor: ActorID, of post: PostID) throws -> Bool {
    let other: (uri: String, isEmoji: Bool)? = try db.first(
      """
      SELECT uri, isEmoji FROM furtherReaction WHERE postID = ? AND actorID = ?
      ORDER BY isEmoji, uri LIMIT 1
      """,
      [post, actor]
    ) { ($0[0], $0[1]) }
    guard let other, try removeFurther(uri: other.uri, by: actor) else { return false }
    try db.run(
      "UPDATE liking SET uri = ?, isEmoji = ? WHERE postID = ? AND actorID = ?",
      [other.uri, other.isEmoji, post, actor]
    )
    return true
  }
}
