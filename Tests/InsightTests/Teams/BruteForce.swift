@testable import Insight

/// Answers found by trying everything, to measure the clever ones against.
enum BruteForce {
  /// Every way to let one holder answer for each skill.
  static func assignments(_ holders: [[Int]]) -> [[Int]] {
    holders.reduce([[]]) { ways, holders in
      ways.flatMap { way in holders.map { way + [$0] } }
    }
  }

  /// The smallest diameter of a team that covers the skills.
  static func diameter(_ graph: AcquaintanceGraph, _ holders: [[Int]]) -> Double {
    let distances = graph.nodes.map { graph.distances(from: $0) }
    return assignments(holders).map { team in
      team.flatMap { one in team.map { distances[one][$0] } }.max() ?? 0
    }.min() ?? .infinity
  }

  /// The smallest sum of distances between who answers for each two skills.
  static func sumOfDistances(_ graph: AcquaintanceGraph, _ holders: [[Int]]) -> Double {
    let distances = graph.nodes.map { graph.distances(from: $0) }
    return assignments(holders).map { team in
      team.indices.reduce(0) { sum, place in
        team[(place + 1)...].reduce(sum) { $0 + distances[team[place]][$1] }
      }
    }.min() ?? .infinity
  }

  /// The least sum of distances from one node to somebody for each skill.
  static func leaderCost(_ graph: AcquaintanceGraph, _ holders: [[Int]]) -> Double {
    graph.nodes.map { leader in
      let distances = graph.distances(from: leader)
      return assignments(holders).map { $0.reduce(0) { $0 + distances[$1] } }.min() ?? .infinity
    }.min() ?? .infinity
  }

  /// The least weight of a tree along shortest paths that joins a team that covers the skills.
  static func spanningTree(_ graph: AcquaintanceGraph, _ holders: [[Int]]) -> Double {
    let distances = graph.nodes.map { graph.distances(from: $0) }
    let teams = Set(assignments(holders).map { Set($0) })
    return teams.map { tree(joining: $0, distances) }.min() ?? .infinity
  }

  /// Prim's algorithm.
  private static func tree(joining team: Set<Int>, _ distances: [[Double]]) -> Double {
    var (joined, open) = (Set(team.prefix(1)), Set(team.dropFirst()))
    var weight = 0.0
    while !open.isEmpty {
      let steps = open.map { node in
        (node: node, weight: joined.map { distances[$0][node] }.min() ?? .infinity)
      }
      guard let next = steps.min(by: { $0.weight < $1.weight }) else { break }
      weight += next.weight
      open.remove(next.node)
      joined.insert(next.node)
    }
    return weight
  }

  /// Floyd and Warshall's distances.
  static func distances(nodes: Int, _ edges: [(Int, Int, Double)]) -> [[Double]] {
    var distances = (0..<nodes).map { one in (0..<nodes).map { one == $0 ? 0 : Double.infinity } }
    for (one, other, weight) in edges {
      distances[one][other] = min(distances[one][other], weight)
      distances[other][one] = distances[one][other]
    }
    for middle in 0..<nodes {
      for one in 0..<nodes {
        for other in 0..<nodes {
          let path = distances[one][middle] + distances[middle][other]
          distances[one][other] = min(distances[one][other], path)
        }
      }
    }
    return distances
  }
}
