/// How many ties lead out of groups, and how many stay inside (Krackhardt and Stern 1988).
package struct Openness: Sendable, Hashable {
  package let external: Double
  package let `internal`: Double

  package init(external: Double, internal: Double) {
    self.external = external
    self.internal = `internal`
  }

  /// The E-I index: from -1, sealed, to +1, open; nothing where there are no ties.
  package var index: Double? {
    let all = external + `internal`
    return all > 0 ? (external - `internal`) / all : nil
  }

  /// The share of the ties that lead out.
  package var share: Double? {
    let all = external + `internal`
    return all > 0 ? external / all : nil
  }
}

/// How many pairs there could be, by the sizes of the groups: what chance would make of ties.
package struct PossiblePairs: Sendable, Hashable {
  package let external: Double
  package let `internal`: Double

  package init(sizes: some Sequence<Int>) {
    let sizes = sizes.map { Double(max(0, $0)) }
    let all = sizes.reduce(0, +)
    `internal` = sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    external = all * (all - 1) / 2 - `internal`
  }

  /// The E-I index that blind chance would have.
  package var expectedIndex: Double? { Openness(external: external, internal: `internal`).index }

  /// The share of the ties that blind chance would lead out.
  package var expectedShare: Double? { Openness(external: external, internal: `internal`).share }
}

/// How far ties stay inside groups, against chance: 0 as open as chance or more, 1 sealed.
package enum SiloIndex {
  /// One minus the share of ties that lead out over the share that chance would lead out.
  ///
  /// - Returns: Nothing where there are no ties, or only one group.
  package static func value(_ openness: Openness, among pairs: PossiblePairs) -> Double? {
    guard let share = openness.share, let expected = pairs.expectedShare, expected > 0 else {
      return nil
    }
    return min(1, max(0, 1 - share / expected))
  }
}

extension TieGraph {
  /// How open groups, one for each vertex, are to each other; every tie counts once.
  package func openness(of groups: [some Hashable]) -> Openness {
    let external = ties.count { groups[$0.one] != groups[$0.other] }
    return Openness(external: Double(external), internal: Double(ties.count - external))
  }

  /// How open one group is: every end that one of its members holds counts.
  package func openness<Group: Hashable>(of group: Group, in groups: [Group]) -> Openness {
    let members = groups.indices.filter { groups[$0] == group }
    let ends = members.map { openness(ofVertex: $0, in: groups) }
    return Openness(
      external: ends.reduce(0) { $0 + $1.external },
      internal: ends.reduce(0) { $0 + $1.internal }
    )
  }

  /// How open one vertex is.
  package func openness(ofVertex vertex: Int, in groups: [some Hashable]) -> Openness {
    let external = neighbours[vertex].keys.count { groups[$0] != groups[vertex] }
    return Openness(
      external: Double(external),
      internal: Double(neighbours[vertex].count - external)
    )
  }

  /// What the sizes of groups make possible.
  package func possiblePairs(of groups: [some Hashable]) -> PossiblePairs {
    PossiblePairs(sizes: Dictionary(grouping: groups, by: \.self).values.map(\.count))
  }
}
