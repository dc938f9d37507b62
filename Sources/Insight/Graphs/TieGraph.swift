/// Who is tied to whom: an undirected graph with weights, of people or of organisations.
package struct TieGraph: Sendable {
  /// A tie between two vertices.
  package struct Tie: Sendable, Hashable {
    package let one: Int
    package let other: Int
    package let weight: Double

    package init(_ one: Int, _ other: Int, weight: Double = 1) {
      self.one = min(one, other)
      self.other = max(one, other)
      self.weight = weight
    }
  }

  /// The vertices are the numbers below it.
  package let count: Int
  /// One for each pair that is tied, sorted.
  package let ties: [Tie]
  /// For each vertex those that it is tied to, with the weights.
  package let neighbours: [[Int: Double]]

  /// Makes a graph; ties of the same pair are added up, and what ties nobody to somebody else is left
  /// out: a loop, an end that is no vertex, a weight that is not above zero.
  package init(count: Int, ties: [Tie]) {
    var neighbours = [[Int: Double]](repeating: [:], count: max(0, count))
    for tie in ties
    where tie.one >= 0 && tie.other < count && tie.one != tie.other && tie.weight > 0 {
      neighbours[tie.one][tie.other, default: 0] += tie.weight
      neighbours[tie.other][tie.one, default: 0] += tie.weight
    }
    self.count = neighbours.count
    self.neighbours = neighbours
    self.ties = neighbours.indices.flatMap { one in
      neighbours[one].filter { $0.key > one }.sorted { $0.key < $1.key }
        .map { Tie(one, $0.key, weight: $0.value) }
    }
  }

  /// How many a vertex is tied to.
  package func degree(of vertex: Int) -> Int { neighbours[vertex].count }

  /// The weights of a vertex's ties, added up.
  package func strength(of vertex: Int) -> Double {
    neighbours[vertex].sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
  }
}
