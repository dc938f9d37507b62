import Testing

@testable import Insight

@Suite("The team finder, against trying every team")
struct TeamPropertyTests {
  /// Up to ten people of up to four organisations, for up to five skills.
  private struct Scene {
    let task: TeamTask
    let people: [Candidate]
    let distances: OrganisationDistances

    init(seed: Int) throws {
      var random = SplitMix64(seed: seed)
      let skills = Int.random(in: 1...5, using: &random)
      task = try Cast.task(
        skills: skills,
        organisations: Int.random(in: 1...4, using: &random),
        alternatives: Int.random(in: 3...5, using: &random)
      )
      people = try (0..<Int.random(in: 1...10, using: &random)).map { number in
        let has = (0..<skills).filter { _ in Int.random(in: 0..<10, using: &random) < 3 }
        let organisation = "o\(Int.random(in: 0..<4, using: &random))"
        let load = Int.random(in: 0...3, using: &random)
        return try Cast.person("p\(number)", of: organisation, has, load: load)
      }
      let hops = (0..<16).map { _ in Int.random(in: 1...4, using: &random) }
      distances = OrganisationDistances { one, other in
        hops[(Int(one.dropFirst()) ?? 0) * 4 + (Int(other.dropFirst()) ?? 0)]
      }
    }

    var pool: CandidatePool { CandidatePool(people, for: task) }

    /// Every set of useful people that covers what can be covered with enough organisations.
    var completeTeams: [[Candidate]] {
      let useful = people.filter { !$0.offers.isEmpty }
      let coverable = Set(useful.flatMap { $0.offers.map(\.wanted) })
      let demanded = min(task.minimumOrganisations, Set(useful.map(\.organisation)).count)
      return (1..<(1 << useful.count)).lazy.map { set in
        useful.indices.filter { set & 1 << $0 != 0 }.map { useful[$0] }
      }.filter { team in
        Set(team.flatMap { $0.offers.map(\.wanted) }) == coverable
          && Set(team.map(\.organisation)).count >= demanded
      }
    }
  }

  @Test("no team is smaller, and of the smallest none has less load", arguments: 0..<200)
  func smallest(seed: Int) throws {
    let scene = try Scene(seed: seed)
    let pool = scene.pool
    guard pool.goal != 0 else { return }

    let sizes = CoverSizes(masks: pool.masks, goal: pool.goal)
    let found = SmallestTeam.find(in: pool, sizes: sizes)
    let all = scene.completeTeams.map { team in
      (size: team.count, load: team.reduce(0) { $0 + TeamRanking.loadPrice($1.load) })
    }
    let best = try #require(all.min { $0 < $1 })

    #expect(found.count == best.size)
    #expect(found.reduce(0) { $0 + pool.people[$1].price } == best.load)
  }

  @Test("whatever can be covered is, by teams as small as can be and different", arguments: 0..<200)
  func proposal(seed: Int) throws {
    let scene = try Scene(seed: seed)

    let proposal = TeamFinder.find(scene.task, among: scene.people, distances: scene.distances)

    let complete = scene.completeTeams
    #expect(proposal.teams.isEmpty == complete.isEmpty)
    #expect(proposal.teams.first?.members.count == complete.map(\.count).min())
    let sets = Set(complete.map { $0.map(\.id).sorted() })
    #expect(proposal.teams.allSatisfy { sets.contains($0.members.map(\.id)) })
    #expect(Set(proposal.teams.map(\.names)).count == proposal.teams.count)
    #expect(proposal.teams.count <= scene.task.alternatives)
    let coverable = Set(scene.people.flatMap { $0.offers.map(\.wanted) })
    #expect(
      proposal.uncovered.map(\.wanted)
        == scene.task.wanted.indices.filter { !coverable.contains($0) }
    )
    let useful = Set(scene.people.filter { !$0.offers.isEmpty }.map(\.organisation)).count
    #expect(proposal.organisationsShort == max(0, scene.task.minimumOrganisations - useful))
  }

  @Test("the first team is ranked as high as any", arguments: 0..<200)
  func best(seed: Int) throws {
    let scene = try Scene(seed: seed)
    let pool = scene.pool
    guard pool.goal != 0 else { return }

    let proposal = TeamFinder.find(scene.task, among: scene.people, distances: scene.distances)
    let sizes = CoverSizes(masks: pool.masks, goal: pool.goal)
    var search = TeamSearch(in: pool, sizes: sizes, distances: scene.distances)
    let numbers = Dictionary(
      uniqueKeysWithValues: pool.people.indices.map { (scene.people[pool.people[$0].place].id, $0) }
    )
    let rankings = scene.completeTeams.map { team in
      search.team(of: team.compactMap { numbers[$0.id] }).ranking
    }

    #expect(proposal.teams.first?.ranking == rankings.min())
  }

  @Test(
    "where teams of as many kinds exist, the alternatives have different organisations",
    arguments: 0..<200
  )
  func different(seed: Int) throws {
    let scene = try Scene(seed: seed)
    let smallest = scene.completeTeams.map(\.count).min() ?? 0
    let kinds = Set(
      scene.completeTeams.filter { $0.count == smallest }.map { Set($0.map(\.organisation)) }
    )

    let proposal = TeamFinder.find(scene.task, among: scene.people, distances: scene.distances)

    let proposed = Set(proposal.teams.map { Set($0.organisations) })
    #expect(proposed.count >= min(kinds.count, scene.task.alternatives))
  }

  @Test("the order of the candidates does not matter", arguments: 0..<60)
  func order(seed: Int) throws {
    let scene = try Scene(seed: seed)
    var random = SplitMix64(seed: seed)
    let shuffled = scene.people.shuffled(using: &random)

    let one = TeamFinder.find(scene.task, among: scene.people, distances: scene.distances)
    let other = TeamFinder.find(scene.task, among: shuffled, distances: scene.distances)

    #expect(one == other)
  }
}
