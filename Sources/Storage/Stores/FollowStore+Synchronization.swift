import GRDB
import Model

/// What two nodes compare of who follows whom (FEP-8fcf).
extension FollowStore {
  /// The ids of an actor's followers at a host (with its port when that is not the usual one).
  ///
  /// Those who are suspended here count too: the tie is there, only nothing passes by it.
  package func followers(of id: ActorID, at host: String) throws -> [String] {
    try db.all(
      """
      SELECT actor.uri FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND state = 'accepted' AND actor.host = ? AND isLocal = 0
        AND deletedAt IS NULL
      """,
      [id, host]
    ) { $0[0] }
  }

  /// The follows of an actor by actors of this node, accepted or not, with who follows.
  package func localFollows(of id: ActorID) throws -> [(Follow, ActorProfile)] {
    try db.all(
      """
      SELECT \(ActorStore.columns), follow.uri, followerID, followeeID, state, follow.createdAt
      FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND isLocal = 1 AND deletedAt IS NULL
      """,
      [id]
    ) { row in (Follow(row: row, from: ActorStore.columnCount), ActorProfile(row: row)) }
  }

  /// The ids of the actors of this node whose follow of an actor was accepted.
  package func localFollowerURIs(of id: ActorID) throws -> [String] {
    try db.all(
      """
      SELECT actor.uri FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND state = 'accepted' AND isLocal = 1 AND deletedAt IS NULL
      """,
      [id]
    ) { $0[0] }
  }
}
