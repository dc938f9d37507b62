/// On how many shortest ways a vertex lies (Brandes 2001); weights do not count.
extension TieGraph {
  /// For each vertex the pairs of others that need it, shares of equal ways counted as such.
  package func betweenness() -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    let lists = neighbours.map { $0.keys.sorted() }
    for start in 0..<count {
      let search = Ways(from: start, lists)
      var shares = [Double](repeating: 0, count: count)
      for vertex in search.order.reversed() {
        for before in search.before[vertex] {
          shares[before] += search.ways[before] / search.ways[vertex] * (1 + shares[vertex])
        }
        if vertex != start { sums[vertex] += shares[vertex] }
      }
    }
    // Every pair was seen from both of its ends.
    return sums.map { $0 / 2 }
  }

  /// The same over the number of all pairs of others: from 0 to 1.
  package func normalizedBetweenness() -> [Double] {
    let pairs = Double((count - 1) * (count - 2)) / 2
    return betweenness().map { pairs > 0 ? $0 / pairs : 0 }
  }

  /// The shortest ways from one vertex to all others.
  private struct Ways {
    var order: [Int] = []
    var before: [[Int]]
    var ways: [Double]

    init(from start: Int, _ lists: [[Int]]) {
      before = [[Int]](repeating: [], count: lists.count)
      ways = [Double](repeating: 0, count: lists.count)
      var distances = [Int](repeating: -1, count: lists.count)
      ways[start] = 1
      distances[start] = 0
      order = [start]
      var next = 0
      while next < order.count {
        let vertex = order[next]
        next += 1
        for end in lists[vertex] {
          if distances[end] < 0 {
            distances[end] = distances[vertex] + 1
            order.append(end)
          }
          guard distances[end] == distances[vertex] + 1 else { continue }
          ways[end] += ways[vertex]
          before[end].append(vertex)
        }
      }
    }
  }
}
