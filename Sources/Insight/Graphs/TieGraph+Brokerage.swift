/// What a vertex gains by whom it ties together (Burt 1992).
extension TieGraph {
  /// How far all of a vertex's ties lead to the same others: low for who joins those that are apart.
  ///
  /// - Returns: Nothing for a vertex without ties.
  package func constraint(of vertex: Int) -> Double? {
    guard !neighbours[vertex].isEmpty else { return nil }
    let shares = shares(of: vertex)
    var invested = shares
    for (between, share) in shares.sorted(by: { $0.key < $1.key }) {
      for (end, further) in self.shares(of: between) where end != vertex && shares[end] != nil {
        invested[end, default: 0] += share * further
      }
    }
    return invested.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
  }

  /// How many of a vertex's ties count, those to people who are tied to each other counting for less
  /// (Borgatti 1997 where all weigh the same).
  ///
  /// - Returns: Nothing for a vertex without ties.
  package func effectiveSize(of vertex: Int) -> Double? {
    guard !neighbours[vertex].isEmpty else { return nil }
    let shares = shares(of: vertex).sorted { $0.key < $1.key }
    return shares.reduce(0) { sum, one in
      let strongest = neighbours[one.key].values.max() ?? 1
      let redundant = shares.reduce(0) { sum, between in
        sum + between.value * (neighbours[one.key][between.key] ?? 0) / strongest
      }
      return sum + 1 - redundant
    }
  }

  /// The effective size over the number of ties.
  package func efficiency(of vertex: Int) -> Double? {
    effectiveSize(of: vertex).map { $0 / Double(degree(of: vertex)) }
  }

  /// For each that a vertex is tied to, the share of its strength.
  private func shares(of vertex: Int) -> [Int: Double] {
    let strength = strength(of: vertex)
    return neighbours[vertex].mapValues { $0 / strength }
  }
}
