import GRDB
import Model

extension FollowStore {
  /// What of somebody one follows enters the timeline, and of what one is told.
  package struct Settings: Sendable, Hashable {
    package var showsBoosts: Bool
    /// Whether every new post is told.
    package var notifies: Bool

    package init(showsBoosts: Bool = true, notifies: Bool = false) {
      self.showsBoosts = showsBoosts
      self.notifies = notifies
    }
  }

  package func settings(follower: ActorID, followee: ActorID) throws -> Settings? {
    try db.first(
      "SELECT showsBoosts, notifies FROM follow WHERE followerID = ? AND followeeID = ?",
      [follower, followee]
    ) { Settings(showsBoosts: $0[0], notifies: $0[1]) }
  }

  /// - Returns: Whether there is such a follow, accepted or not.
  @discardableResult
  package func set(_ settings: Settings, follower: ActorID, followee: ActorID) throws -> Bool {
    try db.run(
      """
      UPDATE follow SET showsBoosts = ?, notifies = ? WHERE followerID = ? AND followeeID = ?
      """,
      [settings.showsBoosts, settings.notifies, follower, followee]
    )
    return db.changesCount > 0
  }
}
