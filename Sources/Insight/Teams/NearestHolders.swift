/// Who holds each wanted skill, and which of them is nearest to somebody.
struct NearestHolders {
  let graph: AcquaintanceGraph
  /// For each wanted skill the nodes that hold it, ascending.
  let holders: [[Int]]

  /// Nothing when a skill has no holder, or when no skill is wanted.
  init?(in graph: AcquaintanceGraph, holders: [[Int]]) {
    let present = holders.map { $0.filter(graph.nodes.contains).sorted() }
    guard !present.isEmpty, present.allSatisfy({ !$0.isEmpty }) else { return nil }
    (self.graph, self.holders) = (graph, present)
  }

  /// The nearest holder of each skill, the lowest number among equally near ones.
  ///
  /// - Parameters:
  ///   - centre: Whom the distances are counted from.
  ///   - rooted: A skill that the centre itself answers for.
  /// - Returns: The holders and their distances; nothing when a skill is out of reach.
  func nearest(
    to centre: Int,
    answeringFor rooted: Int? = nil
  ) -> (holders: [Int], distances: [Double])? {
    let distances = graph.distances(from: centre)
    var chosen: [Int] = []
    for (skill, holders) in holders.enumerated() {
      let nearest = holders.min { distances[$0] < distances[$1] }
      guard let holder = skill == rooted ? centre : nearest, distances[holder].isFinite else {
        return nil
      }
      chosen.append(holder)
    }
    return (chosen, chosen.map { distances[$0] })
  }
}
