/// How well somebody knows a skill, as they say themselves.
///
/// Four steps, so that there is no middle to hide in. vCard's words for them (RFC 6715 §2.1) are
/// `beginner` for the first, `average` for the second and third, `expert` for the fourth.
package enum SkillLevel: Int, Sendable, CaseIterable, Comparable {
  /// Has begun: needs somebody beside them.
  case notions = 1
  /// Does ordinary cases alone.
  case practice = 2
  /// Does hard cases, and helps others.
  case mastery = 3
  /// Is asked by others of the trade.
  case expertise = 4

  package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
