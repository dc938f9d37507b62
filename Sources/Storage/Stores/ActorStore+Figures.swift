import Foundation
import GRDB
import Model

extension ActorStore {
  /// How many of what an actor has, as far as this node knows.
  package struct Figures: Sendable, Hashable {
    package var followers: Int
    package var following: Int
    package var posts: Int
    package var lastPostAt: Date?
  }

  /// What everyone may know of an actor in numbers: posts are those that everyone can read.
  package func figures(of id: ActorID) throws -> Figures {
    let figures = try db.first(
      """
      SELECT
        (SELECT count(*) FROM follow WHERE followeeID = ?1 AND state = 'accepted'),
        (SELECT count(*) FROM follow WHERE followerID = ?1 AND state = 'accepted'),
        (SELECT count(*) FROM post WHERE authorID = ?1 AND audience <> 'direct'),
        (SELECT publishedAt FROM post WHERE authorID = ?1 AND audience <> 'direct'
          ORDER BY id DESC LIMIT 1)
      """,
      [id]
    ) {
      Figures(followers: $0[0], following: $0[1], posts: $0[2], lastPostAt: $0.dateIfAny(3))
    }
    return figures ?? Figures(followers: 0, following: 0, posts: 0, lastPostAt: nil)
  }
}
