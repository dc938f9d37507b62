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
  /// The seals that might follow.
  let rivals: [Rival]
  /// Whom any seal that might follow admits.
  let nominated: Set<Digest>

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
    rivals = Self.rivals(in: outcome.era, ledger)
    nominated = Set(rivals.flatMap { $0.seal.admit.map(\.member) })
  }

  /// The seal to write now, if one is due and none that is here can be cosigned.
  package func proposal(at now: Date) -> Seal? {
    guard maySign, cosignable(at: now).isEmpty else { return nil }
    let (round, due) = turn(at: now)
    return due <= now ? draft(round: round) : nil
  }

  /// The seal to cosign now: at most one of each round.
  package func cosignable(at now: Date) -> [Digest] {
    guard maySign else { return [] }
    let facts = facts
    let best = rivals.filter { isAcceptable($0.seal, facts, at: now) }.min {
      (-$0.seal.round, -$0.signatures, $0.digest) < (-$1.seal.round, -$1.signatures, $1.digest)
    }
    return best.map { [$0.digest] } ?? []
  }

  private var maySign: Bool {
    outcome.era.electors.contains(member) && signed.isComplete
      && ledger.tree(of: member)?.entries.isEmpty == false
  }

  private static func signed(
    by member: Digest,
    in ledger: TerritoryLedger,
    _ era: Era,
    _ firstSeen: (Digest) -> Date?
  ) -> Signed {
    guard let tree = ledger.tree(of: member) else { return Signed() }
    var signed = Signed()
    signed.isComplete = !tree.isIncomplete
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
    var seal: Seal
    /// How many electors have signed it, its author among them.
    var signatures: Int
  }

  private static func rivals(in era: Era, _ ledger: TerritoryLedger) -> [Rival] {
    (ledger.successors[era.seal] ?? []).compactMap { digest in
      guard let statement = ledger.statements[digest], case .seal(let seal) = statement.content,
        Outcome.isAdmissible(seal, by: statement.log, in: era, ledger)
      else { return nil }
      let signers = ledger.signers(of: statement)
      return Rival(
        digest: digest,
        seal: seal,
        signatures: signers.countInCommon(with: era.voters)
      )
    }
  }

  /// The round that is next, and from when on this elector may open it.
  private func turn(at now: Date) -> (round: Int, due: Date) {
    let era = outcome.era
    let waiting = era.electors.filter { !outcome.isGone($0) || $0 == member }.map {
      era.seal.distance(to: $0)
    }
    let own = era.seal.distance(to: member)
    let delay = timing.slot * Double(waiting.count { $0 < own })
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
    let earlier = signed.seals + rivals.map(\.seal)
    let named = Set(earlier.flatMap { $0.drop + $0.admit.map(\.member) })
    var seal = Seal(version: era.version + 1, previous: era.seal, round: round)
    seal.amend = outcome.amendment ?? signed.seals.lazy.compactMap(\.amend).min()
    drop(into: &seal, named)
    let contested = earlier.flatMap(\.admit).filter {
      !seal.drop.contains($0.member) && mayAdmit($0)
    }
    let mine = Set(signed.seals.flatMap { $0.admit.map(\.member) })
    let bound =
      contested + admissions.filter { mine.contains($0.member) }
      + admissions.filter { named.contains($0.member) }
    // A later round only settles the earlier ones; else they could differ without end.
    for admission in Self.unique(round > 0 ? bound : bound + admissions) {
      let isFull = seal.admit.count >= era.growthCap(in: round)
      guard !isFull, seal.weight + admission.weight <= Seal.room(in: round) else { break }
      seal.admit.append(admission)
    }
    seal.admit.sort { $0.member < $1.member }
    guard !seal.admit.isEmpty || !seal.drop.isEmpty || seal.amend != nil else { return nil }
    return leavesSomebody(seal) && covers(seal) ? seal : nil
  }

  /// Drops those who go, and whomever an earlier round named and nothing admits any more, so that
  /// nobody must wait for it; what earlier rounds named first, as far as there is room.
  private func drop(into seal: inout Seal, _ named: Set<Digest>) {
    let departing = outcome.departing
    let fallen = named.subtracting(departing).filter {
      outcome.admitted[$0] == nil && mayDrop($0)
    }
    let excluded = outcome.excluded.union(signed.seals.flatMap(\.exclude))
    let bound = departing.intersection(named).sorted() + fallen.sorted()
    for member in bound + departing.subtracting(named).sorted() {
      guard seal.weight + 2 * Seal.dropWeight <= Seal.room(in: seal.round) else { break }
      seal.drop.append(member)
      if excluded.contains(member) { seal.exclude.append(member) }
    }
    seal.drop.sort()
    seal.exclude.sort()
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
