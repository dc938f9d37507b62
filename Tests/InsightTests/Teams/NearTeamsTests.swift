import Model
import Testing

@testable import Insight

@Suite("Teams of those who are near")
struct NearTeamsTests {
  private func skill(_ number: Int) throws -> SkillID {
    try #require(SkillID("https://skills.example/\(number)"))
  }

  private func task(_ count: Int) throws -> TeamTask {
    let wanted = try (0..<count).compactMap { WantedSkill(try skill($0), minimum: .practice) }
    return try #require(TeamTask(wanted: wanted))
  }

  private func person(
    _ id: String,
    at organisation: String,
    _ wanted: Int,
    _ level: SkillLevel = .mastery
  ) throws -> Candidate {
    let offer = Candidate.Offer(for: wanted, skill: try skill(wanted), level: level, match: .exact)
    return Candidate(id: id, organisation: organisation, offers: [offer])
  }

  @Test("Neighbours are chosen before who is far, and who knows it well enough")
  func nearness() throws {
    let links = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]
    let candidates = [
      try person("1", at: "a", 0), try person("2", at: "b", 1), try person("3", at: "e", 1),
      try person("4", at: "a", 1, .notions), try person("5", at: "c", 2),
      try person("6", at: "b", 2, .notions),
    ]

    let teams = NearTeams(try task(3), among: candidates, links: links)

    #expect(teams.closest?.people == ["1", "2", "5"])
    #expect(teams.closest?.steps == 2)
    #expect(teams.led?.organisations == ["a", "b", "c"] && teams.led?.steps == 2)
  }

  @Test("Who cannot be reached is in no team, and one organisation alone is nearest of all")
  func reach() throws {
    let far = [try person("1", at: "a", 0), try person("2", at: "z", 1)]
    #expect(NearTeams(try task(2), among: far, links: [("a", "b")]).closest == nil)

    let near = far + [try person("3", at: "a", 1)]
    let teams = NearTeams(try task(2), among: near, links: [("a", "b"), ("b", "z")])
    #expect(teams.closest?.people == ["1", "3"] && teams.closest?.steps == 0)
    #expect(teams.led?.steps == 0)
    #expect(NearTeams(try task(2), among: [], links: []).led == nil)
  }

  @Test("The order of candidates makes no difference")
  func order() throws {
    let people = try (0..<40).map { try person("\($0)", at: "o\($0 % 7)", $0 % 4) }
    let links = (0..<6).map { ("o\($0)", "o\($0 + 1)") }
    let first = NearTeams(try task(4), among: people, links: links)

    for _ in 0..<20 {
      #expect(NearTeams(try task(4), among: people.shuffled(), links: links) == first)
    }
  }
}
