import Model

/// The people among whom teams are sought: of each set of skills the few that matter.
struct CandidatePool {
  let task: TeamTask
  /// By set of skills; within one the best of each organisation first.
  let people: [PoolPerson]
  /// The numbers of the people with exactly a set of skills.
  let groups: [Range<Int>]
  /// The sets of skills that somebody has, ascending.
  let masks: [Int]
  /// The skills that somebody covers: what a complete team covers.
  let goal: Int
  /// The organisations of which somebody covers something, by number.
  let organisations: [String]
  /// For each wanted skill what comes near it without covering it.
  let nearest: [UncoveredSkill.Nearest?]

  init(_ candidates: [Candidate], for task: TeamTask) {
    var sieve = CandidateSieve(for: task)
    // Nobody is in a team twice, even if they were handed in twice: the first counts.
    var known = Set<String>(minimumCapacity: candidates.count)
    for place in candidates.indices where known.insert(candidates[place].id).inserted {
      sieve.admit(candidates[place], at: place)
    }
    var people: [PoolPerson] = []
    var groups: [Range<Int>] = []
    for group in sieve.kept() {
      let start = people.count
      people += group
      groups.append(start..<people.count)
    }
    self.task = task
    self.people = people
    self.groups = groups
    masks = groups.indices.filter { !groups[$0].isEmpty }
    goal = masks.reduce(0, |)
    organisations = sieve.organisations
    nearest = sieve.nearest
  }

  /// How many organisations a complete team can and has to join.
  var organisationsDemanded: Int { min(task.minimumOrganisations, organisations.count) }

  /// The numbers of the wanted skills in a set.
  func skills(of mask: Int) -> [Int] {
    task.wanted.indices.filter { mask & 1 << $0 != 0 }
  }
}
