/// The plain way to a small team, to measure others against: whoever adds most, again and again.
///
/// At most 1 + ln T times as many as needed for T skills (Johnson 1974).
package enum GreedyCover {
  /// Takes who covers most of what is still open, the lowest number among equals.
  ///
  /// - Parameter holders: For each wanted skill the nodes that hold it.
  /// - Returns: The people in the order they were taken; nothing when a skill has no holder.
  package static func team(holders: [[Int]]) -> [Int]? {
    guard holders.allSatisfy({ !$0.isEmpty }) else { return nil }
    var skills: [Int: Set<Int>] = [:]
    for (skill, nodes) in holders.enumerated() {
      for node in nodes { skills[node, default: []].insert(skill) }
    }
    var open = Set(holders.indices)
    var team: [Int] = []
    while !open.isEmpty {
      let gains = skills.map { (node: $0.key, gain: $0.value.intersection(open).count) }
      let best = gains.max { ($0.gain, $1.node) < ($1.gain, $0.node) }
      guard let best else { return nil }
      team.append(best.node)
      open.subtract(skills[best.node] ?? [])
    }
    return team
  }
}
