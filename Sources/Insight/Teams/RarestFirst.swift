/// A team with a small diameter: no two members far apart.
///
/// RarestFirst (Lappas, Liu and Terzi, KDD 2009): at most twice the smallest diameter, which is NP-hard
/// to find.
package enum RarestFirst {
  /// Starts from the holders of the skill that fewest have, and takes the nearest for the others.
  ///
  /// - Parameters:
  ///   - graph: Who knows whom.
  ///   - holders: For each wanted skill the nodes that hold it.
  /// - Returns: The team with its diameter; nothing when no joined people cover the skills.
  package static func team(in graph: AcquaintanceGraph, holders: [[Int]]) -> AcquaintedTeam? {
    guard let search = NearestHolders(in: graph, holders: holders),
      let rarest = search.holders.indices.min(by: {
        search.holders[$0].count < search.holders[$1].count
      })
    else { return nil }
    let radii = search.holders[rarest].compactMap { start in
      search.nearest(to: start, answeringFor: rarest).map { found in
        (centre: start, team: found.holders, radius: found.distances.max() ?? 0)
      }
    }
    guard let best = radii.min(by: { $0.radius < $1.radius }) else { return nil }
    let diameter = graph.diameter(of: best.team)
    return AcquaintedTeam(holders: best.team, cost: diameter, centre: best.centre)
  }
}

extension AcquaintanceGraph {
  /// The greatest distance between two of them.
  package func diameter(of team: [Int]) -> Double {
    let members = Set(team)
    return members.map { one in
      let distances = distances(from: one)
      return members.map { distances[$0] }.max() ?? 0
    }.max() ?? 0
  }

  /// The sum of the distances between who answers for each two skills.
  package func sumOfDistances(of holders: [Int]) -> Double {
    holders.indices.reduce(0) { sum, place in
      let distances = distances(from: holders[place])
      return sum + holders[(place + 1)...].reduce(0) { $0 + distances[$1] }
    }
  }
}
