import Model

/// The skills that every node knows from the start: what a French territory needs most, named by
/// ESCO's URIs where it has them, in this project's own words.
///
/// The identifiers come from ESCO, the classification of the European Commission (reuse under
/// Decision 2011/833/EU); labels, alternatives and groups are written for this project. Whoever
/// needs all of ESCO or ROME imports the official files (`TaxonomyImport`).
package enum StarterSkills {
  /// What the identifiers begin with that this project gives: groups, and skills ESCO lacks.
  package static let local = "urn:maillage:skill:"

  /// All of them, groups first within each domain; read once.
  package static let all: [Skill] = domains.flatMap { StarterLines($0).skills }

  private static let domains = [
    crafts, building, nature, environment, hospitality, health, social, administration, management,
    communication, digital, industry, transport, education, culture, community,
  ]
}
