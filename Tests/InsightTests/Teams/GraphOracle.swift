import Foundation

@testable import Insight

/// What networkx 3.6.1 says of Zachary's karate club, in `Tests/Fixtures/insight/graph-oracle.json`.
struct GraphOracle: Decodable {
  static let karate = Result { try read() }

  let graph: Graph
  let teams: Teams

  enum CodingKeys: String, CodingKey {
    case graph = "karate_unweighted_club"
    case teams = "team_karate"
  }

  struct Graph: Decodable {
    let n: Int
    let edges: [[String]]
  }

  struct Teams: Decodable {
    let vectors: [Vector]
  }

  struct Vector: Decodable {
    let task: [String]
    let rarestFirst: [Int]
    let rarestFirstDiameter: Double
    let optDiameter: Double
    let optDiameterTeam: [Int]
    let optMST: Double
    let optCardinality: Int
    let leader: Int
    let leaderCost: Double
    let bestSum: Double
    let greedyCover: [Int]
  }

  /// The club; who trained with whom is one step apart.
  var acquaintances: AcquaintanceGraph {
    let ends = graph.edges.map { $0.compactMap(Int.init) }
    return AcquaintanceGraph(nodes: graph.n, edges: ends.map { .init($0[0], $0[1]) })
  }

  /// The rule of the vectors: node i has s(i mod 7), and every fifth also s((i/5) mod 7).
  static func has(_ node: Int, _ skill: String) -> Bool {
    skill == "s\(node % 7)" || (node % 5 == 0 && skill == "s\(node / 5 % 7)")
  }

  /// For each skill of a task the nodes that have it.
  func holders(of task: [String]) -> [[Int]] {
    task.map { skill in (0..<graph.n).filter { Self.has($0, skill) } }
  }

  private static func read() throws -> Self {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/insight/graph-oracle.json").standardizedFileURL
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
