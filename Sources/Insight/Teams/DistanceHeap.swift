/// A binary heap that gives back the nearest node first; equally near ones by their number.
struct DistanceHeap {
  private var entries: [(node: Int, distance: Double)] = []

  mutating func push(_ node: Int, at distance: Double) {
    entries.append((node, distance))
    var place = entries.count - 1
    while place > 0, isBefore(place, (place - 1) / 2) {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> (node: Int, distance: Double)? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first }
    entries[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var place = 0
    while true {
      let children = (2 * place + 1)...(2 * place + 2)
      let nearest = children.filter { $0 < entries.count }.min { isBefore($0, $1) }
      guard let nearest, isBefore(nearest, place) else { return }
      entries.swapAt(place, nearest)
      place = nearest
    }
  }

  private func isBefore(_ one: Int, _ other: Int) -> Bool {
    (entries[one].distance, entries[one].node) < (entries[other].distance, entries[other].node)
  }
}
