/// A team whose members are near to one another on the whole.
///
/// Kargar and An (CIKM 2011): at most twice the smallest sum of distances between the holders of each
/// two skills, and steadier than the diameter when an edge comes or goes.
package enum BestSumDistance {
  /// Tries every holder of every skill as centre, and keeps the one nearest to the others.
  ///
  /// - Parameters:
  ///   - graph: Who knows whom.
  ///   - holders: For each wanted skill the nodes that hold it.
  /// - Returns: The team with its sum; nothing when no joined people cover the skills.
  package static func team(in graph: AcquaintanceGraph, holders: [[Int]]) -> AcquaintedTeam? {
    guard let search = NearestHolders(in: graph, holders: holders) else { return nil }
    let stars = search.holders.enumerated().flatMap { skill, holders in
      holders.compactMap { centre in
        search.nearest(to: centre, answeringFor: skill).map { found in
          (centre: centre, team: found.holders, sum: found.distances.reduce(0, +))
        }
      }
    }
    guard let best = stars.min(by: { $0.sum < $1.sum }) else { return nil }
    let sum = graph.sumOfDistances(of: best.team)
    return AcquaintedTeam(holders: best.team, cost: sum, centre: best.centre)
  }
}
