/// The best teams in the making that cover the same skills with as many people.
struct TeamCell {
  /// How many are kept.
  private let capacity: Int
  /// How many with the same organisations are kept, so that they leave room for others.
  private let perOrganisations: Int
  /// The best first.
  private(set) var teams: [PartialTeam] = []

  init(capacity: Int, perOrganisations: Int) {
    (self.capacity, self.perOrganisations) = (capacity, perOrganisations)
  }

  /// Whether there is room for a team that stands so, or a worse one to make way.
  func admits(_ outlook: PartialTeam.Outlook) -> Bool {
    guard teams.count == capacity, let worst = teams.last else { return true }
    return outlook.ranking < worst.ranking
  }

  /// Takes a team in unless it is there, or enough better ones of the same organisations are.
  mutating func insert(_ team: PartialTeam) {
    let alike = teams.indices.filter { teams[$0].signature == team.signature }
    guard !alike.contains(where: { teams[$0].members == team.members }) else { return }
    if alike.count == perOrganisations, let worst = alike.last {
      guard Self.isBefore(team, teams[worst]) else { return }
      teams.remove(at: worst)
    }
    teams.insert(team, at: teams.firstIndex { Self.isBefore(team, $0) } ?? teams.count)
    if teams.count > capacity { teams.removeLast() }
  }

  private static func isBefore(_ one: PartialTeam, _ other: PartialTeam) -> Bool {
    guard one.ranking == other.ranking else { return one.ranking < other.ranking }
    return one.members.lexicographicallyPrecedes(other.members)
  }
}
