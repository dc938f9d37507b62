import Model

/// Teams of those who are near to each other, beside the smallest ones: by what joins their organisations.
///
/// RarestFirst makes the greatest distance in the team small, the leader distance its sum from one
/// organisation. Both may be larger than the smallest team, and say what nearness would cost.
package struct NearTeams: Hashable, Sendable {
  package struct Team: Hashable, Sendable {
    /// For each wanted skill, in the task's order, who answers for it, by id.
    package let people: [String]
    /// Of those, in the same order.
    package let organisations: [String]
    /// The steps that were made few.
    package let steps: Int

    /// Everybody once, in the order in which they are first named.
    package var members: [String] {
      var seen: Set<String> = []
      return people.filter { seen.insert($0).inserted }
    }
  }

  /// With the least steps between the two farthest, by RarestFirst: at most twice as many as possible.
  package let closest: Team?
  /// With the least steps from one organisation to all others, added up: exact.
  package let led: Team?

  /// Everybody whom the teams name.
  package var named: Set<String> {
    Set((closest?.people ?? []) + (led?.people ?? []))
  }

  /// - Parameters:
  ///   - task: What is wanted; how many organisations take part at least is not looked at.
  ///   - candidates: Who could be in a team.
  ///   - links: What joins two organisations, or an organisation and a place to which several come.
  package init(_ task: TeamTask, among candidates: [Candidate], links: [(String, String)]) {
    var best: [[String: (id: String, offer: Candidate.Offer)]] = task.wanted.map { _ in [:] }
    for candidate in candidates {
      for (place, wish) in task.wanted.enumerated() {
        guard let offer = candidate.best(for: place, wish) else { continue }
        if let known = best[place][candidate.organisation],
          !offer.isBetter(than: known.offer, candidate.id < known.id)
        {
          continue
        }
        best[place][candidate.organisation] = (candidate.id, offer)
      }
    }
    let holding = best.flatMap(\.keys)
    let names = Set(links.flatMap { [$0.0, $0.1] } + holding).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let edges = links.compactMap { link in
      places[link.0].flatMap { one in places[link.1].map { AcquaintanceGraph.Edge(one, $0) } }
    }
    let graph = AcquaintanceGraph(nodes: names.count, edges: edges)
    let holders = best.map { $0.keys.compactMap { places[$0] } }
    func named(_ team: AcquaintedTeam?) -> Team? {
      guard let team else { return nil }
      let organisations = team.holders.map { names[$0] }
      let people = zip(best, organisations).compactMap { $0[$1]?.id }
      guard people.count == organisations.count else { return nil }
      return Team(people: people, organisations: organisations, steps: Int(team.cost))
    }
    closest = named(RarestFirst.team(in: graph, holders: holders))
    led = named(LeaderDistance.team(in: graph, holders: holders))
  }
}

extension Candidate.Offer {
  /// Closer to what is wanted, then better known, then by a tie that is the same everywhere.
  fileprivate func isBetter(than other: Self, _ tie: Bool) -> Bool {
    (weight, level.rawValue) == (other.weight, other.level.rawValue)
      ? tie : (weight, level.rawValue) > (other.weight, other.level.rawValue)
  }
}
