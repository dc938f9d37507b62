import Model
import Testing

@testable import Insight

@Suite("The team finder")
struct TeamFinderTests {
  @Test("two people who together have everything are put before three")
  func fewest() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "B", [1]),
      try Cast.person("c", of: "C", [2]), try Cast.person("d", of: "D", [1, 2]),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 3), among: people)

    #expect(proposal.teams.first?.names == "ad")
    #expect(proposal.teams.first?.organisations == ["A", "D"])
    #expect(proposal.uncovered.isEmpty)
    #expect(proposal.organisationsShort == 0)
  }

  @Test("every member says which skills they cover, at which level, with what match")
  func reasons() throws {
    let best = try Cast.offer(0, .mastery, .narrower, weight: 0.9)
    let welder = Candidate(
      id: "a",
      organisation: "A",
      offers: [try Cast.offer(0, .practice, weight: 0.9), best, try Cast.offer(1, .notions)],
      load: 2
    )
    let people = [welder, try Cast.person("b", of: "B", [1])]

    let proposal = TeamFinder.find(try Cast.task([.practice, .practice]), among: people)
    let team = try #require(proposal.teams.first)

    #expect(team.members.map(\.id) == ["a", "b"])
    #expect(team.members.map(\.covers) == [[best], [try Cast.offer(1)]])
    #expect(team.members.map(\.alone) == [[0], [1]])
    #expect(team.members.map(\.load) == [2, 0])
  }

  @Test("a team says what it was ranked by")
  func rankingIsTold() throws {
    var near = try Cast.person("a", of: "A", [0], load: 2)
    near.distance = 4
    var far = try Cast.person("b", of: "B", [1])
    far.distance = 40
    let distances = OrganisationDistances(links: [("A", "C"), ("C", "B")])

    let proposal = TeamFinder.find(
      try Cast.task(skills: 2),
      among: [near, far],
      distances: distances
    )
    let ranking = try #require(proposal.teams.first?.ranking)

    #expect((ranking.size, ranking.organisations) == (2, 2))
    #expect((ranking.communication, ranking.load, ranking.shared) == (2, 3, 0))
    #expect((ranking.price, ranking.fit) == (5, 2000))
    #expect(ranking.farthest == 40)
  }

  @Test("a skill below the level wanted covers nothing, and is named as the nearest")
  func level() throws {
    let people = [
      Candidate(id: "a", organisation: "A", offers: [try Cast.offer(0, .notions)]),
      Candidate(id: "b", organisation: "B", offers: [try Cast.offer(0, .practice)]),
    ]

    let proposal = TeamFinder.find(try Cast.task([.mastery]), among: people)

    #expect(proposal.teams.isEmpty)
    #expect(proposal.uncovered.map(\.wanted) == [0])
    #expect(proposal.uncovered.first?.nearest?.id == "b")
    #expect(proposal.uncovered.first?.nearest?.lacksLevel == true)
  }

  @Test(
    "a related skill covers nothing, and is named as the nearest",
    arguments: [.broader, .sibling] as [SkillMatch]
  )
  func related(relation: SkillMatch) throws {
    let near = Candidate(
      id: "n",
      organisation: "N",
      offers: [try Cast.offer(1, .expertise, relation, weight: 0.5)]
    )
    let people = [near, try Cast.person("a", of: "A", [0])]

    let proposal = TeamFinder.find(try Cast.task(skills: 2), among: people)

    #expect(proposal.teams.map(\.names) == ["a"])
    #expect(proposal.uncovered.map(\.wish.skill) == [try Cast.skill(1)])
    #expect(proposal.uncovered.first?.nearest?.id == "n")
    #expect(proposal.uncovered.first?.nearest?.offer.match == relation)
    #expect(proposal.uncovered.first?.nearest?.lacksLevel == false)
  }

  @Test("what nobody has is named with its weight, and with nobody near")
  func uncovered() throws {
    let task = try Cast.task([.notions, .notions, .notions], weights: [1, 2.5, 0.5])

    let proposal = TeamFinder.find(task, among: [try Cast.person("a", of: "A", [0])])

    #expect(proposal.uncovered.map(\.wanted) == [1, 2])
    #expect(proposal.uncovered.allSatisfy { $0.nearest == nil })
    #expect(proposal.uncoveredWeight == 3)
  }

  @Test("without candidates nothing is proposed and everything uncovered")
  func nobody() throws {
    let proposal = TeamFinder.find(try Cast.task(skills: 12, organisations: 2), among: [])

    #expect(proposal.teams.isEmpty)
    #expect(proposal.uncovered.count == 12)
    #expect(proposal.organisationsShort == 2)
  }

  @Test("offers for skills that the task does not have are passed over")
  func strayOffers() throws {
    let people = [try Cast.person("a", of: "A", [-1, 0, 7, 64])]

    #expect(TeamFinder.find(try Cast.task(skills: 1), among: people).teams.map(\.names) == ["a"])
  }

  @Test("somebody who was handed in twice counts once, as they were first")
  func twice() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("a", of: "B", [0]),
      try Cast.person("a", of: "C", [0, 1]),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 2, organisations: 3), among: people)

    #expect(proposal.teams.map(\.names) == ["a"])
    #expect(proposal.teams.map(\.organisations) == [["A"]])
    #expect(proposal.uncovered.map(\.wanted) == [1])
    #expect(proposal.organisationsShort == 2)
  }

  @Test("what is no match at all is not the nearest either")
  func noMatch() throws {
    let offers = [try Cast.offer(0, weight: 0), try Cast.offer(0, .practice, .sibling, weight: 0)]
    let people = [Candidate(id: "a", organisation: "A", offers: offers)]

    let proposal = TeamFinder.find(try Cast.task(skills: 1), among: people)

    #expect(proposal.teams.isEmpty)
    #expect(proposal.uncovered.map(\.nearest) == [nil])
  }

  @Test("among those equally near the one with fewer teams is named")
  func nearestIsIdle() throws {
    let people = try ["a": 3, "b": 1, "c": 2].map { id, load in
      let offers = [try Cast.offer(0, .mastery, .broader, weight: 0.5)]
      return Candidate(id: id, organisation: id, offers: offers, load: load)
    }

    let proposal = TeamFinder.find(try Cast.task(skills: 1), among: people)

    #expect(proposal.uncovered.first?.nearest?.id == "b")
  }

  @Test("the karate club's smallest teams are as small as networkx found", arguments: 0..<4)
  func karate(number: Int) throws {
    let vector = try GraphOracle.karate.get().teams.vectors[number]
    let people = try (0..<34).map { node in
      let has = vector.task.indices.filter { GraphOracle.has(node, vector.task[$0]) }
      return try Cast.person("\(node)", of: "\(node)", has)
    }

    let proposal = TeamFinder.find(try Cast.task(skills: vector.task.count), among: people)

    #expect(proposal.teams.first?.members.count == vector.optCardinality)
  }
}
