import Model

/// What a search for people asks for: skills, and from how far they may come.
package struct SkillNeed: Sendable {
  /// One skill that is asked for, with all that answers to it.
  struct Wish: Sendable {
    let skill: SkillID
    let weight: Double
    let matches: [SkillID: SkillMatch]
  }

  /// The distance at which somebody counts a third, in kilometres.
  package static let usualReach = 20.0
  /// How many skills one search asks for at most.
  package static let mostSkills = 16

  let wishes: [Wish]
  let reach: Double

  package init(
    _ skills: [SkillID],
    in hierarchy: SkillHierarchy,
    rarity: SkillRarity,
    reach: Double = usualReach
  ) {
    var seen: Set<SkillID> = []
    wishes = skills.filter { seen.insert($0).inserted }.prefix(Self.mostSkills).map { skill in
      Wish(
        skill: skill,
        weight: rarity.weight(of: skill),
        matches: hierarchy.expansion(of: skill)
      )
    }
    self.reach = reach.isFinite && reach > 0 ? reach : Self.usualReach
  }
}
