import Model

/// Finds skills by what people call them, with slips of the pen and without accents.
///
/// It holds words and trigrams in memory; ESCO and ROME together take some tens of megabytes. Where
/// several taxonomies name the same thing alike, what was given first comes first.
package struct SkillIndex: Sendable {
  /// One of the names of a skill.
  struct Label: Sendable {
    let skill: Int32
    let isPreferred: Bool
    let language: String
    let text: String
  }

  /// How many hits are given at most.
  package static let mostHits = 100

  let skills: [SkillID]
  let labels: [Label]
  /// The labels by their key (`SkillText.key`).
  let keys: [String: [Int32]]
  let lexicon: SkillLexicon
  /// What the words of each label weigh together.
  let weights: [Float]

  package init(_ skills: [Skill]) {
    var labels: [Label] = []
    for (number, skill) in skills.enumerated() {
      Self.collect(skill, numbered: Int32(truncatingIfNeeded: number), into: &labels)
    }
    var keys: [String: [Int32]] = [:]
    var occurrences: [String: [Int32]] = [:]
    for (number, label) in labels.enumerated() {
      let text = SkillText(label.text)
      if !text.key.isEmpty { keys[text.key, default: []].append(Int32(number)) }
      for word in text.words { occurrences[word, default: []].append(Int32(number)) }
    }
    self.skills = skills.map(\.id)
    self.labels = labels
    self.keys = keys
    lexicon = SkillLexicon(occurrences, labelCount: labels.count)
    weights = lexicon.labelWeights(count: labels.count)
  }

  /// The skills that a text may name, the likeliest first, each once with its best label.
  ///
  /// Labels in the language of the asker count more; those in others are found too, because
  /// people say *machine learning* in every language.
  package func find(
    _ text: some StringProtocol,
    in language: String? = nil,
    limit: Int = 10
  ) -> [SkillHit] {
    var search = Search(of: self, in: language)
    search.look(for: SkillText(text))
    return search.hits(limit: min(max(limit, 0), Self.mostHits))
  }

  private static func collect(_ skill: Skill, numbered number: Int32, into labels: inout [Label]) {
    for (language, text) in skill.labels.sorted(by: { $0.key < $1.key }) {
      labels.append(Label(skill: number, isPreferred: true, language: language, text: text))
    }
    for (language, texts) in skill.alternatives.sorted(by: { $0.key < $1.key }) {
      for text in texts {
        labels.append(Label(skill: number, isPreferred: false, language: language, text: text))
      }
    }
  }
}
