/// Chooses a few good teams that differ from one another.
///
/// Greedy, as maximal marginal relevance (Carbonell and Goldstein 1998): each time the best of those
/// left, where sharing people with a team already chosen counts as a price.
struct TeamChoice {
  /// Each with its ranking at the time it was chosen.
  private(set) var chosen: [PartialTeam] = []
  private var left: [PartialTeam]

  /// Chooses so many of complete teams; one that is there twice counts once.
  init(of count: Int, among teams: [PartialTeam]) {
    left = teams
    while chosen.count < count, let next = best() {
      chosen.append(next)
      left.removeAll { $0.members == next.members }
    }
  }

  /// The best team with other organisations than those chosen, else the best with other people.
  private func best() -> PartialTeam? {
    let signatures = Set(chosen.map(\.signature))
    let different = left.filter { !signatures.contains($0.signature) }
    let priced = (different.isEmpty ? left : different).map { team in
      team.sharing(chosen.map { Set($0.members).intersection(team.members).count }.max() ?? 0)
    }
    return priced.min { one, other in
      guard one.ranking == other.ranking else { return one.ranking < other.ranking }
      return one.members.lexicographicallyPrecedes(other.members)
    }
  }
}
