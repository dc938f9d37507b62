import Model

/// How far a territory's organisations keep to themselves, from the figures that they show.
package struct TerritorySilo: Sendable, Hashable, Encodable {
  /// The same between groups of organisations.
  package struct Groups: Sendable, Hashable, Encodable {
    package let index: DisclosedFigure
    package let expected: DisclosedFigure
    package let silo: DisclosedFigure
    /// How likely sheer chance would be as sealed, by permutation; nothing where that is not shown.
    package let chance: Double?
    package let rounds: Int
    package let groups: Int
  }

  /// An organisation between the others.
  package struct Position: Sendable, Hashable, Encodable {
    package let host: String
    package let name: String
    /// The E-I index of its members.
    package let index: DisclosedFigure
    /// On what share of the shortest ways between others it lies.
    package let betweenness: DisclosedFigure
    /// How far its partners are each other's partners.
    package let constraint: DisclosedFigure
  }

  /// Whose organisations are measured.
  package struct Territory: Sendable, Hashable, Encodable {
    package let id: String
    package let name: String

    package init(id: String, name: String) {
      (self.id, self.name) = (id, name)
    }
  }

  package let month: Month
  /// Nothing: all organisations that are known.
  package let territory: Territory?
  /// How many organisations there are, and how many of them showed what is needed.
  package let organisations: Int
  package let counted: Int
  package let index: DisclosedFigure
  package let expected: DisclosedFigure
  package let silo: DisclosedFigure
  package let byKind: Groups?
  package let byPlace: Groups?
  package let positions: [Position]

  /// Computes it; nothing leaves but what the rules of disclosure let pass.
  package init(
    _ all: [OrganisationMonth],
    of territory: Territory? = nil,
    in month: Month,
    at now: Now
  ) {
    let all = all.sorted { $0.host < $1.host }
    let known = all.filter { $0.members?.value != nil && $0.inside?.value != nil }
    let sum = Sum(known)
    self.month = month
    self.territory = territory
    organisations = all.count
    counted = known.count
    let pairs = PossiblePairs(sizes: known.map { Int($0.members?.value ?? 0) })
    let openness = Openness(external: sum.external, internal: sum.internal)
    func figure(_ value: Double?) -> DisclosedFigure {
      DisclosureControl.figure(
        value,
        people: sum.people,
        of: .organisations(sum.shares),
        in: month,
        at: now
      )
    }
    index = figure(openness.index)
    expected = figure(pairs.expectedIndex)
    silo = figure(SiloIndex.value(openness, among: pairs))
    let graph = Self.graph(all)
    byKind = Self.groups(graph, all.map(\.kind), all, month, now)
    byPlace = Self.groups(graph, all.map { $0.epci ?? "" }, all, month, now)
    positions = Self.positions(graph, all, month, now)
  }

  /// What the organisations have together.
  private struct Sum {
    var external = 0.0
    var `internal` = 0.0
    var people = 0
    var shares: [String: Double] = [:]

    init(_ all: [OrganisationMonth]) {
      for (place, one) in all.enumerated() {
        let inside = one.inside?.value ?? 0
        `internal` += inside
        people += Int(one.members?.value ?? 0)
        shares[one.host, default: 0] += inside
        for other in all[(place + 1)...] {
          let ties = TerritorySilo.ties(one, other) ?? 0
          external += ties
          shares[one.host, default: 0] += ties / 2
          shares[other.host, default: 0] += ties / 2
        }
      }
    }
  }

  /// The pairs of people across two organisations: what the two say, in the mean.
  private static func ties(_ one: OrganisationMonth, _ other: OrganisationMonth) -> Double? {
    let said = [one.exchanges[other.host]?.ties?.value, other.exchanges[one.host]?.ties?.value]
      .compactMap(\.self)
    return said.isEmpty ? nil : said.reduce(0, +) / Double(said.count)
  }

  private static func graph(_ all: [OrganisationMonth]) -> TieGraph {
    var ties: [TieGraph.Tie] = []
    for (place, one) in all.enumerated() {
      for other in (place + 1)..<max(place + 1, all.count) {
        let said = Self.ties(one, all[other]) ?? 0
        if said > 0 { ties.append(.init(place, other, weight: said)) }
      }
    }
    return TieGraph(count: all.count, ties: ties)
  }

  private static func groups(
    _ graph: TieGraph,
    _ groups: [String],
    _ all: [OrganisationMonth],
    _ month: Month,
    _ now: Now
  ) -> Groups? {
    guard Set(groups).count > 1, !graph.ties.isEmpty else { return nil }
    let openness = graph.openness(of: groups)
    let pairs = graph.possiblePairs(of: groups)
    let tied = all.indices.filter { graph.degree(of: $0) > 0 }
    let people = tied.reduce(0) { $0 + Int(all[$1].members?.value ?? 0) }
    let shares = Dictionary(
      uniqueKeysWithValues: tied.map { (all[$0].host, Double(graph.degree(of: $0))) }
    )
    func figure(_ value: Double?) -> DisclosedFigure {
      DisclosureControl.figure(
        value,
        people: people,
        of: .organisations(shares),
        in: month,
        at: now
      )
    }
    let index = figure(openness.index)
    // Large graphs need fewer deals: the answer does not take longer than a look.
    let rounds = min(PermutationTest.usualRounds, max(500, 20_000_000 / graph.ties.count))
    let test =
      index.value == nil
      ? nil
      : PermutationTest(graph, groups: groups, rounds: rounds, seed: UInt64(month.number))
    return Groups(
      index: index,
      expected: figure(pairs.expectedIndex),
      silo: figure(SiloIndex.value(openness, among: pairs)),
      chance: test?.sealedBySheerChance,
      rounds: rounds,
      groups: Set(groups).count
    )
  }

  private static func positions(
    _ graph: TieGraph,
    _ all: [OrganisationMonth],
    _ month: Month,
    _ now: Now
  ) -> [Position] {
    let betweenness = graph.normalizedBetweenness()
    return all.enumerated().filter { $0.element.isKnown }.map { place, one in
      func figure(_ value: Double?) -> DisclosedFigure {
        DisclosureControl.figure(value, people: Int(one.members?.value ?? 0), in: month, at: now)
      }
      let outside = one.exchanges.values.compactMap(\.ties?.value).sorted().reduce(0, +)
      let openness = one.inside?.value.map { Openness(external: outside, internal: $0) }
      return Position(
        host: one.host,
        name: one.name,
        index: figure(openness?.index),
        betweenness: figure(graph.degree(of: place) > 0 ? betweenness[place] : nil),
        constraint: figure(graph.constraint(of: place))
      )
    }
  }
}
