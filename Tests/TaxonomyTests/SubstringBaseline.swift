import Model

/// What a search without an index does: names that contain what was typed, the shortest first.
struct SubstringBaseline {
  private let names: [(name: String, skill: SkillID)]

  init(_ skills: [Skill]) {
    names = skills.flatMap { skill in
      let all = Array(skill.labels.values) + skill.alternatives.values.joined()
      return all.map { ($0.lowercased(), skill.id) }
    }
    .sorted { ($0.0.count, $0.0, $0.1) < ($1.0.count, $1.0, $1.1) }
  }

  func find(_ text: String) -> [SkillID] {
    let typed = text.lowercased()
    var seen: Set<SkillID> = []
    return names.filter { $0.name.contains(typed) && seen.insert($0.skill).inserted }
      .prefix(10).map(\.skill)
  }
}
