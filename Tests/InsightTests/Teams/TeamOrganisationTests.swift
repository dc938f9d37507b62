import Testing

@testable import Insight

@Suite("Organisations in teams")
struct TeamOrganisationTests {
  @Test("a team of one organisation gives way to one that joins as many as demanded")
  func demanded() throws {
    let people = [
      try Cast.person("a", of: "A", [0, 1, 2]), try Cast.person("b", of: "B", [1]),
      try Cast.person("c", of: "C", [2]),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 3, organisations: 3), among: people)

    #expect(proposal.teams.first?.names == "abc")
    #expect(proposal.organisationsShort == 0)
  }

  @Test("who is there for their organisation only covers nothing alone")
  func companion() throws {
    let people = [try Cast.person("a", of: "A", [0, 1]), try Cast.person("b", of: "B", [1])]

    let proposal = TeamFinder.find(try Cast.task(skills: 2, organisations: 2), among: people)
    let team = try #require(proposal.teams.first)

    #expect(team.members.map(\.alone) == [[0], []])
    #expect(team.members.map { $0.covers.map(\.wanted) } == [[0, 1], [1]])
  }

  @Test("where too few organisations have something, the team joins those and says how many lack")
  func short() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "A", [1]),
      try Cast.person("c", of: "B", [1]), try Cast.person("d", of: "C", []),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 2, organisations: 4), among: people)

    #expect(proposal.teams.first?.names == "ac")
    #expect(proposal.organisationsShort == 2)
  }

  @Test("of teams as small the one of more organisations comes first, up to three")
  func wider() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "A", [1]),
      try Cast.person("c", of: "C", [1], load: 3),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 2), among: people)

    #expect(proposal.teams.map(\.names) == ["ac", "ab"])
    #expect(proposal.teams.map(\.ranking.organisations) == [2, 1])
  }

  @Test("organisations beyond three count for nothing, but their distances do")
  func beyondThree() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "B", [1]),
      try Cast.person("c", of: "C", [2]), try Cast.person("d", of: "D", [3]),
      try Cast.person("e", of: "A", [3]),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 4), among: people)

    #expect(proposal.teams.map(\.names) == ["abce", "abcd"])
  }

  @Test("organisations that know each other are put before strangers")
  func nearer() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "B", [1]),
      try Cast.person("c", of: "C", [1]), try Cast.person("d", of: "D", [1]),
    ]
    let distances = OrganisationDistances(links: [("A", "C"), ("C", "D")])

    let proposal = TeamFinder.find(try Cast.task(skills: 2), among: people, distances: distances)

    #expect(proposal.teams.map(\.names) == ["ac", "ad", "ab"])
    #expect(proposal.teams.map(\.ranking.communication) == [1, 2, 4])
  }

  @Test("the alternatives are of different organisations where there are some")
  func different() throws {
    let people = try ["a", "b", "c", "d", "e", "f"].map { try Cast.person($0, of: "A", [0]) }
    let others = [
      try Cast.person("x", of: "X", [0], load: 2), try Cast.person("y", of: "Y", [0], load: 3),
    ]
    let task = try Cast.task(skills: 1, alternatives: 5)

    let proposal = TeamFinder.find(task, among: people + others)

    #expect(proposal.teams.map(\.names) == ["a", "x", "y", "b", "c"])
  }

  @Test("an alternative of other people is put before one that shares some")
  func otherPeople() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "B", [1]),
      try Cast.person("c", of: "C", [0]), try Cast.person("d", of: "D", [1]),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 2), among: people)

    #expect(proposal.teams.map(\.names) == ["ab", "cd", "ad"])
    #expect(proposal.teams.map(\.ranking.shared) == [0, 0, 1])
  }

  @Test("the idle many of one organisation do not hide the busy few of others")
  func crowd() throws {
    let crowd = try (0..<200).map { try Cast.person("crowd\($0)", of: "A", [0]) }
    let few = [
      try Cast.person("x", of: "X", [0], load: 9), try Cast.person("y", of: "Y", [0], load: 9),
    ]

    let proposal = TeamFinder.find(
      try Cast.task(skills: 1, organisations: 3),
      among: crowd + few
    )

    #expect(proposal.teams.first?.organisations == ["A", "X", "Y"])
    #expect(proposal.organisationsShort == 0)
  }

  @Test("where one person has everything, larger teams are the alternatives")
  func larger() throws {
    let people = [
      try Cast.person("a", of: "A", [0, 1]), try Cast.person("b", of: "B", [0]),
      try Cast.person("c", of: "C", [1]),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 2), among: people)

    #expect(proposal.teams.map(\.names) == ["a", "bc"])
  }
}
