import GRDB
import Model

extension FollowStore {
  /// What of somebody one follows enters the timeline, and of what one is told.
  package struct Settings: Sendable, Hashable {
    package var showsBoosts: Bool
    /// Whether every new post is told.
    package var notifies: Bool
    /// Only posts in these languages, and those that name none, enter; nothing: all of them.
    package var languages: [String]?

    package init(
      showsBoosts: Bool = true,
      notifies: Bool = false,
      languages: [String]? = nil
    ) {
      self.showsBoosts = showsBoosts
      self.notifies = notifies
      self.languages = languages
    }
  }

  package func settings(follower: ActorID, followee: ActorID) throws -> Settings? {
    try db.first(
      """
      SELECT showsBoosts, notifies, languages FROM follow WHERE followerID = ? AND followeeID = ?
      """,
      [follower, followee]
    ) { Settings(showsBoosts: $0[0], notifies: $0[1], languages: Self.languages($0[2])) }
  }

  /// - Returns: Whether there is such a follow, accepted or not.
  @discardableResult
  package func set(_ settings: Settings, follower: ActorID, followee: ActorID) throws -> Bool {
    try db.run(
      """
      UPDATE follow SET showsBoosts = ?, notifies = ?, languages = ?
      WHERE followerID = ? AND followeeID = ?
      """,
      [
        settings.showsBoosts, settings.notifies,
        settings.languages?.joined(separator: " ").lowercased(), follower, followee,
      ]
    )
    return db.changesCount > 0
  }

  /// Language tags, which have no blank in them, as they are kept.
  static func languages(_ text: String?) -> [String]? {
    text?.split(separator: " ").map(String.init)
  }
}
