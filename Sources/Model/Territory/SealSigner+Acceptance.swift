import Foundation

extension SealSigner {
  /// Whether this elector's node knows every line of a seal to be true, misses none for long, and
  /// has signed nothing that speaks against it.
  func isAcceptable(_ seal: Seal, _ facts: [Fact], at now: Date) -> Bool {
    seal.round > signed.round && isNextRound(seal) && isTrue(seal) && covers(seal)
      && leavesSomebody(seal) && omitsNothingOld(seal, facts, at: now)
  }

  /// Rounds rise one by one, or a single elector could use them up.
  private func isNextRound(_ seal: Seal) -> Bool {
    seal.round == 0 || rivals.contains { $0.seal.round == seal.round - 1 }
  }

  private func isTrue(_ seal: Seal) -> Bool {
    let amendments = [nil, outcome.amendment] + signed.seals.map(\.amend)
    return seal.admit.allSatisfy { mayAdmit($0) } && seal.drop.allSatisfy { mayDrop($0) }
      && seal.exclude.allSatisfy { excluded in
        outcome.excluded.contains(excluded)
          || signed.seals.contains { $0.exclude.contains(excluded) }
      }
      && amendments.contains(seal.amend)
  }

  /// Admitted by endorsements; or by a round that was signed, while only a second claim to the actor
  /// has come since.
  func mayAdmit(_ admission: Seal.Admission) -> Bool {
    if outcome.admitted[admission.member] == admission.actor { return true }
    return outcome.state.contested.contains(admission.member)
      && signed.seals.contains { $0.admit.contains(admission) }
  }

  /// One outside the roll is dropped only if a seal of this era would admit it, and rightly did, and
  /// nothing does any more.
  func mayDrop(_ member: Digest) -> Bool {
    if outcome.departing.contains(member) { return true }
    if signed.seals.contains(where: { $0.drop.contains(member) }) { return true }
    guard outcome.era.roll[member] == nil, outcome.admitted[member] == nil,
      nominated.contains(member)
    else { return false }
    return outcome.excluded.contains(member) || outcome.left.contains(member)
      || signed.seals.contains { $0.admits(member) } || wasAdmitted(member)
  }

  /// Whether enough electors endorsed it once, also those who are gone and with keys that have been
  /// replaced since.
  private func wasAdmitted(_ member: Digest) -> Bool {
    let joins = Set(ledger.tree(of: member)?.joins ?? [])
    let endorsers = outcome.era.electors.filter { elector in
      ledger.tree(of: elector)?.entries.contains { entry in
        if case .endorse(let join) = entry.statement.content { joins.contains(join) } else { false }
      } ?? false
    }
    return endorsers.count >= max(1, outcome.era.terms.rules.endorsements)
  }

  /// A later round takes up all that an earlier one had, so that nothing is lost whichever holds.
  func covers(_ seal: Seal) -> Bool { signed.seals.allSatisfy { seal.covers($0) } }

  func leavesSomebody(_ seal: Seal) -> Bool {
    !seal.admit.isEmpty || outcome.era.roll.keys.contains { !seal.drop.contains($0) }
  }

  private func omitsNothingOld(_ seal: Seal, _ facts: [Fact], at now: Date) -> Bool {
    let limit = now - timing.omissionPatience
    let isFull = seal.weight + Seal.margin > Seal.room(in: seal.round)
    let cap = outcome.era.growthCap(in: seal.round)
    let drop = Set(seal.drop)
    let admit = Set(seal.admit.map(\.member))
    return facts.allSatisfy { fact in
      guard fact.since < limit else { return true }
      switch fact.kind {
      case .admission(let member):
        // Nobody new is asked of a later round.
        let isAsked = seal.round == 0 || nominated.contains(member)
        return !isAsked || admit.contains(member) || drop.contains(member) || isFull
          || admit.count >= cap
      case .departure(let member): return drop.contains(member) || isFull
      case .exclusion(let member): return seal.exclude.contains(member) || isFull
      case .amendment: return seal.amend != nil
      }
    }
  }
}

// MARK: - Facts and their age

extension SealSigner {
  /// Something a seal should have, and since when this node could know.
  struct Fact {
    enum Kind {
      case admission(Digest)
      case departure(Digest)
      case exclusion(Digest)
      case amendment
    }

    var kind: Kind
    var since: Date
  }

  var facts: [Fact] {
    var facts = outcome.admitted.keys.map { Fact(kind: .admission($0), since: admittedSince($0)) }
    for member in outcome.departing {
      let excluded = since(carrying: .exclude(member))
      let since = [excluded, leftSince(member), replacedSince(member)].min() ?? excluded
      facts.append(Fact(kind: .departure(member), since: since))
      if outcome.excluded.contains(member) {
        facts.append(Fact(kind: .exclusion(member), since: excluded))
      }
    }
    if let amendment = outcome.amendment {
      let tally = outcome.state.proposals.first { $0.digest == amendment }
      facts.append(Fact(kind: .amendment, since: tally.map { since($0) } ?? .distantFuture))
    }
    return facts
  }

  func admittedSince(_ member: Digest) -> Date {
    guard outcome.era.terms.rules.admission != .closed else { return succeededSince(member) }
    let needed = max(1, outcome.era.terms.rules.endorsements)
    let dates = (ledger.tree(of: member)?.joins ?? []).map { join in
      max(seen(join), reached(needed, ledger.endorsements[join], of: outcome.endorsers))
    }
    return dates.min() ?? .distantFuture
  }

  private func leftSince(_ member: Digest) -> Date {
    let leaves = ledger.tree(of: member)?.entries.filter { entry in
      if case .leave = entry.statement.content { entry.counts } else { false }
    }
    return leaves?.map { seen($0.statement.digest) }.min() ?? .distantFuture
  }

  private func replacedSince(_ member: Digest) -> Date {
    guard outcome.replaced.contains(member), let successor = outcome.successors[member] else {
      return .distantFuture
    }
    return max(since(carrying: .recover(member, successor: successor)), admittedSince(successor))
  }

  private func succeededSince(_ successor: Digest) -> Date {
    outcome.successors.filter { $0.value == successor }.map {
      since(carrying: .recover($0.key, successor: successor))
    }.min() ?? .distantFuture
  }

  private func since(carrying wish: Proposal.Wish) -> Date {
    outcome.state.proposals.filter { $0.isCarried && $0.proposal.wish == wish }.map { since($0) }
      .min() ?? .distantFuture
  }

  private func since(_ tally: TerritoryState.Tally) -> Date {
    max(
      seen(tally.digest),
      reached(tally.needed, ledger.votes[tally.digest], of: outcome.era.voters)
    )
  }

  /// When so many of a set had said yes.
  private func reached(_ count: Int, _ ballot: Ballot?, of voters: LogSet) -> Date {
    var dates: [Digest: Date] = [:]
    for digest in ballot?.statements ?? [] {
      guard let log = ledger.statements[digest]?.log, let number = ledger.numbers[log],
        voters.contains(number)
      else { continue }
      dates[log] = min(dates[log] ?? .distantFuture, seen(digest))
    }
    let sorted = dates.values.sorted()
    return sorted.indices.contains(count - 1) ? sorted[count - 1] : .distantFuture
  }

  private func seen(_ digest: Digest) -> Date { firstSeen(digest) ?? .distantFuture }
}
