/// Enumerates complete teams of a given size, the best few of each kind.
///
/// A beam over sets of skills: member by member, whoever covers the rarest open skill joins, and for
/// each set of skills covered so far the best teams are kept. What cannot become complete in time is
/// never begun. The exact minimum comes from `SmallestTeam`; this finds what to choose from.
struct TeamSearch {
  private let pool: CandidatePool
  private let sizes: CoverSizes
  private var hops: OrganisationHops
  /// About how many teams to look at for each member that joins.
  private static let effort = 1 << 20
  /// The wanted skills, those that the fewest sets of skills contain first.
  private let rarest: [Int]

  init(in pool: CandidatePool, sizes: CoverSizes, distances: OrganisationDistances) {
    (self.pool, self.sizes) = (pool, sizes)
    hops = OrganisationHops(pool.organisations, distances)
    let holders = pool.task.wanted.indices.map { skill in
      pool.masks.count { $0 & 1 << skill != 0 }
    }
    rarest = holders.indices.sorted { (holders[$0], $0) < (holders[$1], $1) }
  }

  /// Complete teams of so many people, the best first; nobody in them is there for nothing.
  mutating func teams(of size: Int) -> [PartialTeam] {
    var cells = [0: TeamCell.beginning(with: empty)]
    for member in 1...size {
      var next: [Int: TeamCell] = [:]
      for (_, cell) in cells.sorted(by: { $0.key < $1.key }) {
        let step = Step(left: size - member, share: Self.effort / cells.count)
        extend(cell, into: &next, step: step)
      }
      cells = next
    }
    return cells[pool.goal]?.teams.filter(needsEverybody) ?? []
  }

  /// A team as the search sees it, from the numbers of its members.
  mutating func team(of members: [Int]) -> PartialTeam {
    members.reduce(empty) { team, number in
      let person = pool.people[number]
      return team.joined(by: number, person, outlook: team.outlook(with: person, hops: &hops))
    }
  }

  private var empty: PartialTeam {
    PartialTeam(organisationsThatCount: max(3, pool.organisationsDemanded))
  }

  /// Adds a member to every team of a cell.
  ///
  /// - Parameters:
  ///   - cell: Teams that cover the same skills.
  ///   - next: Where the larger teams go, by the skills that they cover.
  ///   - step: How far to go.
  private mutating func extend(_ cell: TeamCell, into next: inout [Int: TeamCell], step: Step) {
    guard let covered = cell.teams.first?.mask else { return }
    let open = pool.goal & ~covered
    let sought = rarest.first { open & 1 << $0 != 0 }.map { 1 << $0 }
    let masks = pool.masks.filter {
      $0 & (sought ?? $0) != 0 && sizes[open & ~$0] <= step.left
    }
    // Any of them leads to complete teams: where they are too many, some from everywhere will do.
    let affordable = max(1, step.share / cell.teams.count)
    let stride = masks.count * Step.fewest / affordable + 1
    let people = max(Step.fewest, affordable / max(1, masks.count))
    for mask in Swift.stride(from: 0, to: masks.count, by: stride).map({ masks[$0] }) {
      var target = next[covered | mask] ?? (step.left == 0 ? .final : .intermediate)
      for team in cell.teams {
        join(team, from: pool.groups[mask].prefix(people), into: &target, left: step.left)
      }
      next[covered | mask] = target.teams.isEmpty ? nil : target
    }
  }

  /// What one more member may cost.
  private struct Step {
    /// How many people of each set of skills to look at even when there is little time.
    static let fewest = 4

    /// How many more may join afterwards.
    let left: Int
    /// How many teams to look at.
    let share: Int
  }

  private mutating func join(
    _ team: PartialTeam,
    from people: Range<Int>,
    into cell: inout TeamCell,
    left: Int
  ) {
    for number in people where !team.members.contains(number) {
      let person = pool.people[number]
      let outlook = team.outlook(with: person, hops: &hops)
      // A complete team grows only towards the organisations that it lacks.
      let grows = team.mask != pool.goal || outlook.ranking.organisations > team.organisations.count
      guard grows, outlook.ranking.organisations + left >= pool.organisationsDemanded,
        cell.admits(outlook)
      else { continue }
      cell.insert(team.joined(by: number, person, outlook: outlook))
    }
  }

  /// Whether without any one member skills or organisations would be missing.
  private func needsEverybody(_ team: PartialTeam) -> Bool {
    team.members.allSatisfy { number in
      let others = team.members.filter { $0 != number }.map { pool.people[$0] }
      return others.reduce(0) { $0 | $1.mask } != pool.goal
        || Set(others.map(\.organisation)).count < pool.organisationsDemanded
    }
  }
}

extension TeamCell {
  fileprivate static let intermediate = Self(capacity: 16, perOrganisations: 3)
  fileprivate static let final = Self(capacity: 128, perOrganisations: 5)

  fileprivate static func beginning(with team: PartialTeam) -> Self {
    var cell = intermediate
    cell.insert(team)
    return cell
  }
}
