import Testing

@testable import Insight

@Suite("Teams of people who know each other")
struct AcquaintedTeamTests {
  /// The paper's toy (Lappas, Liu and Terzi 2009, figure 1): who knows whom, and the holders of
  /// algorithms, web, software engineering and distributed systems among a, b, c, d, e.
  private let toy = AcquaintanceGraph(
    nodes: 5,
    edges: [.init(0, 1), .init(1, 2), .init(1, 3), .init(2, 3), .init(2, 4)]
  )
  private let toyHolders = [[0], [1, 4], [2, 3, 4], [2, 4]]

  @Test("the vectors of the karate club are met", arguments: 0..<4)
  func karate(number: Int) throws {
    let oracle = try GraphOracle.karate.get()
    let vector = oracle.teams.vectors[number]
    let (graph, holders) = (oracle.acquaintances, oracle.holders(of: vector.task))

    let rarest = try #require(RarestFirst.team(in: graph, holders: holders))
    let leader = try #require(LeaderDistance.team(in: graph, holders: holders))
    let sum = try #require(BestSumDistance.team(in: graph, holders: holders))

    #expect(rarest.members == vector.rarestFirst)
    #expect(rarest.cost == vector.rarestFirstDiameter)
    #expect((leader.centre, leader.cost) == (vector.leader, vector.leaderCost))
    #expect(sum.cost == vector.bestSum)
    #expect(GreedyCover.team(holders: holders) == vector.greedyCover)
  }

  @Test("the best of all teams in the karate club is what networkx found", arguments: 0..<4)
  func karateOptimum(number: Int) throws {
    let oracle = try GraphOracle.karate.get()
    let vector = oracle.teams.vectors[number]
    let (graph, holders) = (oracle.acquaintances, oracle.holders(of: vector.task))

    #expect(BruteForce.diameter(graph, holders) == vector.optDiameter)
    #expect(BruteForce.spanningTree(graph, holders) == vector.optMST)
    #expect(graph.diameter(of: vector.optDiameterTeam) == vector.optDiameter)
    #expect(holders.allSatisfy { !Set($0).isDisjoint(with: vector.optDiameterTeam) })
  }

  @Test("the karate club is read whole")
  func karateIsWhole() throws {
    let oracle = try GraphOracle.karate.get()

    #expect((oracle.graph.n, oracle.graph.edges.count) == (34, 78))
    #expect(oracle.teams.vectors.count == 4)
    #expect(oracle.acquaintances.distances(from: 16)[26] == 5)
  }

  @Test("people who know each other are put before fewer who do not")
  func paperToy() throws {
    let rarest = try #require(RarestFirst.team(in: toy, holders: toyHolders))

    #expect(rarest.members == [0, 1, 2])
    #expect(rarest.cost == 2)
  }

  @Test("one person who has everything is a team without distances")
  func alone() throws {
    let holders = [[2], [1, 2], [0, 2]]

    for team in [
      RarestFirst.team(in: toy, holders: holders),
      LeaderDistance.team(in: toy, holders: holders),
      BestSumDistance.team(in: toy, holders: holders),
    ] {
      #expect(try #require(team).members == [2])
      #expect(team?.cost == 0)
    }
    #expect(GreedyCover.team(holders: holders) == [2])
  }

  @Test(
    "there is no team when a skill has no holder, none is wanted, or no path joins the holders",
    arguments: [[[0], []], [], [[0], [5]], [[0], [9]]]
  )
  func nobody(holders: [[Int]]) {
    let graph = AcquaintanceGraph(nodes: 6, edges: [.init(0, 1)])

    #expect(RarestFirst.team(in: graph, holders: holders) == nil)
    #expect(LeaderDistance.team(in: graph, holders: holders) == nil)
    #expect(BestSumDistance.team(in: graph, holders: holders) == nil)
  }

  @Test("nobody greedily covers a skill without a holder")
  func nobodyGreedy() {
    #expect(GreedyCover.team(holders: [[0], []]) == nil)
  }
}
