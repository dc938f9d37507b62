/// What a ledger's statements amount to: the state, and what a seal would have to say.
///
/// Each step reads only those before it: seals, then what the frozen electorate has voted, then
/// admissions, then the members. Nothing cascades (Protocol/territory.md).
struct Outcome: Sendable {
  private(set) var seals: [Digest] = []
  private(set) var era: Era
  /// Carried by votes of this era's electors.
  private(set) var excluded: Set<Digest> = []
  private(set) var left: Set<Digest> = []
  /// By the member that goes on under another id.
  private(set) var successors: [Digest: Digest] = [:]
  /// Whom a vote let members go on from, under another id: by the new id, in this era and before.
  private(set) var predecessors: [Digest: Set<Digest>] = [:]
  private(set) var amendment: Digest?
  /// Who may join the roll: their actors.
  private(set) var admitted: [Digest: String] = [:]
  /// Those on the roll whom somebody else replaces.
  private(set) var replaced: Set<Digest> = []
  private(set) var state: TerritoryState

  private var suspended: Set<Digest> = []
  private var contested: Set<Digest> = []

  init(of ledger: TerritoryLedger) {
    era = Era(charter: ledger.charter, numbers: ledger.numbers)
    state = TerritoryState(seal: era.seal, version: 0, terms: era.terms)
    while let (digest, seal) = Self.successor(of: era, in: ledger) {
      noteSuccessions(by: seal, in: ledger)
      era.advance(by: seal, digest, terms: Self.terms(of: seal, ledger), numbers: ledger.numbers)
      seals.append(digest)
    }
    state.seal = era.seal
    state.version = era.version
    state.terms = era.terms
    tally(ledger)
    admit(ledger)
    settleClaims()
    state.electors = era.electors.sorted()
    list(ledger)
  }

  /// Those on the roll who will not stay.
  var departing: Set<Digest> {
    excluded.union(left).union(replaced).filter { era.roll[$0] != nil }
  }

  /// Electors whose endorsement still counts.
  private(set) var endorsers = LogSet()
}

// MARK: - Seals

extension Outcome {
  /// Of the seals that may follow and have a quorum: the highest round, then the lowest digest.
  private static func successor(of era: Era, in ledger: TerritoryLedger) -> (Digest, Seal)? {
    var best: (digest: Digest, seal: Seal)?
    for digest in ledger.successors[era.seal] ?? [] {
      guard let statement = ledger.statements[digest], case .seal(let seal) = statement.content,
        isSealed(statement, seal, in: era, ledger)
      else { continue }
      if let best, (-best.seal.round, best.digest) < (-seal.round, digest) { continue }
      best = (digest, seal)
    }
    return best.map { ($0.digest, $0.seal) }
  }

  /// Whether a seal may follow an era and enough of its electors have signed it.
  static func isSealed(
    _ statement: Statement,
    _ seal: Seal,
    in era: Era,
    _ ledger: TerritoryLedger
  ) -> Bool {
    let signers = ledger.signers(of: statement)
    guard signers.countInCommon(with: era.voters) >= era.quorum else { return false }
    return isAdmissible(seal, by: statement.log, in: era, ledger)
  }

  /// Whether a seal, quorum aside, may follow an era.
  static func isAdmissible(
    _ seal: Seal,
    by author: Digest,
    in era: Era,
    _ ledger: TerritoryLedger
  ) -> Bool {
    guard era.admits(seal, by: author) else { return false }
    guard let amend = seal.amend else { return true }
    return ledger.amendment(amend).map { $0.base == era.terms.digest } ?? false
  }

  private static func terms(of seal: Seal, _ ledger: TerritoryLedger) -> Terms? {
    seal.amend.flatMap { ledger.amendment($0)?.terms }
  }
}

extension TerritoryLedger {
  /// Those who cosigned a seal, and its author.
  func signers(of seal: Statement) -> LogSet {
    var signers = cosignatures[seal.digest]?.authors ?? LogSet()
    if let author = numbers[seal.log] { signers.insert(author) }
    return signers
  }

