import Testing

@testable import Insight

@Suite("Teams of people who know each other, against trying everything")
struct AcquaintancePropertyTests {
  /// A connected graph of four to twelve people, and who holds each of two to four skills.
  private struct Scene {
    let nodes: Int
    var edges: [(Int, Int, Double)] = []
    var holders: [[Int]] = []

    var graph: AcquaintanceGraph {
      AcquaintanceGraph(nodes: nodes, edges: edges.map { .init($0.0, $0.1, weight: $0.2) })
    }

    init(seed: Int) {
      var random = SplitMix64(seed: seed)
      nodes = Int.random(in: 4...12, using: &random)
      let weights = seed.isMultiple(of: 2) ? 1...1 : 1...9
      for node in 1..<nodes {
        let weight = Double(Int.random(in: weights, using: &random))
        edges.append((Int.random(in: 0..<node, using: &random), node, weight))
      }
      for _ in 0..<Int.random(in: 0...nodes, using: &random) {
        let one = Int.random(in: 0..<nodes, using: &random)
        let other = Int.random(in: 0..<nodes, using: &random)
        edges.append((one, other, Double(Int.random(in: weights, using: &random))))
      }
      for _ in 0..<Int.random(in: 2...4, using: &random) {
        let count = Int.random(in: 1...3, using: &random)
        holders.append(Array((0..<nodes).shuffled(using: &random).prefix(count)))
      }
    }
  }

  @Test("shortest paths are as long as Floyd and Warshall say", arguments: 0..<60)
  func distances(seed: Int) {
    let scene = Scene(seed: seed)

    let found = (0..<scene.nodes).map { scene.graph.distances(from: $0) }

    #expect(found == BruteForce.distances(nodes: scene.nodes, scene.edges))
  }

  @Test("a leader costs as little as any", arguments: 0..<60)
  func leader(seed: Int) throws {
    let scene = Scene(seed: seed)

    let team = try #require(LeaderDistance.team(in: scene.graph, holders: scene.holders))

    #expect(team.cost == BruteForce.leaderCost(scene.graph, scene.holders))
    #expect(zip(team.holders, scene.holders).allSatisfy { $1.contains($0) })
  }

  @Test("RarestFirst is within twice the smallest diameter", arguments: 0..<120)
  func rarestFirst(seed: Int) throws {
    let scene = Scene(seed: seed)

    let team = try #require(RarestFirst.team(in: scene.graph, holders: scene.holders))
    let optimum = BruteForce.diameter(scene.graph, scene.holders)

    #expect((optimum...(2 * optimum)).contains(team.cost))
    #expect(zip(team.holders, scene.holders).allSatisfy { $1.contains($0) })
  }

  @Test("BestSumDistance is within twice the smallest sum", arguments: 0..<120)
  func bestSum(seed: Int) throws {
    let scene = Scene(seed: seed)

    let team = try #require(BestSumDistance.team(in: scene.graph, holders: scene.holders))
    let optimum = BruteForce.sumOfDistances(scene.graph, scene.holders)

    #expect((optimum...(2 * optimum)).contains(team.cost))
    #expect(zip(team.holders, scene.holders).allSatisfy { $1.contains($0) })
  }

  @Test("RarestFirst does reach twice the smallest diameter, which the bound allows")
  func factorIsReached() throws {
    let oracle = try GraphOracle.karate.get()
    let holders = oracle.holders(of: ["s1", "s3", "s5"])

    let team = try #require(RarestFirst.team(in: oracle.acquaintances, holders: holders))

    #expect(team.cost == 2 * BruteForce.diameter(oracle.acquaintances, holders))
  }
}
