/// Whether ties keep to groups more than chance would: the groups are dealt out anew many times.
package struct PermutationTest: Sendable, Hashable {
  /// The E-I index as it is.
  package let observed: Double
  /// The mean over all deals.
  package let mean: Double
  /// The standard deviation over all deals.
  package let deviation: Double
  /// The share of deals that are at least as sealed as what is observed, itself counted among them.
  package let sealedBySheerChance: Double
  package let rounds: Int

  /// The deals of UCINET.
  package static let usualRounds = 10_000

  /// Tests a graph; the same seed gives the same result.
  ///
  /// - Returns: Nothing where there are no ties.
  package init?(
    _ graph: TieGraph,
    groups: [some Hashable],
    rounds: Int = usualRounds,
    seed: UInt64 = 1
  ) {
    guard let observed = graph.openness(of: groups).index, rounds > 0 else { return nil }
    let numbers = Dictionary(
      groups.map { ($0, 0) }.enumerated().map { ($0.element.0, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    var labels = groups.map { numbers[$0] ?? 0 }
    var generator = SeededGenerator(seed: seed)
    var (sum, squares, asSealed) = (0.0, 0.0, 0)
    for _ in 0..<rounds {
      labels.shuffle(using: &generator)
      let index = graph.openness(of: labels).index ?? 0
      sum += index
      squares += index * index
      if index <= observed { asSealed += 1 }
    }
    self.observed = observed
    self.rounds = rounds
    mean = sum / Double(rounds)
    deviation = max(0, squares / Double(rounds) - mean * mean).squareRoot()
    sealedBySheerChance = Double(asSealed + 1) / Double(rounds + 1)
  }
}

/// Numbers that look like chance and are the same for the same seed everywhere (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
