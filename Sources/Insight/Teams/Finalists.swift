/// The people whom a smallest team can need.
///
/// Somebody is left out when enough others cover what they do for no higher price: one of their own
/// organisation, or one each of as many organisations as a team has members. One of those can take
/// their place in any team without making it larger, dearer or narrower.
enum Finalists {
  /// Goes through the sets of skills from the largest; each inherits from those that contain it.
  ///
  /// - Parameters:
  ///   - pool: The people to choose from.
  ///   - depth: The most members that a smallest team has; 1 when organisations do not matter.
  /// - Returns: The numbers of the people left, ascending.
  static func find(in pool: CandidatePool, depth: Int) -> [Int] {
    var best = [[Int]](repeating: [], count: pool.groups.count)
    var finalists: [Int] = []
    // Larger sets have larger numbers: they are done when a set inherits their best people.
    for mask in pool.groups.indices.reversed() where mask != 0 && mask & ~pool.goal == 0 {
      let inherited = pool.task.wanted.indices.flatMap { skill in
        mask & 1 << skill == 0 && pool.goal & 1 << skill != 0 ? best[mask | 1 << skill] : []
      }
      best[mask] = cheapest(inherited + pool.groups[mask], of: pool, depth: depth)
      finalists += best[mask].filter { pool.people[$0].mask == mask }
    }
    return finalists.sorted()
  }

  /// The cheapest of each organisation, of the cheapest organisations; at the same price whoever covers
  /// more.
  private static func cheapest(_ people: [Int], of pool: CandidatePool, depth: Int) -> [Int] {
    let ordered = people.sorted {
      let (one, other) = (pool.people[$0], pool.people[$1])
      return (one.price, -one.mask.nonzeroBitCount, $0)
        < (other.price, -other.mask.nonzeroBitCount, $1)
    }
    var organisations: Set<Int> = []
    var chosen: [Int] = []
    for person in ordered where organisations.insert(pool.people[person].organisation).inserted {
      chosen.append(person)
      if depth == chosen.count { break }
    }
    return chosen
  }
}