  fileprivate func amendment(_ digest: Digest) -> (terms: Terms, base: Digest)? {
    guard case .propose(let proposal) = statements[digest]?.content,
      case .amend(let terms, let base) = proposal.wish
    else { return nil }
    return (terms, base)
  }
}

// MARK: - Votes

extension Outcome {
  /// Counts the votes of this era's electors on what they propose, lowest digest first.
  private mutating func tally(_ ledger: TerritoryLedger) {
    for digest in ledger.proposals.sorted() {
      guard let statement = ledger.statements[digest],
        case .propose(let proposal) = statement.content, era.electors.contains(statement.log),
        let needed = needed(for: proposal)
      else { continue }
      let yes = ledger.votes[digest]?.authors.intersection(era.voters) ?? LogSet()
      let tally = TerritoryState.Tally(
        digest: digest,
        author: statement.log,
        proposal: proposal,
        yes: ledger.logs(yes),
        needed: needed
      )
      state.proposals.append(tally)
      if tally.isCarried { carry(tally) }
    }
    state.amendment = amendment
  }

  /// How many yes a proposal needs; nothing for one that is not open.
  private func needed(for proposal: Proposal) -> Int? {
    let rules = era.terms.rules
    let count = era.electors.count
    // A version from far in the future would overflow where it is subtracted.
    guard proposal.version >= 0, proposal.version <= era.version else { return nil }
    let age = era.version - proposal.version
    guard age <= rules.window else { return nil }
    switch proposal.wish {
    case .exclude: return rules.exclude.needed(of: count)
    case .suspend: return age <= 1 ? min(count, max(1, rules.suspend)) : nil
    case .amend(_, let base):
      return base == era.terms.digest ? rules.amend.needed(of: count) : nil
    case .recover: return rules.recover.needed(of: count)
    }
  }

  private mutating func carry(_ tally: TerritoryState.Tally) {
    switch tally.proposal.wish {
    case .exclude(let member): excluded.insert(member)
    case .suspend(let member): suspended.insert(member)
    case .amend: amendment = amendment ?? tally.digest
    case .recover(let member, let successor):
      successors[member] = successors[member] ?? successor
    }
  }
}

// MARK: - Successions

extension Outcome {
  /// Remembers who went on as whom by a seal: the votes for it lapse with their era.
  private mutating func noteSuccessions(by seal: Seal, in ledger: TerritoryLedger) {
    guard !seal.drop.isEmpty, !seal.admit.isEmpty else { return }
    let (dropped, admitted) = (Set(seal.drop), Set(seal.admit.map(\.member)))
    for digest in ledger.proposals {
      guard let statement = ledger.statements[digest],
        case .propose(let proposal) = statement.content,
        case .recover(let member, let successor) = proposal.wish,
        dropped.contains(member), admitted.contains(successor),
        era.electors.contains(statement.log), let needed = needed(for: proposal),
        ledger.votes[digest]?.authors.countInCommon(with: era.voters) ?? 0 >= needed
      else { continue }
      predecessors[successor, default: []].insert(member)
    }
  }
}

extension TerritoryLedger {
  /// The logs from which a member went on by vote.
  package func predecessors(of member: Digest) -> Set<Digest> {
    current.predecessors[member] ?? []
  }
}

// MARK: - Admissions

extension Outcome {
  private mutating func admit(_ ledger: TerritoryLedger) {
    for (log, number) in ledger.numbers where ledger.trees[number].hasLeft { left.insert(log) }
    endorsers = era.voters
    for member in excluded.union(left) {
      if let number = ledger.numbers[member] { endorsers.remove(number) }
    }
    let rules = era.terms.rules
    if rules.admission == .stewards {
      var stewards: [Digest] = []
      if case .stewards(let named) = rules.electors { stewards = named }
      endorsers = endorsers.intersection(LogSet(stewards.compactMap { ledger.numbers[$0] }))
    }
    let recovered = Set(successors.filter { era.roll[$0.key] != nil }.values)
    for (log, number) in ledger.numbers {
      guard era.roll[log] == nil, !era.retired.contains(log), !excluded.contains(log),
        !left.contains(log), let record = ledger.trees[number].entries.first?.statement
      else { continue }
      if isAdmitted(log, record.actor, ledger.trees[number], ledger, recovered) {
        admitted[log] = record.actor
      } else if let candidate = candidate(log, ledger.trees[number], ledger) {
        state.candidates.append(candidate)
      }
    }
    state.candidates.sort { $0.member < $1.member }
  }

