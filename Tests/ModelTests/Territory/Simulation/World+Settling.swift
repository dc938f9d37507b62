import Foundation
import Model

extension World {
  /// P9: when the network is whole, those whose word can be trusted seal all there is to seal, if
  /// they are enough; rogues are silent.
  mutating func settle(_ random: inout Seeded) {
    guard nodes.count < 16, !mayHaveVoided else { return }
    for _ in 0..<80 {
      guard isAnythingPending else { return }
      now += 86400
      for index in nodes.indices.shuffled(using: &random) where !nodes[index].isRogue {
        importOwnLog(of: index)
        let before = nodes[index].memory.lastOwn
        sign(index)
        guard let last = nodes[index].memory.lastOwn, last != before else { continue }
        for other in nodes.indices where other != index {
          send([last.digest], from: index, to: other, loss: 0, &random)
        }
      }
    }
    let state = nodes[0].state
    let electors = Set(state.electors)
    let reliable = nodes.indices.filter { isReliable($0) && electors.contains(nodes[$0].id) }
    if reliable.count >= ReferenceFold.quorum(electors.count) {
      findings.append("P9: what is pending is never sealed")
    }
  }

  private func isReliable(_ index: Int) -> Bool {
    !nodes[index].isRogue && !nodes[index].isUnreliable
  }

  private var isAnythingPending: Bool {
    let state = nodes[0].state
    // A territory that everybody has left needs no seal any more.
    guard !state.members.isEmpty else { return false }
    return !state.left.isEmpty || state.amendment != nil || state.members.contains { !$0.isSealed }
  }

  private mutating func sign(_ index: Int) {
    let signer = nodes[index].signer(Self.timing)
    if let seal = signer.cosignable(at: now).first {
      write(.cosign(seal: seal), by: index)
    } else if let seal = signer.proposal(at: now) {
      write(.seal(seal), by: index)
    }
  }
}
