extension SkillIndex {
  /// One search: how well each label, and each skill with all its labels, covers what was asked.
  struct Search {
    /// The least share of what was asked for that a skill must cover.
    static let leastCover: Float = 0.2
    /// What labels in other languages than the asker's count.
    static let otherLanguage: Float = 0.85
    /// What alternatives count, against the label that a skill is shown with.
    static let alternative: Float = 0.97

    /// What a word weighs that no label has, nor any like it: it tells nothing.
    static let unknownWord: Float = 1

    /// A label, and how well it answers; compared by that.
    private struct Answer {
      let label: Int32
      let finding: SkillHit.Finding
      let score: Float

      func isBetter(than other: Answer) -> Bool {
        if finding != other.finding { return finding < other.finding }
        return score != other.score ? score > other.score : label < other.label
      }
    }

    private let index: SkillIndex
    private let language: String?
    /// What the words that were asked for weigh together.
    private var asked: Float = 0
    private var labels: Cover
    private var skills: Cover
    private var wordCount = 0
    private var exact: [Int32] = []

    init(of index: SkillIndex, in language: String?) {
      (self.index, self.language) = (index, language)
      labels = Cover(count: index.labels.count)
      skills = Cover(count: index.skills.count)
    }

    mutating func look(for text: SkillText) {
      guard !text.words.isEmpty else { return }
      exact = index.keys[text.key] ?? []
      for word in text.words { cover(word) }
    }

    /// Goes from the likeliest stand-in to the least: what it covers first counts.
    private mutating func cover(_ word: String) {
      let standIns = index.lexicon.standIns(for: word)
      wordCount += 1
      labels.beginWord()
      skills.beginWord()
      guard let likeliest = standIns.first else {
        asked += Self.unknownWord
        return
      }
      let weight = index.lexicon.weight(of: likeliest.word)
      asked += weight
      for standIn in standIns {
        for label in index.lexicon.labels(with: standIn.word) {
          let share = weight * standIn.likeness
          labels.add(share, to: Int(label), by: standIn.way)
          skills.add(share, to: Int(index.labels[Int(label)].skill), by: standIn.way)
        }
      }
    }

    /// The best answers, one for each skill.
    func hits(limit: Int) -> [SkillHit] {
      var best: [Int32: Answer] = [:]
      for answer in answers {
        let skill = index.labels[Int(answer.label)].skill
        if let known = best[skill], !answer.isBetter(than: known) { continue }
        best[skill] = answer
      }
      return best.values.sorted { $0.isBetter(than: $1) }.prefix(limit).map(hit)
    }

    private var answers: [Answer] {
      exact.map { Answer(label: $0, finding: .exact, score: factor(of: $0)) }
        + labels.touched.compactMap(answer)
    }

    /// Half Jaccard's index of what was asked for and the label, each word with its weight; half
    /// what all names of the skill cover together.
    private func answer(_ label: Int32) -> Answer? {
      let skill = skills.shares[Int(index.labels[Int(label)].skill)]
      guard skill >= Self.leastCover * asked else { return nil }
      let cover = labels.shares[Int(label)]
      let union = max(asked + index.weights[Int(label)] - cover, cover)
      let score = (cover / union + skill / asked) / 2 * factor(of: label)
      return Answer(label: label, finding: finding(of: label), score: score)
    }

    private func finding(of label: Int32) -> SkillHit.Finding {
      guard Int(labels.words[Int(label)]) == wordCount else { return .similar }
      return switch labels.worst[Int(label)] {
      case .equal: .words
      case .prefix: .prefix
      case .similar: .similar
      }
    }

    private func factor(of label: Int32) -> Float {
      let label = index.labels[Int(label)]
      let isForeign = language.map { $0 != label.language } ?? false
      return (isForeign ? Self.otherLanguage : 1) * (label.isPreferred ? 1 : Self.alternative)
    }

    private func hit(_ answer: Answer) -> SkillHit {
      let label = index.labels[Int(answer.label)]
      return SkillHit(
        skill: index.skills[Int(label.skill)],
        label: label.text,
        language: label.language,
        finding: answer.finding
      )
    }
  }
}