  private func isAdmitted(
    _ log: Digest,
    _ actor: String,
    _ tree: LogTree,
    _ ledger: TerritoryLedger,
    _ recovered: Set<Digest>
  ) -> Bool {
    let rules = era.terms.rules
    guard rules.admission != .closed else {
      return !tree.joins.isEmpty && recovered.contains(log)
        && successors.contains { $0.value == log && era.roll[$0.key] == actor }
    }
    return tree.joins.contains { join in
      let count = ledger.endorsements[join]?.authors.countInCommon(with: endorsers) ?? 0
      return count >= max(1, rules.endorsements)
    }
  }

  private func candidate(
    _ log: Digest,
    _ tree: LogTree,
    _ ledger: TerritoryLedger
  ) -> TerritoryState.Candidate? {
    guard let record = tree.standing.record ?? tree.firstRecord else { return nil }
    let joins = tree.joins.sorted().map { join in
      (join, ledger.endorsements[join]?.authors.intersection(endorsers) ?? LogSet())
    }
    guard var best = joins.first else { return nil }
    for join in joins where join.1.count > best.1.count { best = join }
    return TerritoryState.Candidate(
      member: log,
      join: best.0,
      record: record,
      endorsers: ledger.logs(best.1)
    )
  }

  /// One actor is one member: whoever claims the actor of another waits until people decide.
  private mutating func settleClaims() {
    for (member, successor) in successors {
      guard let actor = era.roll[member], admitted[successor] == actor else { continue }
      replaced.insert(member)
      predecessors[successor, default: []].insert(member)
    }
    var present: Set<String> = []
    for (member, actor) in era.roll where !isGone(member) { present.insert(actor) }
    let recovered = Set(successors.values)
    for (actor, claims) in Dictionary(grouping: admitted.keys, by: { admitted[$0] ?? "" }) {
      if present.contains(actor) {
        contested.formUnion(claims)
      } else if claims.count > 1 {
        let chosen = claims.filter { recovered.contains($0) }
        contested.formUnion(chosen.count == 1 ? claims.filter { $0 != chosen[0] } : claims)
      }
    }
    for member in contested { admitted[member] = nil }
    state.contested = contested.sorted()
  }

  func isGone(_ member: Digest) -> Bool {
    excluded.contains(member) || left.contains(member) || replaced.contains(member)
  }
}

// MARK: - Members

extension Outcome {
  private mutating func list(_ ledger: TerritoryLedger) {
    let sealed = era.roll.filter { !isGone($0.key) }.map { ($0.key, $0.value, true) }
    let unsealed = admitted.map { ($0.key, $0.value, false) }
    for (id, actor, isSealed) in sealed + unsealed {
      guard let tree = ledger.tree(of: id), let record = tree.standing.record ?? tree.firstRecord
      else { continue }
      let member = TerritoryState.Member(
        id: id,
        actor: actor,
        record: record,
        isElector: era.electors.contains(id),
        isSealed: isSealed,
        isSuspended: suspended.contains(id)
      )
      state.members.append(member)
      if let fork = ledger.equivocation(of: id) { state.equivocations.append(fork) }
    }
    state.members.sort { $0.id < $1.id }
    state.equivocations.sort { $0.member < $1.member }
    state.suspended = state.members.filter(\.isSuspended).map(\.id)
    state.excluded = excluded.union(era.excluded).sorted()
    state.left = left.filter { era.roll[$0] != nil }.sorted()
    state.unsigned = ledger.charter.founders.map(\.digest).filter {
      era.roll[$0] != nil && !isGone($0) && ledger.tree(of: $0)?.joins.isEmpty ?? true
    }.sorted()
  }
}

extension TerritoryLedger {
  /// The ids of logs, sorted.
  func logs(_ numbers: LogSet) -> [Digest] {
    numbers.numbers.map { ids[$0] }.sorted()
  }
}
