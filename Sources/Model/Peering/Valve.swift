import Foundation

/// A flow rule: how one kind of activity passes between this node and a peer, and who wanted it so.
package struct Valve: Hashable, Sendable {
  /// Seen from this node.
  package enum Direction: String, Sendable, CaseIterable, Codable {
    case `in`, out
  }

  /// How far it is open.
  package enum Setting: String, Sendable, CaseIterable, Codable {
    case open
    /// Held until somebody releases it.
    case reviewed
    case closed
  }

  package var scope: Scope
  package var direction: Direction
  package var setting: Setting
  package var author: String
  package var reason: String
  package var createdAt: Date
  package var reviewAt: Date?

  package init(
    scope: Scope,
    direction: Direction,
    setting: Setting,
    author: String,
    reason: String,
    createdAt: Date,
    reviewAt: Date? = nil
  ) {
    self.scope = scope
    self.direction = direction
    self.setting = setting
    self.author = author
    self.reason = reason
    self.createdAt = createdAt
    self.reviewAt = reviewAt
  }
}
