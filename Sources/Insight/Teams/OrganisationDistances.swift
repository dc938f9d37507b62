/// How far organisations are from one another, which is what working together costs at first.
///
/// Ties between people of other nodes stay there: only what organisations show counts, such as
/// peerings and shared groups (communication cost of Lappas, Liu and Terzi, KDD 2009, by node).
package struct OrganisationDistances: Sendable {
  /// What counts for organisations that nothing known joins.
  package static let far = 4

  private let steps: @Sendable (String, String) -> Int?

  /// Asks with the lesser name first, so that both directions have the same answer.
  package init(_ steps: @escaping @Sendable (_ one: String, _ other: String) -> Int?) {
    self.steps = steps
  }

  /// Every two organisations are far from each other.
  package static let unknown = Self { _, _ in nil }

  /// Counts the steps between organisations along what joins two of them directly.
  package init(links: [(String, String)]) {
    let names = Set(links.flatMap { [$0.0, $0.1] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let edges = links.compactMap { link -> AcquaintanceGraph.Edge? in
      guard let one = places[link.0], let other = places[link.1] else { return nil }
      return .init(one, other)
    }
    let graph = AcquaintanceGraph(nodes: names.count, edges: edges)
    let distances = names.indices.map { graph.distances(from: $0) }
    self.init { one, other in
      guard let one = places[one], let other = places[other] else { return nil }
      return distances[one][other] < Double(Self.far) ? Int(distances[one][other]) : nil
    }
  }

  /// 0 for the same, 1 for direct neighbours, at most `far`.
  package func between(_ one: String, _ other: String) -> Int {
    guard one != other else { return 0 }
    return min(Self.far, max(1, steps(min(one, other), max(one, other)) ?? Self.far))
  }
}
