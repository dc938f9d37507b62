/// Which of a node's directories: each has the entries for one ring.
package enum TalentScope: Hashable, Sendable {
  /// For the node's own members; it never leaves the node.
  case organisation
  /// For the members of a territory, by the text of its digest.
  case territory(String)
  /// For every node that talents are shared with.
  case everyone

  package var ring: TalentRing {
    switch self {
    case .organisation: .organisation
    case .territory: .territory
    case .everyone: .everyone
    }
  }

  /// How tables and messages say it.
  package var text: String {
    switch self {
    case .organisation: "organisation"
    case .territory(let id): id
    case .everyone: "everyone"
    }
  }

  package init?(text: String) {
    switch text {
    case "organisation": self = .organisation
    case "everyone": self = .everyone
    default:
      guard text.hasPrefix("zQm") else { return nil }
      self = .territory(text)
    }
  }
}
