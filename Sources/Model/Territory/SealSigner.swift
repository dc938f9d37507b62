import Foundation

/// Decides, for one elector, which seal to propose and which to cosign.
///
/// Every line of a seal can be checked against statements, so no person is asked. What the elector
/// has signed before is read from its own log: a node restored from a backup fetches that log from
/// its peers first, or it may sign twice (Protocol/territory.md).
package struct SealSigner {
  let ledger: TerritoryLedger
  let member: Digest
  let timing: SealTiming
  /// When this node first had a statement or the charter; nothing counts as just now.
  let firstSeen: (Digest) -> Date?
  let outcome: Outcome
  let signed: Signed

  /// What the elector has signed in this era.
  struct Signed {
    var seals: [Seal] = []
    var latest: Date?
    /// False while something it signed, or an entry of its log, is not here.
    var isComplete = true

    var round: Int { seals.map(\.round).max() ?? -1 }
  }

  package init(
    ledger: TerritoryLedger,
    member: Digest,
    timing: SealTiming = .standard,
    firstSeen: @escaping (Digest) -> Date?
  ) {
    self.ledger = ledger
    self.member = member
    self.timing = timing
    self.firstSeen = firstSeen
    outcome = ledger.current
    signed = Self.signed(by: member, in: ledger, outcome.era, firstSeen)
  }

  /// The seal to write now, if one is due and none that is here can be cosigned.
  package func proposal(at now: Date) -> Seal? {
    guard maySign, let seal = draft(round: 0), cosignable(at: now).isEmpty else { return nil }
    guard let (round, due) = turn(seal, at: now), due <= now else { return nil }
    return draft(round: round)
  }

  /// The seal to cosign now: at most one of each round.
  package func cosignable(at now: Date) -> [Digest] {
    guard maySign else { return [] }
    let best = rivals.filter { isAcceptable($0.seal, by: $0.author, at: now) }.min {
      (-$0.seal.round, -signatures(of: $0.digest), $0.digest)
        < (-$1.seal.round, -signatures(of: $1.digest), $1.digest)
    }
    return best.map { [$0.digest] } ?? []
  }

  private var maySign: Bool {
    outcome.era.electors.contains(member) && signed.isComplete
      && ledger.tree(of: member)?.entries.isEmpty == false
  }

  private func signatures(of seal: Digest) -> Int {
    ledger.cosignatures[seal]?.authors.countInCommon(with: outcome.era.voters) ?? 0
  }

  private static func signed(
    by member: Digest,
    in ledger: TerritoryLedger,
    _ era: Era,
    _ firstSeen: (Digest) -> Date?
  ) -> Signed {
    guard let tree = ledger.tree(of: member) else { return Signed() }
    var signed = Signed()
    signed.isComplete = tree.missing.isEmpty
    // Also what does not count any more was signed.
    for entry in tree.entries {
      let seal: Seal
      switch entry.statement.content {
      case .seal(let own): seal = own
      case .cosign(let digest):
        guard case .seal(let other) = ledger.statements[digest]?.content else {
          signed.isComplete = false
          continue
        }
        seal = other
      default: continue
      }
      guard seal.previous == era.seal else { continue }
      signed.seals.append(seal)
      let seen = firstSeen(entry.statement.digest)
      signed.latest = [signed.latest, seen].compactMap { $0 }.max()
    }
    return signed
  }
}

// MARK: - Proposing

extension SealSigner {
  /// A seal by an elector in this era.
  struct Rival {
    var digest: Digest
    var author: Digest
    var seal: Seal
  }

  var rivals: [Rival] {
    (ledger.successors[outcome.era.seal] ?? []).compactMap { digest in
      guard let statement = ledger.statements[digest], case .seal(let seal) = statement.content,
        Outcome.isAdmissible(seal, by: statement.log, in: outcome.era, ledger)
      else { return nil }
      return Rival(digest: digest, author: statement.log, seal: seal)
    }
  }

  /// The round that is next, and from when on this elector may open it.
  private func turn(_ seal: Seal, at now: Date) -> (round: Int, due: Date)? {
    let era = outcome.era
    let waiting = era.electors.filter { !outcome.isGone($0) || $0 == member }.map {
      era.seal.distance(to: $0)
    }
    let own = era.seal.distance(to: member)
    let delay = timing.slot * Double(waiting.count { $0 < own })
    let rivals = rivals
    guard let highest = rivals.map(\.seal.round).max() else {
      let age = firstSeen(era.seal).map { $0 + timing.minimumAge } ?? .distantPast
      let pending = facts.map(\.since).min() ?? now
      return (0, max(age, min(pending, now)) + delay)
    }
    let since = signed.latest ?? rivals.compactMap { firstSeen($0.digest) }.min() ?? now
    return (max(highest, signed.round) + 1, since + timing.roundTimeout + delay)
  }

  /// What this elector would have sealed; nothing where nothing is pending.
  private func draft(round: Int) -> Seal? {
    let era = outcome.era
    var seal = Seal(version: era.version + 1, previous: era.seal, round: round)
    seal.amend = outcome.amendment ?? signed.seals.lazy.compactMap(\.amend).min()
    seal.drop = outcome.departing.union(signed.seals.flatMap(\.drop)).union(fallen).sorted()
    let excluded = outcome.excluded.union(signed.seals.flatMap(\.exclude))
    seal.exclude = seal.drop.filter { excluded.contains($0) }
    let bound = signed.seals.flatMap(\.admit).filter { mayAdmit($0) }
    let free = admissions.filter { !bound.contains($0) }
    for admission in Self.unique(bound) + free {
      let isFull = seal.admit.count >= era.terms.rules.growthCap(of: era.roll.count)
      guard !isFull, seal.weight + admission.weight <= Seal.room else { break }
      seal.admit.append(admission)
    }
    seal.admit.sort { $0.member < $1.member }
    guard !seal.admit.isEmpty || !seal.drop.isEmpty || seal.amend != nil else { return nil }
    return leavesSomebody(seal) && covers(seal) ? seal : nil
  }

  /// Whom earlier rounds would have admitted and nothing admits any more.
  private var fallen: [Digest] {
    signed.seals.flatMap(\.admit).filter { !mayAdmit($0) }.map(\.member)
  }

  /// Those who wait longest first.
  private var admissions: [Seal.Admission] {
    outcome.admitted.map {
      (admittedSince($0.key), Seal.Admission(member: $0.key, actor: $0.value))
    }
    .sorted { ($0.0, $0.1.member) < ($1.0, $1.1.member) }
    .map(\.1)
  }

  private static func unique(_ admissions: [Seal.Admission]) -> [Seal.Admission] {
    var seen: Set<Digest> = []
    return admissions.filter { seen.insert($0.member).inserted }
  }
}
