import Testing

@testable import Insight

@Suite("The load of people in teams")
struct TeamLoadTests {
  @Test("of two who would do as well the one with fewer teams is asked")
  func idleFirst() throws {
    let people = [
      try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "B", [1], load: 1),
      try Cast.person("c", of: "C", [1]), try Cast.person("d", of: "D", [1], load: 2),
    ]

    let proposal = TeamFinder.find(try Cast.task(skills: 2), among: people)

    #expect(proposal.teams.map(\.names) == ["ac", "ab", "ad"])
    #expect(proposal.teams.map(\.ranking.load) == [0, 1, 3])
  }

  @Test("asked again and again, three equal bridges take turns")
  func turns() throws {
    var loads = ["b": 0, "c": 0, "d": 0]
    let task = try Cast.task(skills: 2)

    for _ in 0..<12 {
      let bridges = try loads.map { try Cast.person($0, of: $0, [1], load: $1) }
      let people = bridges + [try Cast.person("a", of: "A", [0])]
      let team = try #require(TeamFinder.find(task, among: people).teams.first)
      for member in team.members where loads[member.id] != nil { loads[member.id, default: 0] += 1 }
    }

    #expect(loads == ["b": 4, "c": 4, "d": 4])
  }

  @Test("a bridge that is asked too often gives way to a longer path")
  func nearButLoaded() throws {
    let distances = OrganisationDistances(links: [("A", "B"), ("B", "C")])
    func first(load: Int) throws -> String? {
      let people = [
        try Cast.person("a", of: "A", [0]), try Cast.person("b", of: "B", [1], load: load),
        try Cast.person("c", of: "C", [1]),
      ]
      return TeamFinder.find(try Cast.task(skills: 2), among: people, distances: distances)
        .teams.first?.names
    }

    #expect(try first(load: 0) == "ab")
    #expect(try first(load: 2) == "ac")
  }

  @Test(
    "each team more costs twice as much as the one before",
    arguments: [
      (-1, 0), (0, 0), (1, 1), (2, 3), (3, 7), (30, 1_073_741_823), (.max, 1_073_741_823),
    ]
  )
  func price(load: Int, price: Int) {
    #expect(TeamRanking.loadPrice(load) == price)
  }

  @Test("of a crowd of equals the nearest is found")
  func nearestOfCrowd() throws {
    let crowd = try (0..<200).map { number in
      var person = try Cast.person("p\(number)", of: "A", [0])
      person.distance = Double((number * 37 + 11) % 200)
      return person
    }

    let proposal = TeamFinder.find(try Cast.task(skills: 1), among: crowd)

    #expect(proposal.teams.map(\.ranking.farthest) == [0, 1, 2])
  }

  @Test("at the same load the better match is asked, then who is nearer, then who has more time")
  func ties() throws {
    let task = try Cast.task(skills: 1, alternatives: 5)
    var near = Candidate(id: "y", organisation: "Y", offers: [try Cast.offer(0)])
    near.distance = 3
    var far = Candidate(id: "b", organisation: "B", offers: [try Cast.offer(0)])
    far.distance = 30
    var idle = Candidate(id: "z", organisation: "Y", offers: [try Cast.offer(0)])
    (idle.distance, idle.hours) = (3, 20)
    let narrower = Candidate(
      id: "a",
      organisation: "A",
      offers: [try Cast.offer(0, .expertise, .narrower, weight: 0.9)]
    )

    let proposal = TeamFinder.find(task, among: [narrower, far, near, idle])

    #expect(proposal.teams.map(\.names) == ["z", "b", "a", "y"])
  }
}
