/// For whom a part of a talent profile is: the three rings of every post, skill and event.
///
/// The narrowest is the default; each further one contains the one before.
package enum TalentRing: String, Sendable, CaseIterable, Comparable {
  /// The members of the person's own node.
  case organisation
  /// The members of the nodes of its territories.
  case territory
  /// Every node that this one shares talents with.
  case everyone

  package static func < (one: Self, other: Self) -> Bool { one.reach < other.reach }

  private var reach: Int {
    switch self {
    case .organisation: 0
    case .territory: 1
    case .everyone: 2
    }
  }
}
