/// How well groups describe a graph.
extension TieGraph {
  /// How much more lies inside groups than chance would lay there (Newman).
  ///
  /// - Returns: Nothing where there are no ties.
  package func modularity(of groups: [some Hashable]) -> Double? {
    let parts = parts(of: groups)
    guard parts.total > 0 else { return nil }
    return parts.groups.reduce(0) { sum, part in
      let share = part.strength / (2 * parts.total)
      return sum + part.within / parts.total - share * share
    }
  }

  /// The correlation of the groups at both ends of ties (Newman 2003): 1 where like ties with like only.
  ///
  /// - Returns: Nothing where there are no ties, or only one group has some.
  package func assortativity(by groups: [some Hashable]) -> Double? {
    let parts = parts(of: groups)
    guard parts.total > 0 else { return nil }
    let like = parts.groups.reduce(0) { $0 + $1.within / parts.total }
    let chance = parts.groups.reduce(0) { sum, part in
      let share = part.strength / (2 * parts.total)
      return sum + share * share
    }
    return chance < 1 ? (like - chance) / (1 - chance) : nil
  }

  /// How evenly a vertex's ties go to several groups (Guimerà and Amaral 2005): 0 for one group only.
  ///
  /// - Returns: Nothing for a vertex without ties.
  package func participation(of vertex: Int, in groups: [some Hashable]) -> Double? {
    guard !neighbours[vertex].isEmpty else { return nil }
    let all = Double(degree(of: vertex))
    let counts = Dictionary(grouping: neighbours[vertex].keys) { groups[$0] }.values.map(\.count)
    return 1 - counts.sorted().reduce(0) { $0 + (Double($1) / all) * (Double($1) / all) }
  }

  /// The ties that leave a group over the smaller of what it and the others hold of ends.
  ///
  /// - Returns: Nothing where one of the two holds none.
  package func conductance<Group: Hashable>(of group: Group, in groups: [Group]) -> Double? {
    var (cut, inside, outside) = (0.0, 0.0, 0.0)
    for tie in ties {
      for end in [tie.one, tie.other] {
        if groups[end] == group { inside += tie.weight } else { outside += tie.weight }
      }
      if (groups[tie.one] == group) != (groups[tie.other] == group) { cut += tie.weight }
    }
    let smaller = min(inside, outside)
    return smaller > 0 ? cut / smaller : nil
  }

  private struct Part {
    /// The weight of the ties inside.
    var within = 0.0
    /// The strength of its vertices.
    var strength = 0.0
  }

  private func parts<Group: Hashable>(of groups: [Group]) -> (total: Double, groups: [Part]) {
    var numbers: [Group: Int] = [:]
    for group in groups where numbers[group] == nil { numbers[group] = numbers.count }
    let labels = groups.map { numbers[$0] ?? 0 }
    var parts = [Part](repeating: Part(), count: numbers.count)
    var total = 0.0
    for tie in ties {
      total += tie.weight
      parts[labels[tie.one]].strength += tie.weight
      parts[labels[tie.other]].strength += tie.weight
      if labels[tie.one] == labels[tie.other] { parts[labels[tie.one]].within += tie.weight }
    }
    return (total, parts)
  }
}
