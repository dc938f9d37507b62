import GRDB
import Model

extension PostStore {
  /// Number and author of a post by its id, for links within a conversation.
  package func place(of uri: String) throws -> (id: PostID, author: ActorID)? {
    try db.first("SELECT id, authorID FROM post WHERE uri = ?", [uri]) { ($0[0], $0[1]) }
  }

  /// The post that somebody passed on with a boost of this number, and who it was.
  package func boosted(by number: Int64) throws -> (post: PostID, booster: ActorID)? {
    try db.first("SELECT postID, actorID FROM boost WHERE number = ?", [number]) { ($0[0], $0[1]) }
  }
}
