/// Whom a post is for: the five words used in code, tables, the API and the protocol.
package enum Audience: String, Sendable, Hashable, CaseIterable, Codable {
  /// Stays on this node and never leaves it, not even by its URL.
  case node
  /// The members of the nodes of the territory.
  case territory
  /// Everyone.
  case `public`
  /// Those who follow the author.
  case followers
  /// Those whom the post addresses.
  case direct
}
