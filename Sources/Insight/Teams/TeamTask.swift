import Model

/// What a team is wanted for: the skills it has to cover, and how many organisations it has to join.
package struct TeamTask: Hashable, Sendable {
  /// At least one and at most twelve; offers name them by their place here.
  package let wanted: [WantedSkill]
  /// How many organisations have to take part.
  package let minimumOrganisations: Int
  /// How many teams to choose from are asked for.
  package let alternatives: Int

  /// The exact search keeps a table of all sets of wanted skills: 4096 with twelve.
  package static let mostSkills = 12
  /// As many organisations as skills can take part, each with its own.
  package static let mostOrganisations = 12

  /// Takes one to twelve different skills, one to twelve organisations, three to five alternatives.
  package init?(wanted: [WantedSkill], minimumOrganisations: Int = 1, alternatives: Int = 3) {
    guard (1...Self.mostSkills).contains(wanted.count),
      Set(wanted.map(\.skill)).count == wanted.count,
      (1...Self.mostOrganisations).contains(minimumOrganisations),
      (3...5).contains(alternatives)
    else { return nil }
    self.wanted = wanted
    self.minimumOrganisations = minimumOrganisations
    self.alternatives = alternatives
  }
}
