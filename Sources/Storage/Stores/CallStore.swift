import Foundation
import GRDB
import Model

/// Whom of this node's members calls were told, and what they think of it: for each member alone.
package struct CallStore {
  let db: Database

  /// Keeps that a call means a member, unless the member wants to hear no calls of its author.
  ///
  /// - Returns: Whether the member is to be told.
  package func tell(_ post: PostID, to member: ActorID, author: ActorID) throws -> Bool {
    guard
      try !db.has(
        "SELECT 1 FROM callMute WHERE memberID = ? AND actorID = ?",
        [member, author]
      )
    else { return false }
    try db.run(
      """
      INSERT INTO callAnswer (memberID, postID, isMeant, isIgnored) VALUES (?, ?, 1, 0)
      ON CONFLICT (memberID, postID) DO UPDATE SET isMeant = 1
      """,
      [member, post]
    )
    return true
  }

  /// Whether a member was told of a call already, or wants to see it no more.
  package func isSettled(_ post: PostID, for member: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM callAnswer WHERE memberID = ? AND postID = ?", [member, post])
  }

  /// The open calls that mean a member and that it did not turn away, newest first.
  package func list(for member: ActorID, limit: Int, at now: Date) throws -> [PostID] {
    try db.all(
      """
      SELECT postID FROM callAnswer JOIN need USING (postID)
      WHERE memberID = ?1 AND isMeant = 1 AND isIgnored = 0
        AND need.status = 'open' AND ifnull(need.closesAt, ?2 + 1) > ?2
      ORDER BY postID DESC LIMIT ?3
      """,
      [member, now.milliseconds, limit]
    ) { $0[0] }
  }

  /// The member wants to see a call no more; also one that does not mean it, so that nothing is told.
  package func ignore(_ post: PostID, by member: ActorID) throws {
    try db.run(
      """
      INSERT INTO callAnswer (memberID, postID, isMeant, isIgnored) VALUES (?, ?, 0, 1)
      ON CONFLICT (memberID, postID) DO UPDATE SET isIgnored = 1
      """,
      [member, post]
    )
  }

  /// The member wants no calls of an author any more.
  package func mute(_ author: ActorID, by member: ActorID) throws {
    try db.run(
      "INSERT OR IGNORE INTO callMute (memberID, actorID) VALUES (?, ?)",
      [member, author]
    )
    try db.run(
      """
      UPDATE callAnswer SET isIgnored = 1
      WHERE memberID = ? AND postID IN (SELECT id FROM post WHERE authorID = ?)
      """,
      [member, author]
    )
  }
}
