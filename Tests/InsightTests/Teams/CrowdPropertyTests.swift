import Testing

@testable import Insight

@Suite("The team finder in a crowd, against a search that leaves nobody out")
struct CrowdPropertyTests {
  /// Up to 300 people of up to five organisations, some of which know only a few skills each.
  private struct Scene {
    static let organisations = 5

    let task: TeamTask
    var people: [Candidate] = []

    init(seed: Int) throws {
      var random = SplitMix64(seed: seed)
      let skills = Int.random(in: 1...5, using: &random)
      let demanded = Int.random(in: 1...Self.organisations, using: &random)
      task = try Cast.task(skills: skills, organisations: demanded)
      let reach = (0..<Self.organisations).map { _ in Int.random(in: 1...skills, using: &random) }
      for number in 0..<Int.random(in: 40...300, using: &random) {
        let organisation = Int.random(in: 0..<Self.organisations, using: &random)
        let has = (0..<reach[organisation]).filter { _ in
          Int.random(in: 0..<4, using: &random) == 0
        }
        let load = Int.random(in: 0...5, using: &random)
        people.append(try Cast.person("p\(number)", of: "\(organisation)", has, load: load))
      }
    }

    /// The size and load of the best team, found over every set of skills and organisations.
    var best: (size: Int, load: Int)? {
      let useful = people.filter { !$0.offers.isEmpty }
      var teams = [Key(): (size: 0, load: 0)]
      for person in useful {
        for (key, team) in teams {
          let joined = key.joined(by: person)
          let grown = (team.size + 1, team.load + TeamRanking.loadPrice(person.load))
          if grown < teams[joined] ?? (.max, .max) { teams[joined] = grown }
        }
      }
      let goal = useful.reduce(into: Key()) { $0 = $0.joined(by: $1) }
      let demanded = min(task.minimumOrganisations, goal.organisations.count)
      return teams.filter {
        $0.key.skills == goal.skills && $0.key.organisations.count >= demanded
      }.values.min { $0 < $1 }
    }
  }

  /// What a team covers, and of whom.
  private struct Key: Hashable {
    var skills: Set<Int> = []
    var organisations: Set<String> = []

    func joined(by person: Candidate) -> Self {
      var key = self
      key.skills.formUnion(person.offers.map(\.wanted))
      key.organisations.insert(person.organisation)
      return key
    }
  }

  @Test("who is left out is not missed", arguments: 0..<40)
  func nobodyIsMissed(seed: Int) throws {
    let scene = try Scene(seed: seed)
    let best = try #require(scene.best)
    let pool = CandidatePool(scene.people, for: scene.task)

    let sizes = CoverSizes(masks: pool.masks, goal: pool.goal)
    let found = SmallestTeam.find(in: pool, sizes: sizes)

    #expect(found.count == best.size)
    #expect(found.reduce(0) { $0 + pool.people[$1].price } == best.load)
    #expect(pool.people.count < scene.people.count)
  }
}
