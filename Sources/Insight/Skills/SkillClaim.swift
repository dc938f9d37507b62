import Model

/// That somebody has a skill or wants to learn it, as they say, and who else says so.
package struct SkillClaim: Hashable, Sendable {
  package var skill: SkillID
  /// Nothing for one that they only want to learn.
  package var level: SkillLevel?
  /// The organisations that those who endorse it belong to: ten colleagues of one house count as
  /// one, so that a house cannot vote its own people up.
  package var endorsers: Set<String>

  package init(skill: SkillID, level: SkillLevel?, endorsers: Set<String> = []) {
    (self.skill, self.level, self.endorsers) = (skill, level, endorsers)
  }
}
