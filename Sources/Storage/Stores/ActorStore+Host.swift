import GRDB
import Model

extension ActorStore {
  /// What there is of another host.
  package struct HostCounts: Sendable, Hashable {
    package var actors: Int
    package var posts: Int
    /// Of its actors, who follow somebody here.
    package var followers: Int
    /// Of its actors, whom somebody here follows.
    package var following: Int
  }

  package func counts(host: String) throws -> HostCounts {
    HostCounts(
      actors: try db.count("SELECT count(*) FROM actor WHERE host = ? AND isLocal = 0", [host]),
      posts: try db.count(
        """
        SELECT count(*) FROM post JOIN actor ON actor.id = authorID
        WHERE actor.host = ? AND actor.isLocal = 0
        """,
        [host]
      ),
      followers: try db.count(
        """
        SELECT count(*) FROM follow JOIN actor ON actor.id = followerID
        WHERE actor.host = ? AND actor.isLocal = 0
        """,
        [host]
      ),
      following: try db.count(
        """
        SELECT count(*) FROM follow JOIN actor ON actor.id = followeeID
        WHERE actor.host = ? AND actor.isLocal = 0
        """,
        [host]
      )
    )
  }

  /// Forgets some of another host's actors with all they wrote and every tie to them.
  ///
  /// - Returns: How many; nothing is left when that is none.
  package func purge(host: String, limit: Int = 50) throws -> Int {
    try db.run(
      """
      DELETE FROM actor WHERE id IN (
        SELECT id FROM actor WHERE host = ? AND isLocal = 0 ORDER BY id LIMIT ?)
      """,
      [host, limit]
    )
    return db.changesCount
  }
}
