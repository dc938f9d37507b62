import Model

/// How what somebody offers, or can, answers to what another needs.
package struct NeedMatch: Sendable, Hashable {
  /// A skill that is needed, and the best that answers to it.
  package struct Reason: Sendable, Hashable {
    package let asked: SkillID
    package let offered: SkillID
    package let match: SkillMatch
    /// Whether it is known well enough.
    package let isWellEnough: Bool

    /// How much of what was asked for it gives: half where it is known less well.
    package var weight: Double { isWellEnough ? match.weight : match.weight / 2 }
  }

  package let reasons: [Reason]
  /// How many skills were asked for.
  package let asked: Int
  /// Whether both are about the same kind of thing.
  package let isSameResource: Bool

  /// From 0 to 1.
  package var strength: Double {
    let skills = asked == 0 ? 0 : reasons.reduce(0) { $0 + $1.weight } / Double(asked)
    return max(skills, isSameResource ? 1 : 0)
  }

  /// Whether people are to be told, not only shown when they ask: something that was asked for is
  /// there as it was asked for.
  package var isSure: Bool {
    isSameResource || reasons.contains { $0.match.covers && $0.isWellEnough }
  }

  /// Compares skills; nothing when none answers to another.
  ///
  /// - Parameters:
  ///   - asked: What is needed, each with the least level.
  ///   - offered: What is there.
  ///   - hierarchy: Which skills are kinds of which.
  ///   - isSameResource: Whether both are about the same kind of thing.
  package init?(
    _ asked: [Need.Skill],
    _ offered: [SkillID: SkillLevel],
    in hierarchy: SkillHierarchy,
    isSameResource: Bool = false
  ) {
    reasons = asked.compactMap { skill in
      hierarchy.expansion(of: skill.id)
        .compactMap { id, match in
          offered[id].map { level in
            Reason(asked: skill.id, offered: id, match: match, isWellEnough: level >= skill.level)
          }
        }
        .max { ($0.weight, $1.offered) < ($1.weight, $0.offered) }
    }
    self.asked = asked.count
    self.isSameResource = isSameResource
    guard !reasons.isEmpty || isSameResource else { return nil }
  }

  /// Compares a need with an offer: skills, things, place and time.
  package init?(_ need: Need, with offer: Need, in hierarchy: SkillHierarchy) {
    guard need.reaches(offer), need.overlaps(from: offer.from, until: offer.until) else {
      return nil
    }
    let resource = need.primary.resource
    self.init(
      need.skills,
      Dictionary(offer.skills.map { ($0.id, $0.level) }, uniquingKeysWith: max),
      in: hierarchy,
      isSameResource: resource != nil && resource == offer.primary.resource
        && need.primary.action == offer.primary.action
    )
  }

  /// Compares a need with what a person says of itself, whatever ring it is for.
  ///
  /// Who says no place or no time is not left out: nobody but the person is told.
  package init?(_ need: Need, with profile: TalentProfile, in hierarchy: SkillHierarchy) {
    if let time = profile.availability?.value,
      !need.overlaps(from: time.from, until: time.until)
    {
      return nil
    }
    let codes = profile.places.map(\.value.code)
    guard codes.isEmpty || codes.contains(where: { Self.reaches(need, $0) }) else { return nil }
    let known = profile.talents.compactMap { talent in talent.level.map { (talent.skill, $0) } }
    self.init(need.skills, Dictionary(known, uniquingKeysWith: max), in: hierarchy)
  }

  private static func reaches(_ need: Need, _ code: String) -> Bool {
    var there = need
    there.place = Need.Place(code: code, position: Communes.find(code: code)?.position)
    return need.reaches(there)
  }
}
