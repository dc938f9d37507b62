import Model

/// Somebody who may be asked into a team: filtered and matched already by whoever asks.
package struct Candidate: Hashable, Sendable {
  /// The actor's URI; no two candidates have the same.
  package let id: String
  /// The host of the node that they are of.
  package let organisation: String
  /// What they have for the wanted skills; several offers may be for the same one.
  package let offers: [Offer]
  /// How many teams they are asked into already.
  package var load: Int
  /// Kilometres from where the team is wanted; nothing when unknown.
  package var distance: Double?
  /// Hours they have for it; nothing when unknown.
  package var hours: Double?

  package init(id: String, organisation: String, offers: [Offer], load: Int = 0) {
    (self.id, self.organisation) = (id, organisation)
    (self.offers, self.load) = (offers, load)
  }

  /// One skill of theirs, and the wanted one that it answers.
  package struct Offer: Hashable, Sendable {
    /// The place of the wanted skill in the task.
    package let wanted: Int
    /// The skill that they have.
    package let skill: SkillID
    package let level: SkillLevel
    package let match: SkillMatch
    /// How well it matches, from 0 to 1: as such a match does, if nothing else is said.
    package private(set) var weight: Double

    package init(
      for wanted: Int,
      skill: SkillID,
      level: SkillLevel,
      match: SkillMatch
    ) {
      (self.wanted, self.skill, self.level, self.match) = (wanted, skill, level, match)
      weight = match.weight
    }

    /// The same with another weight.
    package func weighing(_ weight: Double) -> Offer {
      var offer = self
      offer.weight = weight.isFinite ? min(1, max(0, weight)) : 0
      return offer
    }

    /// Whether it covers the wanted skill: the right one or a kind of it, known well enough.
    package func covers(_ wanted: WantedSkill) -> Bool {
      match.covers && level >= wanted.minimum && weight > 0
    }
  }
}
