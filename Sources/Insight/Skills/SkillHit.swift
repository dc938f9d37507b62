import Model

/// A skill that was found, by which of its names, and how.
package struct SkillHit: Hashable, Sendable {
  /// How a name answers to what was typed, the surest first.
  package enum Finding: UInt8, Sendable, CaseIterable, Comparable {
    /// It is what was typed, but for case, accents, articles and the plural.
    case exact
    /// It has all the words that were typed.
    case words
    /// It has all the words, some of them longer.
    case prefix
    /// It has words that are spelled nearly so, or most of the words.
    case similar

    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
  }

  package let skill: SkillID
  /// The label or alternative that was found, as it is written.
  package let label: String
  /// The language of the label.
  package let language: String
  package let finding: Finding
}
