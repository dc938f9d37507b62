import Model
import Testing

@testable import Insight

@Suite("Tasks for teams")
struct TeamTaskTests {
  @Test("one to twelve skills can be wanted", arguments: [0, 1, 12, 13])
  func count(skills: Int) throws {
    let wanted = try (0..<skills).map { try #require(WantedSkill(try Cast.skill($0))) }

    #expect((TeamTask(wanted: wanted) != nil) == (1...12).contains(skills))
  }

  @Test("the same skill cannot be wanted twice")
  func twice() throws {
    let wish = try #require(WantedSkill(try Cast.skill(1)))
    let again = try #require(WantedSkill(try Cast.skill(1), minimum: .mastery))

    #expect(TeamTask(wanted: [wish, again]) == nil)
  }

  @Test(
    "organisations and alternatives have bounds",
    arguments: [(0, 3), (13, 3), (1, 2), (1, 6), (-1, 3), (.max, 3)]
  )
  func bounds(organisations: Int, alternatives: Int) throws {
    let wish = try #require(WantedSkill(try Cast.skill(1)))

    let task = TeamTask(
      wanted: [wish],
      minimumOrganisations: organisations,
      alternatives: alternatives
    )

    #expect(task == nil)
  }

  @Test(
    "a weight is more than nothing and not beyond measure",
    arguments: [0, -1, .nan, .infinity, 100.1]
  )
  func weight(weight: Double) throws {
    #expect(WantedSkill(try Cast.skill(1), weight: weight) == nil)
  }

  @Test("a match is from 0 to 1", arguments: [(-1.0, 0.0), (2.0, 1.0), (.nan, 0.0), (0.4, 0.4)])
  func match(given: Double, kept: Double) throws {
    #expect(try Cast.offer(0, weight: given).weight == kept)
  }
}
