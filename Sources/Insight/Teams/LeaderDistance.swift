/// A team that is near to the one who leads it.
///
/// Kargar and An (CIKM 2011): with the sum of the distances to a leader as cost the best team is found
/// exactly, since every leader takes the nearest holder of each skill.
package enum LeaderDistance {
  /// The best leader, who may hold no wanted skill, and the people they would choose.
  ///
  /// - Parameters:
  ///   - graph: Who knows whom.
  ///   - holders: For each wanted skill the nodes that hold it.
  /// - Returns: The leader as centre and the least cost; nothing when nobody reaches all skills.
  package static func team(in graph: AcquaintanceGraph, holders: [[Int]]) -> AcquaintedTeam? {
    guard let search = NearestHolders(in: graph, holders: holders) else { return nil }
    let teams = graph.nodes.compactMap { leader in
      search.nearest(to: leader).map { found in
        AcquaintedTeam(
          holders: found.holders,
          cost: found.distances.reduce(0, +),
          centre: leader
        )
      }
    }
    return teams.min { $0.cost < $1.cost }
  }
}
