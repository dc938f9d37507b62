import Foundation
import Model

/// How much a skill tells people apart: the fewer have it, the more.
package struct SkillRarity: Sendable {
  /// What a skill counts that everybody has, so that level and distance still decide.
  package static let least = 0.1

  private let people: Double
  private let holders: [SkillID: Int]

  /// Takes how many people may be found at all, and how many say that they have each skill.
  package init(people: Int, holders: [SkillID: Int]) {
    (self.people, self.holders) = (Double(max(people, 0)), holders)
  }

  /// Inverse document frequency, smoothed: ln((N + 1) / (n + 1)).
  package func weight(of skill: SkillID) -> Double {
    let having = Double(max(holders[skill] ?? 0, 0))
    return max(log((people + 1) / (having + 1)), Self.least)
  }
}
