import Model

/// Runs a seed, and finds out what of it is needed where it fails.
struct Simulation {
  let seed: UInt64

  /// What a run has come to.
  struct Verdict {
    var findings: [String]
    var counts: World.Counts
  }

  func run() -> Verdict { Self.run(Scenario(seed: seed)) }

  private static func run(_ scenario: Scenario) -> Verdict {
    var world = World(scenario)
    for action in scenario.actions { world.perform(action) }
    var random = Seeded(~scenario.seed)
    world.judge(&random)
    return Verdict(findings: Set(world.findings).sorted(), counts: world.counts)
  }

  /// What to print for a seed that fails: the least actions found that fail in the same way.
  func explain(_ verdict: Verdict) -> String {
    let scenario = Self.shrink(Scenario(seed: seed), to: verdict.findings)
    let actions = scenario.actions.map { "\($0.kind.rawValue):\($0.seed)" }
    return """
      seed \(seed): \(verdict.findings.joined(separator: "; "))
      \(scenario.founders) founders, \(scenario.candidates) candidates, \
      rogues \(scenario.rogues.sorted()), \(actions.count) actions are enough: \
      \(actions.joined(separator: " "))
      """
  }

  /// Leaves out ever smaller parts for as long as the rest fails alike.
  private static func shrink(_ scenario: Scenario, to findings: [String]) -> Scenario {
    var least = scenario
    var size = max(1, scenario.actions.count / 2)
    var attempts = 300
    while size > 0, attempts > 0 {
      var start = 0
      while start < least.actions.count, attempts > 0 {
        attempts -= 1
        var fewer = least
        fewer.actions.removeSubrange(start..<min(start + size, least.actions.count))
        if Set(run(fewer).findings).isDisjoint(with: findings) {
          start += size
        } else {
          least = fewer
        }
      }
      size /= 2
    }
    return least
  }
}
