/// The smallest complete team of enough organisations, and among the smallest one with the least load.
///
/// Exact, by dynamic programming over (organisations joined, skills covered). Organisations are taken
/// one after the other, so that it is known whether somebody's organisation is in a team already.
struct SmallestTeam {
  /// The price of a member before their load: no load outweighs a person less in the team.
  private static let member = 1 << 40

  private let pool: CandidatePool
  private let sizes: CoverSizes
  /// How many organisations have to take part.
  private let organisations: Int
  /// No smallest team is larger: a smallest cover, and one more for each organisation but the first.
  private let mostMembers: Int
  /// The cheapest teams without anybody of the organisation that is being taken.
  private var before: [State]
  /// The cheapest teams with somebody of it.
  private var with: [State]
  /// The members, each linked to those who were there before.
  private var chain: [(person: Int, earlier: Int)] = []

  private init(in pool: CandidatePool, sizes: CoverSizes) {
    (self.pool, self.sizes) = (pool, sizes)
    organisations = pool.organisationsDemanded
    mostMembers = sizes[pool.goal] + organisations - 1
    with = Array(repeating: .unreached, count: (organisations + 1) * pool.groups.count)
    before = with
    before[0] = State(price: 0, last: -1)
  }

  /// The numbers of its members, ascending.
  static func find(in pool: CandidatePool, sizes: CoverSizes) -> [Int] {
    var search = Self(in: pool, sizes: sizes)
    let depth = search.organisations == 1 ? 1 : search.mostMembers
    let finalists = Finalists.find(in: pool, depth: depth)
    let groups = Dictionary(grouping: finalists) { pool.people[$0].organisation }
    // In the order of the people, so that the order of the candidates does not matter.
    for group in groups.values.sorted(by: { $0[0] < $1[0] }) { search.take(group) }
    return search.members()
  }

  private mutating func take(_ group: [Int]) {
    for place in with.indices { with[place] = .unreached }
    for person in group { extend(with: person) }
    for place in with.indices where with[place].price < before[place].price {
      before[place] = with[place]
    }
  }

  /// Adds somebody to every team so far, whether their organisation is in it or not.
  private mutating func extend(with person: Int) {
    let mask = pool.people[person].mask
    let price = Self.member + pool.people[person].price
    let columns = pool.groups.count
    for place in before.indices {
      if before[place].price != .max {
        let isLastRow = place >= organisations * columns
        let target = (isLastRow ? place : place + columns) | mask
        reach(target, from: before[place], adding: person, at: price)
      }
      if with[place].price != .max {
        reach(place | mask, from: with[place], adding: person, at: price)
      }
    }
  }

  /// Notes a team if it is cheaper than the one known, and can still become small enough.
  private mutating func reach(
    _ place: Int,
    from earlier: State,
    adding person: Int,
    at price: Int
  ) {
    let total = earlier.price + price
    guard total < with[place].price else { return }
    let columns = pool.groups.count
    let left = mostMembers - total / Self.member
    guard left >= sizes[pool.goal & ~place], left >= organisations - place / columns else { return }
    chain.append((person, earlier.last))
    with[place] = State(price: total, last: chain.count - 1)
  }

  private func members() -> [Int] {
    var members: [Int] = []
    var link = before[organisations * pool.groups.count + pool.goal].last
    while link >= 0 {
      members.append(chain[link].person)
      link = chain[link].earlier
    }
    return members.sorted()
  }

  /// The cheapest team known that covers some skills with some organisations.
  private struct State {
    static let unreached = Self(price: .max, last: -1)

    /// Members first, then their load.
    let price: Int
    /// The link of the chain that ends with its last member.
    let last: Int
  }
}
