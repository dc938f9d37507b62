import Model

/// The fold as the design writes it, over plain sets and without regard to cost: a second opinion.
struct ReferenceFold {
  /// What a seal has made true, and which seals could follow.
  struct Era {
    var seal: Digest
    var version = 0
    var terms: Terms
    var roll: [Digest: String]
    var electors: Set<Digest>
    var excluded: Set<Digest> = []
    var retired: Set<Digest> = []
    var quorate: [(digest: Digest, seal: Seal, signers: Set<Digest>)] = []
  }

  private let charter: Charter
  private let statements: [Digest: Statement]
  private var logs: [Digest: ReferenceLog] = [:]
  /// What counts, sorted by digest.
  private let counting: [Statement]
  private(set) var eras: [Era] = []
  private(set) var state: TerritoryState
  private var left: Set<Digest> = []
  private var admitted: [Digest: Statement] = [:]

  init(charter: Charter, _ all: some Sequence<Statement>) {
    self.charter = charter
    var statements: [Digest: Statement] = [:]
    for statement in all { statements[statement.digest] = statement }
    self.statements = statements
    for log in Set(statements.values.map(\.log)) { logs[log] = ReferenceLog(log, statements) }
    counting = logs.values.flatMap(\.counting).sorted { $0.digest < $1.digest }
    state = TerritoryState(seal: charter.id, version: 0, terms: charter.terms)
    follow()
    decide()
  }

  var era: Era { eras[eras.count - 1] }

  private func authors(_ said: (Statement.Content) -> Digest?) -> [Digest: Set<Digest>] {
    var authors: [Digest: Set<Digest>] = [:]
    for statement in counting {
      if let object = said(statement.content) { authors[object, default: []].insert(statement.log) }
    }
    return authors
  }

  static func quorum(_ n: Int) -> Int { n == 0 ? 1 : (n + (n - 1) / 3) / 2 + 1 }

  private static func electors(_ rules: Rules, _ roll: Set<Digest>, was: Set<Digest>) -> Set<Digest>
  {
    let electors =
      switch rules.electors {
      case .all: roll.intersection(was)
      case .stewards(let stewards): roll.intersection(stewards)
      }
    return electors.isEmpty ? roll : electors
  }
}

// MARK: - Seals

extension ReferenceFold {
  private mutating func follow() {
    // Signatures under seals hold whatever becomes of the key.
    let valid = logs.values.flatMap(\.valid)
    var cosigners: [Digest: Set<Digest>] = [:]
    for statement in valid {
      guard case .cosign(let seal) = statement.content else { continue }
      cosigners[seal, default: []].insert(statement.log)
    }
    var roll: [Digest: String] = [:]
    for founder in charter.founders { roll[founder.digest] = founder.actor }
    let ids = Set(roll.keys)
    var era = Era(
      seal: charter.id,
      terms: charter.terms,
      roll: roll,
      electors: Self.electors(charter.terms.rules, ids, was: ids)
    )
    while true {
      for statement in valid {
        guard case .seal(let seal) = statement.content, follows(seal, statement.log, era) else {
          continue
        }
        let signers = (cosigners[statement.digest] ?? []).union([statement.log])
          .intersection(era.electors)
        guard signers.count >= Self.quorum(era.electors.count) else { continue }
        era.quorate.append((statement.digest, seal, signers))
      }
      eras.append(era)
      let best = era.quorate.min { (-$0.seal.round, $0.digest) < (-$1.seal.round, $1.digest) }
      guard let best else { break }
      era = next(era, best.digest, best.seal)
    }
  }

  private func follows(_ seal: Seal, _ author: Digest, _ era: Era) -> Bool {
    let admit = Set(seal.admit.map(\.member))
    let cap = max(
      era.terms.rules.growthMinimum,
      era.roll.count * era.terms.rules.growthPercent / 100
    )
    guard seal.previous == era.seal, seal.version == era.version + 1, seal.round >= 0,
      era.electors.contains(author), seal.admit.count <= (seal.round > 0 ? 2 * cap : cap),
      admit.count == seal.admit.count,
      admit.isDisjoint(with: era.roll.keys), admit.isDisjoint(with: era.retired),
      admit.isDisjoint(with: seal.drop), Set(seal.exclude).isSubset(of: seal.drop)
    else { return false }
    if let amend = seal.amend { return base(of: amend) == era.terms.digest }
    return seal.round > 0 || !seal.admit.isEmpty || !seal.drop.isEmpty
  }

  private func base(of amendment: Digest) -> Digest? {
    guard case .propose(let proposal) = statements[amendment]?.content,
      case .amend(_, let base) = proposal.wish
    else { return nil }
    return base
  }

  private func next(_ era: Era, _ digest: Digest, _ seal: Seal) -> Era {
    var next = era
    next.seal = digest
    next.version += 1
    next.quorate = []
    for admission in seal.admit { next.roll[admission.member] = admission.actor }
    for member in seal.drop { next.roll[member] = nil }
    next.excluded.formUnion(seal.exclude)
    next.retired.formUnion(seal.drop)
    if let amend = seal.amend, case .propose(let proposal) = statements[amend]?.content,
      case .amend(let terms, _) = proposal.wish
    {
      next.terms = terms
    }
    next.electors = Self.electors(
      next.terms.rules,
      Set(next.roll.keys),
      was: Set(era.roll.keys)
    )
    return next
  }
}

// MARK: - Votes, admissions, members

