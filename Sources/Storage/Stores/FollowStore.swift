import Foundation
import GRDB
import Model

/// Who follows whom.
package struct FollowStore {
  let db: Database

  private static let columns = "uri, followerID, followeeID, state, createdAt"

  /// Stores a wish; the same wish again takes its new id and keeps its state.
  ///
  /// - Throws: `Refusal.conflict` when the id is that of another wish, and for oneself.
  package func save(_ follow: Follow) throws {
    guard follow.followerID != follow.followeeID else {
      throw Refusal.conflict("Nobody can follow itself.")
    }
    if let known = try find(uri: follow.uri),
      known.followerID != follow.followerID || known.followeeID != follow.followeeID
    {
      throw Refusal.conflict("\(follow.uri) is the id of another follow.")
    }
    try db.run(
      """
      INSERT INTO follow (uri, followerID, followeeID, state, createdAt) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (followerID, followeeID) DO UPDATE SET uri = excluded.uri
      """,
      [
        follow.uri, follow.followerID, follow.followeeID, follow.state,
        follow.createdAt.milliseconds,
      ]
    )
  }

  package func accept(follower: ActorID, followee: ActorID) throws {
    try db.run(
      "UPDATE follow SET state = 'accepted' WHERE followerID = ? AND followeeID = ?",
      [follower, followee]
    )
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func remove(follower: ActorID, followee: ActorID) throws -> Bool {
    try db.run(
      "DELETE FROM follow WHERE followerID = ? AND followeeID = ?",
      [follower, followee]
    )
    guard db.changesCount > 0 else { return false }
    try EndorsementStore(db: db).remove(followee, by: follower)
    try ListStore(db: db).removeAll(followee, of: follower)
    return true
  }

  package func find(follower: ActorID, followee: ActorID) throws -> Follow? {
    try db.first(
      "SELECT \(Self.columns) FROM follow WHERE followerID = ? AND followeeID = ?",
      [follower, followee],
      Follow.init(row:)
    )
  }

  package func find(uri: String) throws -> Follow? {
    try db.first("SELECT \(Self.columns) FROM follow WHERE uri = ?", [uri], Follow.init(row:))
  }

  package func countFollowers(of id: ActorID) throws -> Int {
    try db.count(
      "SELECT count(*) FROM follow WHERE followeeID = ? AND state = 'accepted'",
      [id]
    )
  }

  package func countFollowing(of id: ActorID) throws -> Int {
    try db.count(
      "SELECT count(*) FROM follow WHERE followerID = ? AND state = 'accepted'",
      [id]
    )
  }

  /// Followers by falling actor number.
  package func followers(of id: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM follow JOIN actor ON actor.id = followerID
        WHERE followeeID = ? AND state = 'accepted' AND followerID < ? AND followerID > ?
        ORDER BY followerID \(fixed: page.direction) LIMIT ?
        """,
        [id, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  package func following(of id: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM follow JOIN actor ON actor.id = followeeID
        WHERE followerID = ? AND state = 'accepted' AND followeeID < ? AND followeeID > ?
        ORDER BY followeeID \(fixed: page.direction) LIMIT ?
        """,
        [id, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  /// The wishes that wait for an actor's answer, oldest first.
  package func pending(of id: ActorID, limit: Int = 100) throws -> [(Follow, ActorProfile)] {
    try db.all(
      """
      SELECT \(ActorStore.columns), follow.uri, followerID, followeeID, state, follow.createdAt
      FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND state = 'pending'
      ORDER BY follow.createdAt, followerID LIMIT ?
      """,
      [id, Page(limit: limit).limit]
    ) { row in (Follow(row: row, from: ActorStore.columnCount), ActorProfile(row: row)) }
  }

  /// How many wishes of active actors wait for an actor's answer.
  package func countPending(of id: ActorID) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND state = 'pending' AND suspendedAt IS NULL AND deletedAt IS NULL
      """,
      [id]
    )
  }

  /// The inboxes that reach all remote followers: a shared one once.
  package func remoteInboxes(of id: ActorID) throws -> [String] {
    try db.all(
      """
      SELECT DISTINCT coalesce(actor.sharedInbox, actor.inbox)
      FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND state = 'accepted' AND isLocal = 0 AND deletedAt IS NULL
        AND suspendedAt IS NULL
      """,
      [id]
    ) { $0[0] }
  }

  /// The members of this node that follow an actor, or have asked to.
  package func localFollowers(of id: ActorID) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM follow JOIN actor ON actor.id = followerID
      JOIN member ON member.actorID = followerID
      WHERE followeeID = ? AND member.state = 'active'
      """,
      [id],
      ActorProfile.init(row:)
    )
  }

  /// Whether some member of this node follows an actor.
  package func hasLocalFollower(_ id: ActorID) throws -> Bool {
    try db.has(
      """
      SELECT 1 FROM follow JOIN member ON member.actorID = followerID
      WHERE followeeID = ? AND follow.state = 'accepted' AND member.state = 'active' LIMIT 1
      """,
      [id]
    )
  }
}

extension Follow {
  fileprivate init(row: Row) { self.init(row: row, from: 0) }

  init(row: Row, from start: Int) {
    self.init(
      uri: row[start],
      followerID: row[start + 1],
      followeeID: row[start + 2],
      state: row[start + 3],
      createdAt: row.date(start + 4)
    )
  }
}
