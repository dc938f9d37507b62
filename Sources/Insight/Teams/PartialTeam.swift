/// A team in the making.
struct PartialTeam {
  /// The numbers of its members, ascending.
  private(set) var members: [Int] = []
  /// The skills that they cover, a bit for each.
  private(set) var mask = 0
  /// The numbers of their organisations, each once, in the order they joined.
  private(set) var organisations: [Int] = []
  private(set) var ranking: TeamRanking
  /// A number for the set of its organisations; two sets with the same one are taken for the same.
  private(set) var signature: UInt64 = 0

  /// A team of nobody.
  init(organisationsThatCount: Int) {
    ranking = TeamRanking(organisationsThatCount: organisationsThatCount)
  }

  /// What the team would be with one more member; cheap, since most are turned away.
  func outlook(with person: PoolPerson, hops: inout OrganisationHops) -> Outlook {
    var outlook = Outlook(ranking: ranking, signature: signature)
    outlook.ranking.size += 1
    outlook.ranking.load += person.price
    outlook.ranking.fit += person.fit
    if let distance = person.distance {
      outlook.ranking.farthest = max(distance, ranking.farthest ?? 0)
    }
    guard !organisations.contains(person.organisation) else { return outlook }
    outlook.ranking.organisations += 1
    for organisation in organisations {
      outlook.ranking.communication += hops.between(organisation, person.organisation)
    }
    outlook.signature &+= Self.hash(person.organisation)
    return outlook
  }

  /// The team with one more member.
  func joined(by number: Int, _ person: PoolPerson, outlook: Outlook) -> Self {
    var team = self
    team.members.insert(number, at: members.firstIndex { number < $0 } ?? members.count)
    team.mask |= person.mask
    if outlook.ranking.organisations > ranking.organisations {
      team.organisations.append(person.organisation)
    }
    (team.ranking, team.signature) = (outlook.ranking, outlook.signature)
    return team
  }

  /// The team, ranked by how many of its people another team has too.
  func sharing(_ people: Int) -> Self {
    var team = self
    team.ranking.shared = people
    return team
  }

  /// Where a team stands with one more member.
  struct Outlook {
    fileprivate(set) var ranking: TeamRanking
    fileprivate(set) var signature: UInt64
  }

  /// SplitMix64 (Steele, Lea and Flood 2014): sums of its values tell sets apart.
  private static func hash(_ organisation: Int) -> UInt64 {
    var hash = UInt64(organisation + 1) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }
}
