import GRDB
import Model

extension PostStore {
  /// How a post was taken up, and what one reader did with it.
  package struct Figures: Sendable, Hashable {
    package var replies: Int
    package var boosts: Int
    package var likes: Int
    /// Posts that quote it with its author's consent.
    package var quotes = 0
    package var isLiked: Bool
    package var isBoosted: Bool
    package var isPinned: Bool
  }

  /// The figures of a post; without a viewer nobody has done anything to it.
  package func figures(of post: Post, for viewer: ActorID?) throws -> Figures {
    let figures = try db.first(
      """
      SELECT (SELECT count(*) FROM post WHERE inReplyTo = ?3),
        (SELECT count(*) FROM boost WHERE postID = ?1),
        (SELECT count(*) FROM liking WHERE postID = ?1),
        EXISTS (SELECT 1 FROM liking WHERE postID = ?1 AND actorID = ?2),
        EXISTS (SELECT 1 FROM boost WHERE postID = ?1 AND actorID = ?2),
        EXISTS (SELECT 1 FROM pin WHERE postID = ?1 AND actorID = ?4),
        (SELECT count(*) FROM quotation WHERE quoted = ?3 AND state = 'accepted')
      """,
      [post.id, viewer?.rawValue ?? -1, post.uri, post.authorID]
    ) {
      Figures(
        replies: $0[0],
        boosts: $0[1],
        likes: $0[2],
        quotes: $0[6],
        isLiked: $0[3],
        isBoosted: $0[4],
        isPinned: $0[5]
      )
    }
    return figures
      ?? Figures(replies: 0, boosts: 0, likes: 0, isLiked: false, isBoosted: false, isPinned: false)
  }

  /// Number and author of a post by its id, for links within a conversation.
  package func place(of uri: String) throws -> (id: PostID, author: ActorID)? {
    try db.first("SELECT id, authorID FROM post WHERE uri = ?", [uri]) { ($0[0], $0[1]) }
  }

  /// The post that somebody passed on with a boost of this number, and who it was.
  package func boosted(by number: Int64) throws -> (post: PostID, booster: ActorID)? {
    try db.first("SELECT postID, actorID FROM boost WHERE number = ?", [number]) { ($0[0], $0[1]) }
  }
}
