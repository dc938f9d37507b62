import Foundation

/// What people should know before they decide, or about what has come of it.
package enum TerritoryWarning: Hashable, Sendable {
  /// Fewer than three electors would be left: what one of them does nobody can outvote.
  case fewElectors(Int)
  /// More members await a seal than one seal may admit; perhaps a few electors invent them.
  case manyUnsealed(Int, cap: Int)
}

extension TerritoryLedger {
  /// What to tell an elector before it makes this proposal or votes for it.
  package func warnings(before wish: Proposal.Wish) -> [TerritoryWarning] {
    switch wish {
    case .exclude(let member): warnings(without: member)
    case .recover(let member, successor: _): warnings(without: member)
    case .suspend: []
    case .amend(let terms, base: _):
      if case .stewards(let stewards) = terms.rules.electors {
        Self.fewElectors(Set(stewards).intersection(remaining).count)
      } else {
        []
      }
    }
  }

  /// What to tell a member before it leaves, or before others exclude it.
  package func warnings(without member: Digest) -> [TerritoryWarning] {
    let remaining = remaining
    guard remaining.contains(member) else { return [] }
    return Self.fewElectors(remaining.count - 1)
  }

  /// What to tell at any time.
  package var warnings: [TerritoryWarning] {
    let cap = current.era.terms.rules.growthCap(of: current.era.roll.count)
    let unsealed = current.admitted.count
    return Self.fewElectors(remaining.count)
      + (unsealed > cap ? [.manyUnsealed(unsealed, cap: cap)] : [])
  }

  /// The electors that will still be there after the next seal.
  private var remaining: Set<Digest> { current.era.electors.filter { !current.isGone($0) } }

  private static func fewElectors(_ count: Int) -> [TerritoryWarning] {
    count < 3 ? [.fewElectors(count)] : []
  }
}

/// The seals that hold, oldest first, as a node once believed them or does now.
package struct SealChain: Hashable, Sendable {
  package var seals: [Digest]

  package init(_ seals: [Digest]) { self.seals = seals }

  /// Whether giving up this chain for another would undo a seal that has two successors and is
  /// older than the horizon: then old keys may be at work, and people decide.
  package func isReorgBelowHorizon(
    to new: SealChain,
    horizon: TimeInterval = SealTiming.standard.horizon,
    age: (Digest) -> TimeInterval?
  ) -> Bool {
    let common = zip(seals, new.seals).prefix { $0 == $1 }.count
    guard common + 2 < seals.count else { return false }
    return seals[common..<(seals.count - 2)].contains { age($0) ?? 0 >= horizon }
  }
}
