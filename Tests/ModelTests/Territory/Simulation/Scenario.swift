import Model

/// What one seed decides: who takes part, under which rules, and what happens.
struct Scenario {
  /// Something that happens; its own seed decides the details, so that others can be left out.
  struct Action {
    enum Kind: String, CaseIterable {
      case gossip, broadcast, part, heal, wait, join, endorse, propose, vote, leave, update, fork
      case seal, cosign, crash, restart, keep, restore, rotate, reveal, steal, babble, check

      /// How often, in relation to the others.
      func weight(isCalm: Bool) -> Int {
        switch self {
        case .heal where isCalm: 16
        case .crash where isCalm: 1
        case .gossip where isCalm: 90
        case .gossip: 60
        case .cosign: 36
        case .endorse: 24
        case .vote: 18
        case .seal: 24
        case .broadcast, .join, .check: 12
        case .wait, .part: 8
        case .propose: 7
        case .update: 5
        case .heal, .fork, .restart, .keep: 4
        case .babble, .rotate: 3
        case .crash, .restore, .reveal, .steal: 2
        case .leave: 1
        }
      }
    }

    var kind: Kind
    var seed: UInt64
  }

  let seed: UInt64
  var founders: Int
  var candidates: Int
  var rules: Rules
  /// Founders who say anything, by number.
  var rogues: Set<Int>
  /// Candidates who claim the actor of another node.
  var claims: [Int: Int]
  /// Whether the network is whole most of the time, so that more is sealed.
  var isCalm: Bool
  var actions: [Action]

  init(seed: UInt64) {
    self.seed = seed
    var random = Seeded(Seeded.scramble(seed))
    let isLarge = seed % 40 == 39
    founders = Int.random(in: isLarge ? 6...15 : 3...7, using: &random)
    candidates = Int.random(in: isLarge ? 15...35 : 2...6, using: &random)
    let most = [0, (founders - 1) / 3, founders / 2].randomElement(using: &random) ?? 0
    rogues = Set((0..<founders).shuffled(using: &random).prefix(most))
    rules = Rules(
      endorsements: Int.random(in: 1...min(3, founders - 1), using: &random),
      growthMinimum: Int.random(in: 2...5, using: &random),
      window: Int.random(in: 2...8, using: &random)
    )
    claims = [:]
    for candidate in founders..<(founders + candidates) where random.chance(0.15) {
      claims[candidate] = Int.random(in: 0..<candidate, using: &random)
    }
    isCalm = random.chance(0.5)
    actions = []
    var kinds: [Action.Kind] = []
    for kind in Action.Kind.allCases {
      kinds += Array(repeating: kind, count: kind.weight(isCalm: isCalm))
    }
    for _ in 0..<Int.random(in: isLarge ? 800...1200 : 300...600, using: &random) {
      let kind = kinds.randomElement(using: &random) ?? .gossip
      actions.append(Action(kind: kind, seed: random.next()))
    }
  }
}
