import Foundation

/// One actor's wish to hear another, and the other's answer.
package struct Follow: Sendable, Hashable {
  /// Where the wish stands; there is no "rejected", since a rejected follow is gone.
  package enum State: String, Sendable { case pending, accepted }

  package var uri: String
  package var followerID: ActorID
  package var followeeID: ActorID
  package var state: State
  package var createdAt: Date

  package init(
    uri: String,
    followerID: ActorID,
    followeeID: ActorID,
    state: State,
    createdAt: Date
  ) {
    self.uri = uri
    self.followerID = followerID
    self.followeeID = followeeID
    self.state = state
    self.createdAt = createdAt
  }
}
