import Model

/// Why somebody was found: which of their skills answers to which that was asked for.
///
/// Facts that they or others have said, never points.
package struct SkillReason: Hashable, Sendable {
  package let asked: SkillID
  package let offered: SkillID
  package let match: SkillMatch
  /// Nothing of somebody who does not know it, and only wants to learn it.
  package let level: SkillLevel?
  /// How many distinct organisations endorse it.
  package let organisations: Int
}
