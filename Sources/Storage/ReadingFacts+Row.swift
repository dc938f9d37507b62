import GRDB
import Model

extension Reader {
  /// The actor's number for a query; one that no actor has for anyone.
  var number: Int64 { actorID?.rawValue ?? -1 }
}

extension ReadingFacts {
  /// What `Permission` has to know, from `post` and its `author`; the reader is argument 1.
  static let columns = """
    post.audience, post.authorID, author.suspendedAt IS NULL AND author.deletedAt IS NULL \
    AND NOT EXISTS (SELECT 1 FROM hostStanding \
    WHERE hostStanding.host = author.host AND standing = 'suspended'), \
    EXISTS (SELECT 1 FROM follow WHERE followerID = ?1 AND followeeID = post.authorID \
    AND follow.state = 'accepted'), \
    EXISTS (SELECT 1 FROM addressee WHERE postID = post.id AND actorID = ?1), \
    EXISTS (SELECT 1 FROM block WHERE block.actorID = post.authorID AND targetID = ?1), \
    post.territory, \
    EXISTS (SELECT 1 FROM accountLimit WHERE accountLimit.actorID = post.authorID) \
    OR EXISTS (SELECT 1 FROM hostStanding \
    WHERE hostStanding.host = author.host AND standing = 'limited')
    """
  static let columnCount = 8

  init(row: Row, from start: Int) {
    self.init(
      audience: row[start],
      authorID: row[start + 1],
      isAuthorActive: row[start + 2],
      isReaderFollower: row[start + 3],
      isReaderAddressed: row[start + 4],
      isReaderBlocked: row[start + 5],
      territory: row[start + 6],
      isAuthorLimited: row[start + 7]
    )
  }
}
