import Model

/// Finds people who together have a set of skills: the combination that nobody sees from inside one
/// organisation.
///
/// Exact in what counts first: as much as possible is covered, by as few people as possible, of at
/// least as many organisations as demanded where so many have something to bring. Among such teams
/// those of more organisations, nearer to one another and with less load come first (`TeamRanking`).
/// The same candidates in another order give the same answer.
package enum TeamFinder {
  /// Proposes teams for a task.
  ///
  /// - Parameters:
  ///   - task: What is wanted.
  ///   - candidates: Who may be asked, with their skills already matched to the wanted ones.
  ///   - distances: How far their organisations are from one another.
  /// - Returns: The teams, what stays uncovered and how many organisations lack.
  package static func find(
    _ task: TeamTask,
    among candidates: [Candidate],
    distances: OrganisationDistances = .unknown
  ) -> TeamProposal {
    let pool = CandidatePool(candidates, for: task)
    let teams = pool.goal == 0 ? [] : choose(in: pool, distances: distances)
    return TeamProposal(
      teams: teams.map { describe($0, in: pool, candidates) },
      uncovered: uncovered(in: pool),
      organisationsShort: task.minimumOrganisations - pool.organisationsDemanded
    )
  }

  /// Teams of the smallest size; where they are too few or too alike, teams of one and two more.
  private static func choose(
    in pool: CandidatePool,
    distances: OrganisationDistances
  ) -> [PartialTeam] {
    let sizes = CoverSizes(masks: pool.masks, goal: pool.goal)
    var search = TeamSearch(in: pool, sizes: sizes, distances: distances)
    let smallest = search.team(of: SmallestTeam.find(in: pool, sizes: sizes))
    let count = pool.task.alternatives
    var teams = [smallest] + search.teams(of: smallest.members.count)
    if Set(teams.map(\.signature)).count < count {
      teams += search.teams(of: smallest.members.count + 1)
    }
    if Set(teams.map(\.members)).count < count {
      teams += search.teams(of: smallest.members.count + 2)
    }
    return TeamChoice(of: count, among: teams).chosen
  }

  private static func describe(
    _ team: PartialTeam,
    in pool: CandidatePool,
    _ candidates: [Candidate]
  ) -> Team {
    let people = team.members.map { pool.people[$0] }
    let members = people.map { person in
      let others = people.filter { $0.place != person.place }.reduce(0) { $0 | $1.mask }
      let candidate = candidates[person.place]
      return Team.Member(
        id: candidate.id,
        organisation: candidate.organisation,
        covers: pool.skills(of: person.mask).compactMap {
          candidate.best(for: $0, pool.task.wanted[$0])
        },
        alone: pool.skills(of: person.mask & ~others),
        load: candidate.load,
        distance: person.distance,
        hours: candidate.hours
      )
    }
    return Team(members: members.sorted { $0.id < $1.id }, ranking: team.ranking)
  }

  private static func uncovered(in pool: CandidatePool) -> [UncoveredSkill] {
    pool.skills(of: ~pool.goal).map { wanted in
      UncoveredSkill(
        wanted: wanted,
        wish: pool.task.wanted[wanted],
        nearest: pool.nearest[wanted]
      )
    }
  }
}
