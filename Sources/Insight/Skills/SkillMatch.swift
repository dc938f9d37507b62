/// How a skill that somebody has answers to the one that was asked for.
package enum SkillMatch: UInt8, Sendable, CaseIterable, Comparable {
  /// It is the one, here or by its name in another taxonomy.
  case exact
  /// It is a part or a kind of it.
  case narrower
  /// It is what the one asked for is a part or a kind of.
  case broader
  /// It has the same broader skill.
  case sibling

  /// Whether who has it can be said to have the one that was asked for.
  ///
  /// Who knows one kind of welding can weld; who knows metalwork, or another kind of metalwork, may
  /// not: such skills are named as the nearest to what stays uncovered, and cover nothing.
  package var covers: Bool { self == .exact || self == .narrower }

  /// How much of what was asked for it gives; chosen, to be tuned with use.
  package var weight: Double {
    switch self {
    case .exact: 1
    case .narrower: 0.9
    case .broader: 0.5
    case .sibling: 0.25
    }
  }

  /// A better match comes first.
  package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
