/// A skill of the taxonomy: what it is called, and where it stands among the others.
package struct Skill: Hashable, Sendable {
  package let id: SkillID
  /// What it is called, by language (`fr`, `en`); never empty.
  package var labels: [String: String]
  /// What else it is called, by language: synonyms, short forms, words that people type.
  package var alternatives: [String: [String]]
  /// The skills that this one is a part or a kind of.
  package var broader: [SkillID]
  /// The same skill in other taxonomies (`skos:exactMatch`).
  package var sameAs: [SkillID]

  package init(
    id: SkillID,
    labels: [String: String],
    alternatives: [String: [String]] = [:],
    broader: [SkillID] = [],
    sameAs: [SkillID] = []
  ) {
    (self.id, self.labels, self.alternatives) = (id, labels, alternatives)
    (self.broader, self.sameAs) = (broader, sameAs)
  }

  /// What it is called in a language, else in French, else in whatever there is, else its URI.
  package func label(in language: String) -> String {
    labels[language] ?? labels["fr"] ?? labels.min { $0.key < $1.key }?.value ?? id.description
  }
}
