import Model

/// One skill that a team has to bring.
package struct WantedSkill: Hashable, Sendable {
  package let skill: SkillID
  /// What somebody has to know of it at least to count.
  package let minimum: SkillLevel
  /// How much it matters beside the others.
  package let weight: Double

  /// The most that a weight may be.
  package static let heaviest = 100.0

  /// Takes a weight above 0 and up to the heaviest.
  package init?(_ skill: SkillID, minimum: SkillLevel = .notions, weight: Double = 1) {
    guard weight > 0, weight <= Self.heaviest else { return nil }
    (self.skill, self.minimum, self.weight) = (skill, minimum, weight)
  }
}
