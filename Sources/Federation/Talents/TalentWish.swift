import Model

/// Whom somebody looks for: by skills, place and time.
package struct TalentWish: Sendable {
  /// One skill that is wanted.
  package struct Skill: Sendable, Hashable {
    package var id: SkillID
    package var minimum: SkillLevel
    /// Whether those are meant who want to learn it.
    package var isToLearn: Bool

    package init(id: SkillID, minimum: SkillLevel = .notions, isToLearn: Bool = false) {
      (self.id, self.minimum, self.isToLearn) = (id, minimum, isToLearn)
    }
  }

  /// Around which commune, and how far.
  package struct Nearness: Sendable, Hashable {
    package var commune: Commune
    package var kilometres: Double

    package static let farthest = 1_000.0

    /// - Throws: `Refusal.malformed` for no distance, or one beyond ``farthest``.
    package init(commune: Commune, kilometres: Double) throws(Refusal) {
      guard kilometres > 0, kilometres <= Self.farthest else {
        throw .malformed("A distance is more than 0 and up to \(Int(Self.farthest)) km.")
      }
      (self.commune, self.kilometres) = (commune, kilometres)
    }
  }

  package var skills: [Skill]
  package var near: Nearness?
  /// Hours in a month.
  package var hours: Int?
  package var from: Day?
  package var until: Day?
  package var help: HelpKind?

  /// The most skills that one wish names.
  package static let mostSkills = 12

  /// - Throws: `Refusal.malformed` without a skill, with too many, or with one twice.
  package init(skills: [Skill]) throws(Refusal) {
    guard (1...Self.mostSkills).contains(skills.count) else {
      throw .malformed("Name 1 to \(Self.mostSkills) skills.")
    }
    guard Set(skills.map(\.id)).count == skills.count else {
      throw .malformed("A skill is named twice.")
    }
    self.skills = skills
  }
}
