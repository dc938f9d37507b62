import Foundation
import Testing

@testable import Insight

/// The measures equal what networkx 3.6.1 says of three known graphs.
@Suite struct GraphMeasureTests {
  struct Oracle: Decodable {
    let n: Int
    let edges: [[String]]
    let external: Double
    let `internal`: Double
    let ei: Double
    let expectedEI: Double
    let modularity: Double
    let assortativity: Double
    let nodes: [String: Vertex]
  }

  struct Vertex: Decodable {
    let degree: Int
    let group: String
    let constraint: Double
    let effectiveSize: Double
    let efficiency: Double
    let betweenness: Double
    let betweennessRaw: Double
    let ei: Double
    let participation: Double
  }

  private struct File: Decodable {
    let karate: Oracle
    let miserables: Oracle
    let florentine: Oracle

    enum CodingKeys: String, CodingKey {
      case karate = "karate_unweighted_club"
      case miserables = "lesmis_unweighted_greedy"
      case florentine = "florentine_alpha"
    }
  }

  static func oracles() throws -> [Oracle] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/insight/graph-oracle.json").standardizedFileURL
    let read = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
    return [read.karate, read.miserables, read.florentine]
  }

  private func graph(_ oracle: Oracle) -> (graph: TieGraph, names: [String], groups: [String]) {
    let names = oracle.nodes.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let ties = oracle.edges.compactMap { ends in
      numbers[ends[0]].flatMap { one in numbers[ends[1]].map { TieGraph.Tie(one, $0) } }
    }
    return (
      TieGraph(count: names.count, ties: ties), names,
      names.map { oracle.nodes[$0]?.group ?? "" }
    )
  }

  private func isNear(_ one: Double?, _ other: Double) -> Bool {
    one.map { abs($0 - other) < 1e-6 } ?? false
  }

  @Test func wholesEqualTheOracle() throws {
    for oracle in try Self.oracles() {
      let (graph, _, groups) = graph(oracle)
      #expect(graph.count == oracle.n)
      #expect(graph.ties.count == oracle.edges.count)
      let openness = graph.openness(of: groups)
      #expect(openness.external == oracle.external)
      #expect(openness.internal == oracle.internal)
      #expect(isNear(openness.index, oracle.ei))
      #expect(isNear(graph.possiblePairs(of: groups).expectedIndex, oracle.expectedEI))
      #expect(isNear(graph.modularity(of: groups), oracle.modularity))
      #expect(isNear(graph.assortativity(by: groups), oracle.assortativity))
    }
  }

  @Test func everyVertexEqualsTheOracle() throws {
    for oracle in try Self.oracles() {
      let (graph, names, groups) = graph(oracle)
      let raw = graph.betweenness()
      let normal = graph.normalizedBetweenness()
      for (vertex, name) in names.enumerated() {
        let wanted = try #require(oracle.nodes[name])
        #expect(graph.degree(of: vertex) == wanted.degree)
        #expect(isNear(graph.constraint(of: vertex), wanted.constraint), "\(name)")
        #expect(isNear(graph.effectiveSize(of: vertex), wanted.effectiveSize), "\(name)")
        #expect(isNear(graph.efficiency(of: vertex), wanted.efficiency), "\(name)")
        #expect(isNear(raw[vertex], wanted.betweennessRaw), "\(name)")
        #expect(isNear(normal[vertex], wanted.betweenness), "\(name)")
        #expect(isNear(graph.openness(ofVertex: vertex, in: groups).index, wanted.ei), "\(name)")
        #expect(
          isNear(graph.participation(of: vertex, in: groups), wanted.participation),
          "\(name)"
        )
      }
    }
  }

  @Test func theClubIsASilo() throws {
    let (graph, _, groups) = graph(try Self.oracles()[0])
    let silo = SiloIndex.value(
      graph.openness(of: groups),
      among: graph.possiblePairs(of: groups)
    )
    #expect(isNear(silo, 1 - (11.0 / 78) / (289.0 / 561)))
    #expect(isNear(graph.openness(of: "Mr. Hi", in: groups).index, (11.0 - 70) / 81))
    #expect(isNear(graph.openness(of: "Officer", in: groups).index, (11.0 - 64) / 75))
    #expect(isNear(graph.conductance(of: "Officer", in: groups), 11.0 / 75))
    let (miserables, _, parts) = self.graph(try Self.oracles()[1])
    let value = SiloIndex.value(
      miserables.openness(of: parts),
      among: miserables.possiblePairs(of: parts)
    )
    #expect(isNear(value, 1 - (68.0 / 254) / ((1 + 0.5495557074504442) / 2)))
  }

  @Test func chanceDealsAreFarFromTheClub() throws {
    let (graph, _, groups) = graph(try Self.oracles()[0])
    let test = try #require(PermutationTest(graph, groups: groups, rounds: 4_000, seed: 7))
    #expect(isNear(test.observed, -0.717948717948718))
    // Chance is known exactly: the mean is the expected index.
    #expect(abs(test.mean - 1.0 / 33) < 0.01)
    #expect(abs(test.deviation - 0.095) < 0.01)
    #expect(test.sealedBySheerChance < 0.001)
    #expect(test == PermutationTest(graph, groups: groups, rounds: 4_000, seed: 7))
    #expect(test != PermutationTest(graph, groups: groups, rounds: 4_000, seed: 8))
  }

  @Test func smallGraphsAreAsInTheBooks() {
    let star = TieGraph(count: 5, ties: (1...4).map { .init(0, $0) })
    #expect(isNear(star.constraint(of: 0), 0.25))
    #expect(isNear(star.effectiveSize(of: 0), 4))
    #expect(isNear(star.constraint(of: 3), 1))
    let triangle = TieGraph(count: 3, ties: [.init(0, 1), .init(1, 2), .init(2, 0)])
    #expect(isNear(triangle.constraint(of: 0), 1.125))
    #expect(isNear(triangle.effectiveSize(of: 0), 1))
    let pairs = (0..<5).flatMap { one in (0..<one).map { TieGraph.Tie(one, $0) } }
    #expect(isNear(TieGraph(count: 5, ties: pairs).constraint(of: 2), 0.765625))
    let ring = TieGraph(count: 5, ties: (0..<5).map { .init($0, ($0 + 1) % 5) })
    #expect(isNear(ring.constraint(of: 4), 0.5))
  }

  @Test func whatIsUndefinedHasNoValue() {
    let alone = TieGraph(count: 2, ties: [.init(0, 0), .init(0, 9), .init(0, 1, weight: 0)])
    #expect(alone.ties.isEmpty)
    #expect(alone.constraint(of: 0) == nil)
    #expect(alone.effectiveSize(of: 0) == nil)
    #expect(alone.participation(of: 0, in: ["a", "b"]) == nil)
    #expect(alone.modularity(of: ["a", "b"]) == nil)
    #expect(alone.openness(of: ["a", "b"]).index == nil)
    #expect(PermutationTest(alone, groups: ["a", "b"]) == nil)
    let one = TieGraph(count: 2, ties: [.init(0, 1)])
    #expect(
      SiloIndex.value(one.openness(of: ["a", "a"]), among: one.possiblePairs(of: ["a", "a"])) == nil
    )
  }

  @Test func tiesAreAddedUpAndFade() {
    let graph = TieGraph(count: 2, ties: [.init(0, 1, weight: 2), .init(1, 0, weight: 0.5)])
    #expect(graph.ties == [.init(0, 1, weight: 2.5)])
    #expect(isNear(TieStrength.weight(ofDays: 90), 0.5))
    #expect(isNear(TieStrength.weight(ofDays: -3), 1))
  }

  @Test func pairsThatOnlyAgreedAreSilent() {
    let march = [
      "a": ExchangeBalance(given: 3, taken: 1), "b": ExchangeBalance(given: 9, taken: 0),
    ]
    let april = ["c": ExchangeBalance(given: 1, taken: 1)]
    #expect(
      ExchangeBalance.silent(among: ["d", "c", "b", "a"], in: [march, april]) == ["b", "d"]
    )
    #expect(isNear(march["a"]?.index, 0.5))
    #expect(ExchangeBalance(given: 0, taken: 0).index == nil)
  }
}
