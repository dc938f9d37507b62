/// A skill of a person, as the person says it.
package struct Talent: Hashable, Sendable {
  package var skill: SkillID
  /// Nothing for one who only wants to learn it.
  package var level: SkillLevel?
  /// Whether the person wants to learn it, or learn more.
  package var isWanted: Bool
  /// What shows it: a diploma, a work, a year; the person's own words, for its own node alone.
  package var evidence: String
  package var ring: TalentRing

  package static let longestEvidence = 500

  /// - Throws: `Refusal.malformed` for one that is neither known nor wanted, or too long.
  package init(
    skill: SkillID,
    level: SkillLevel?,
    isWanted: Bool = false,
    evidence: String = "",
    ring: TalentRing = .organisation
  ) throws(Refusal) {
    guard level != nil || isWanted else {
      throw .malformed("A skill has a level from 1 to 4, or one wants to learn it.")
    }
    guard evidence.fits(Self.longestEvidence) else {
      throw .malformed("What shows a skill has up to \(Self.longestEvidence) characters.")
    }
    (self.skill, self.level, self.isWanted) = (skill, level, isWanted)
    (self.evidence, self.ring) = (evidence, ring)
  }
}