extension ReferenceFold {
  private mutating func decide() {
    state.seal = era.seal
    state.version = era.version
    state.terms = era.terms
    state.electors = era.electors.sorted()
    tally()
    let carried = state.proposals.filter { $0.yes.count >= $0.needed }.map(\.proposal.wish)
    var excluded: Set<Digest> = []
    var suspended: Set<Digest> = []
    var successors: [Digest: Digest] = [:]
    for wish in carried {
      switch wish {
      case .exclude(let member): excluded.insert(member)
      case .suspend(let member): suspended.insert(member)
      case .recover(let old, let new): if successors[old] == nil { successors[old] = new }
      case .amend: break
      }
    }
    left = Set(counting.filter { if case .leave = $0.content { true } else { false } }.map(\.log))
    admit(excluded, successors)
    var replaced: Set<Digest> = []
    for (old, new) in successors where admitted[new] != nil {
      if era.roll[old] == admitted[new]?.actor { replaced.insert(old) }
    }
    let present = era.roll.filter {
      !excluded.contains($0.key) && !left.contains($0.key) && !replaced.contains($0.key)
    }
    settle(Set(present.values), Set(successors.values))
    list(present, suspended)
    state.excluded = excluded.union(era.excluded).sorted()
    state.left = left.intersection(era.roll.keys).sorted()
  }

  private mutating func tally() {
    let voters = authors { if case .vote(let proposal) = $0 { proposal } else { nil } }
    let n = era.electors.count
    let rules = era.terms.rules
    for statement in counting where era.electors.contains(statement.log) {
      guard case .propose(let proposal) = statement.content else { continue }
      let age = era.version - proposal.version
      guard (0...rules.window).contains(age) else { continue }
      var needed: Int
      switch proposal.wish {
      case .exclude: needed = n * rules.exclude.numerator / rules.exclude.denominator + 1
      case .recover: needed = n * rules.recover.numerator / rules.recover.denominator + 1
      case .suspend:
        needed = min(n, rules.suspend)
        guard age < 2 else { continue }
      case .amend(_, let base):
        needed = n * rules.amend.numerator / rules.amend.denominator + 1
        guard base == era.terms.digest else { continue }
      }
      let tally = TerritoryState.Tally(
        digest: statement.digest,
        author: statement.log,
        proposal: proposal,
        yes: era.electors.intersection(voters[statement.digest] ?? []).sorted(),
        needed: needed
      )
      state.proposals.append(tally)
      if case .amend = proposal.wish, state.amendment == nil, tally.yes.count >= needed {
        state.amendment = statement.digest
      }
    }
  }

  private mutating func admit(_ excluded: Set<Digest>, _ successors: [Digest: Digest]) {
    let endorsers = authors { if case .endorse(let join) = $0 { join } else { nil } }
    let rules = era.terms.rules
    var good = era.electors.subtracting(excluded).subtracting(left)
    if rules.admission == .stewards {
      if case .stewards(let stewards) = rules.electors {
        good.formIntersection(stewards)
      } else {
        good = []
      }
    }
    for (log, entries) in logs {
      guard let join = entries.joins.min(by: { $0.digest < $1.digest }), era.roll[log] == nil,
        !era.retired.contains(log), !excluded.contains(log), !left.contains(log)
      else { continue }
      let counts = entries.joins.map { ($0.digest, good.intersection(endorsers[$0.digest] ?? [])) }
        .sorted { ($1.1.count, $0.0) < ($0.1.count, $1.0) }
      let isSuccessor = successors.contains { $0.value == log && era.roll[$0.key] == join.actor }
      let isAdmitted =
        rules.admission == .closed ? isSuccessor : counts[0].1.count >= max(1, rules.endorsements)
      if isAdmitted {
        admitted[log] = join
      } else if let record = entries.record {
        state.candidates.append(
          TerritoryState.Candidate(
            member: log,
            join: counts[0].0,
            record: record,
            endorsers: counts[0].1.sorted()
          )
        )
      }
    }
    state.candidates.sort { $0.member < $1.member }
  }

  private mutating func settle(_ present: Set<String>, _ recovered: Set<Digest>) {
    var contested: Set<Digest> = []
    for (actor, claims) in Dictionary(grouping: admitted.keys, by: { admitted[$0]?.actor }) {
      if let actor, present.contains(actor) {
        contested.formUnion(claims)
      } else if claims.count > 1 {
        let chosen = recovered.intersection(claims)
        contested.formUnion(chosen.count == 1 ? Set(claims).subtracting(chosen) : Set(claims))
      }
    }
    state.contested = contested.sorted()
    for member in contested { admitted[member] = nil }
  }

  private mutating func list(_ present: [Digest: String], _ suspended: Set<Digest>) {
    for id in Set(present.keys).union(admitted.keys).sorted() {
      guard let log = logs[id], let record = log.record else { continue }
      state.members.append(
        TerritoryState.Member(
          id: id,
          actor: present[id] ?? admitted[id]?.actor ?? "",
          record: record,
          isElector: era.electors.contains(id),
          isSealed: present[id] != nil,
          isSuspended: suspended.contains(id)
        )
      )
      guard let fork = log.fork else { continue }
      state.equivocations.append(
        TerritoryState.Equivocation(member: id, sequence: fork.sequence, evidence: fork.evidence)
      )
    }
    state.suspended = state.members.map(\.id).filter { suspended.contains($0) }
    state.unsigned = charter.founders.map(\.digest).filter { founder in
      present[founder] != nil && !state.members.contains { $0.id == founder }
    }.sorted()
  }
}
