import Foundation
import Model

extension World {
  /// Compares what a node has come to step by step with what its set amounts to, and remembers the
  /// admissions it has seen.
  mutating func examine(_ index: Int, _ random: inout Seeded) {
    let ledger = nodes[index].memory.ledger
    let state = ledger.state
    let shuffled = ledger.statements.values.sorted { $0.digest < $1.digest }
      .shuffled(using: &random)
    if TerritoryLedger.fold(charter: charter, statements: shuffled) != state {
      findings.append("P2: step by step is not at once")
    }
    for member in state.members where !member.isSealed {
      let joins = ledger.entries(of: member.id).filter { $0.sequence == 0 }.map(\.digest)
      let endorsers = ledger.statements.values.filter {
        if case .endorse(let join) = $0.content { joins.contains(join) } else { false }
      }.map(\.log)
      let counted = Set(endorsers).intersection(state.electors)
      certified.append(
        Certified(member: member.id, endorsers: counted, terms: state.terms.digest)
      )
    }
  }

  /// All that must hold when everybody has everything.
  mutating func judge(_ random: inout Seeded) {
    guard heal(&random) else {
      findings.append("P6: the sets did not become equal")
      return
    }
    let ledger = nodes[0].memory.ledger
    let state = ledger.state
    if nodes.contains(where: { $0.state != state }) { findings.append("P1: states differ") }
    let all = ledger.statements.values.sorted { $0.digest < $1.digest }
    for _ in 0..<2 {
      let shuffled = (all + all.prefix(5)).shuffled(using: &random)
      if TerritoryLedger.fold(charter: charter, statements: shuffled) != state {
        findings.append("P1: order or duplicates matter")
      }
    }
    let reference = ReferenceFold(charter: charter, all)
    if reference.state != state { findings.append("P1: the second opinion differs") }
    judgeAdmissions(state, reference, all)
    judgeExclusions(reference, all)
    judgeSeals(reference)
    judgeSealedOut(ledger, reference)
    count(state, reference, all)
    settle(&random)
  }

  /// P3: what one side of a partition admitted holds for all.
  private mutating func judgeAdmissions(
    _ state: TerritoryState,
    _ reference: ReferenceFold,
    _ all: [Statement]
  ) {
    let gone = Set(
      all.filter { if case .leave = $0.content { true } else { false } }.map(\.log)
    ).union(state.excluded).union(reference.era.retired)
    let unreliable = Set(nodes.filter(\.isUnreliable).map(\.id))
    let electors = Set(state.electors)
    let replaced = Set(
      state.proposals.filter(\.isCarried).compactMap {
        if case .recover(let member, _) = $0.proposal.wish { member } else { nil }
      }
    )
    for admission in Set(certified) {
      if state.member(admission.member) != nil {
        counts.admissionsKept += 1
        continue
      }
      let isExcused =
        gone.contains(admission.member) || state.contested.contains(admission.member)
        || unreliable.contains(admission.member) || replaced.contains(admission.member)
        || admission.terms != state.terms.digest
        || admission.endorsers.contains {
          gone.contains($0) || !electors.contains($0) || unreliable.contains($0)
        }
      counts.admissionsExcused += 1
      if !isExcused { findings.append("P3: an admission was lost") }
    }
  }

  /// P4: no exclusion without the votes for it, as long as rogues are few.
  private mutating func judgeExclusions(_ reference: ReferenceFold, _ all: [Statement]) {
    var voters: [Digest: Set<Digest>] = [:]
    for statement in all {
      if case .vote(let proposal) = statement.content {
        voters[proposal, default: []].insert(statement.log)
      }
    }
    let wishes = all.compactMap { statement -> (Digest, Digest)? in
      guard case .propose(let proposal) = statement.content,
        case .exclude(let member) = proposal.wish
      else { return nil }
      return (statement.digest, member)
    }
    for (era, next) in zip(reference.eras, reference.eras.dropFirst())
    where suspects(in: era).count <= (era.electors.count - 1) / 3 {
      for member in next.excluded.subtracting(era.excluded) {
        let isCarried = wishes.contains { proposal, target in
          target == member
            && (voters[proposal] ?? []).intersection(era.electors).count > era.electors.count / 2
        }
        if !isCarried { findings.append("P4: somebody was excluded without the votes") }
      }
    }
    for member in Set(reference.state.excluded).subtracting(reference.era.excluded) {
      let isCarried = wishes.contains { proposal, target in
        let yes = (voters[proposal] ?? []).intersection(reference.era.electors).count
        return target == member && yes > reference.era.electors.count / 2
      }
      if !isCarried { findings.append("P4: somebody is excluded without the votes") }
    }
  }

  /// Those who sign anything, or may sign twice.
  private func suspects(in era: ReferenceFold.Era) -> Set<Digest> {
    era.electors.intersection(nodes.filter { $0.isRogue || $0.isUnreliable }.map(\.id))
  }

  /// P5: with few double signers the seal that holds takes up all that the others had.
  private mutating func judgeSeals(_ reference: ReferenceFold) {
    for era in reference.eras {
      var signed: [Digest: [Seal]] = [:]
      for rival in era.quorate {
        for signer in rival.signers { signed[signer, default: []].append(rival.seal) }
      }
      let double = signed.filter { _, seals in !Self.isConsistent(seals) }.map(\.key)
      let reliable = Set(nodes.filter { !$0.isRogue && !$0.isUnreliable }.map(\.id))
      if !reliable.isDisjoint(with: double) { findings.append("P5: an honest node signed twice") }
      counts.rivalSeals += max(0, era.quorate.count - 1)
      let best = era.quorate.min { (-$0.seal.round, $0.digest) < (-$1.seal.round, $1.digest) }
      guard let best, double.count <= (era.electors.count - 1) / 3 else { continue }
      if !era.quorate.allSatisfy({ $0.digest == best.digest || best.seal.covers($0.seal) }) {
        findings.append("P5: a seal was lost")
      }
    }
  }

  private static func isConsistent(_ seals: [Seal]) -> Bool {
    let sorted = seals.sorted { $0.round < $1.round }
    return zip(sorted, sorted.dropFirst()).allSatisfy { $0.round < $1.round && $1.covers($0) }
  }

  private mutating func count(
    _ state: TerritoryState,
    _ reference: ReferenceFold,
    _ all: [Statement]
  ) {
    counts.statements = all.count
    counts.seals = state.version
    counts.members = state.members.count
    counts.excluded = state.excluded.count
    counts.retired = reference.era.retired.count
    counts.equivocators = state.equivocations.count
    counts.contested = state.contested.count
  }
}
