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
    WHERE hostStanding.host = author.host AND standing = 'limited'), \
    post.audience = 'direct' AND EXISTS (SELECT 1 FROM groupPost JOIN follow \
    ON follow.followeeID = groupPost.groupID AND follow.state = 'accepted' \
    JOIN actor AS insider ON insider.id = follow.followerID \
    WHERE groupPost.postID = post.id AND groupPost.state = 'shown' \
    AND (insider.id = ?1 OR (insider.isLocal = 0 AND insider.suspendedAt IS NULL \
    AND insider.deletedAt IS NULL \
    AND insider.host = (SELECT host FROM actor WHERE actor.id = ?1 AND actor.isLocal = 0)))), \
    post.audience = 'direct' AND post.kind = 'Proposal' AND EXISTS (SELECT 1 FROM addressee \
    JOIN actor AS node ON node.id = addressee.actorID AND node.kind = 'application' \
    JOIN actor AS called ON called.id = ?1 \
    WHERE addressee.postID = post.id AND called.isLocal = node.isLocal \
    AND called.host = node.host \
    AND (called.isLocal = 0 OR EXISTS (SELECT 1 FROM member \
    WHERE member.actorID = ?1 AND member.state = 'active')))
    """
  static let columnCount = 10

  init(row: Row, from start: Int) {
    self.init(
      audience: row[start],
      authorID: row[start + 1],
      isAuthorActive: row[start + 2],
      isReaderFollower: row[start + 3],
      isReaderAddressed: row[start + 4],
      isReaderBlocked: row[start + 5],
      territory: row[start + 6],
      isAuthorLimited: row[start + 7],
      isReaderInsider: row[start + 8],
      isReaderCalled: row[start + 9]
    )
  }
}
