/// Who knows whom, and how near: an undirected graph with weights of 0 and more.
package struct AcquaintanceGraph: Sendable {
  /// For each node whom it knows, and how far apart they are.
  private let neighbours: [[(node: Int, weight: Double)]]
  private let isUnweighted: Bool

  package var nodes: Range<Int> { neighbours.indices }

  /// Leaves out edges to nodes that are not there and with weights below 0 or without a value.
  package init(nodes: Int, edges: [Edge]) {
    var neighbours = [[(node: Int, weight: Double)]](repeating: [], count: max(0, nodes))
    let range = neighbours.indices
    let sound = edges.filter {
      range.contains($0.one) && range.contains($0.other) && $0.weight >= 0 && $0.weight.isFinite
    }
    for edge in sound {
      neighbours[edge.one].append((edge.other, edge.weight))
      neighbours[edge.other].append((edge.one, edge.weight))
    }
    self.neighbours = neighbours
    isUnweighted = sound.allSatisfy { $0.weight == 1 }
  }

  /// The length of the shortest path to every node; infinite where there is none.
  package func distances(from node: Int) -> [Double] {
    var distances = [Double](repeating: .infinity, count: neighbours.count)
    guard nodes.contains(node) else { return distances }
    distances[node] = 0
    if isUnweighted {
      walk(from: node, into: &distances)
    } else {
      settle(from: node, into: &distances)
    }
    return distances
  }

  /// Breadth first: enough where every edge is as long.
  private func walk(from node: Int, into distances: inout [Double]) {
    var queue = [node]
    var next = 0
    while next < queue.count {
      let here = queue[next]
      next += 1
      for neighbour in neighbours[here] where distances[neighbour.node] == .infinity {
        distances[neighbour.node] = distances[here] + 1
        queue.append(neighbour.node)
      }
    }
  }

  /// Dijkstra's algorithm; what a shorter path has overtaken in the heap is passed over.
  private func settle(from node: Int, into distances: inout [Double]) {
    var heap = DistanceHeap()
    heap.push(node, at: 0)
    while let (here, distance) = heap.pop() {
      guard distance <= distances[here] else { continue }
      for neighbour in neighbours[here] {
        let reached = distance + neighbour.weight
        guard reached < distances[neighbour.node] else { continue }
        distances[neighbour.node] = reached
        heap.push(neighbour.node, at: reached)
      }
    }
  }

  /// Two who know each other.
  package struct Edge: Sendable {
    let one: Int
    let other: Int
    /// How far apart they are.
    let weight: Double

    package init(_ one: Int, _ other: Int, weight: Double = 1) {
      (self.one, self.other, self.weight) = (one, other, weight)
    }
  }
}
