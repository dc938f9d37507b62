import Foundation
import Model

extension World {
  mutating func perform(_ action: Scenario.Action) {
    var random = Seeded(action.seed)
    now += Double.random(in: 0..<6 * 3600, using: &random)
    let index = Int.random(in: nodes.indices, using: &random)
    switch action.kind {
    case .part, .heal, .wait, .check, .steal, .babble: happen(action.kind, index, &random)
    case .restart: nodes[index].isUp = true
    default:
      guard nodes[index].isUp else { return }
      act(action.kind, index, &random)
    }
  }

  private mutating func happen(
    _ kind: Scenario.Action.Kind,
    _ index: Int,
    _ random: inout Seeded
  ) {
    switch kind {
    case .part:
      for node in nodes.indices {
        nodes[node].group = random.chance(0.5) ? Int.random(in: 0...2, using: &random) : 0
      }
    case .heal:
      for node in nodes.indices { nodes[node].group = 0 }
    case .wait: now += Double.random(in: 0..<4 * 86400, using: &random)
    case .steal: steal(from: index, &random)
    case .babble: babble(to: index, &random)
    default: examine(index, &random)
    }
  }

  private mutating func act(_ kind: Scenario.Action.Kind, _ index: Int, _ random: inout Seeded) {
    switch kind {
    case .gossip:
      let other = Int.random(in: nodes.indices, using: &random)
      guard other != index, mayTalk(index, other) else { return }
      exchange(index, other, loss: random.chance(0.3) ? 0.3 : 0, &random)
    case .broadcast: broadcast(index, &random)
    case .crash: nodes[index].isUp = random.chance(0.3)
    case .keep: nodes[index].backup = nodes[index].memory
    case .restore: restore(index)
    case .join: write(.join(nodes[index].identity.record), by: index)
    case .fork: fork(index, &random)
    case .rotate: rotate(index)
    case .reveal: reveal(index)
    case .seal: seal(index, &random)
    case .cosign: cosign(index, &random)
    default: govern(kind, index, &random)
    }
  }

  private mutating func govern(
    _ kind: Scenario.Action.Kind,
    _ index: Int,
    _ random: inout Seeded
  ) {
    let state = nodes[index].state
    let isElector = state.electors.contains(nodes[index].id)
    switch kind {
    case .endorse where isElector: endorse(index, state, &random)
    case .propose where isElector: propose(index, state, &random)
    case .vote where isElector: vote(index, state, &random)
    case .leave where state.member(nodes[index].id) != nil: write(.leave, by: index)
    case .update where state.member(nodes[index].id) != nil:
      guard let record = nodes[index].memory.ledger.record(of: nodes[index].id) else { return }
      let key = nodes[index].memory.ledger.currentKey(of: nodes[index].id) ?? record.key
      write(.record(newRecord(index, key, "\(random.next())"), isAgreedByNewKey: false), by: index)
    default: break
    }
  }

  private func newRecord(_ index: Int, _ key: String, _ summary: String = "") -> NodeRecord {
    let identity = nodes[index].identity
    return Author.record(identity.name, key: key, actor: identity.actor, summary: summary)
  }

  private mutating func endorse(_ index: Int, _ state: TerritoryState, _ random: inout Seeded) {
    let open = state.candidates.filter { !$0.endorsers.contains(nodes[index].id) }
    guard let candidate = open.randomElement(using: &random) else { return }
    write(.endorse(join: candidate.join), by: index)
  }

  private mutating func propose(_ index: Int, _ state: TerritoryState, _ random: inout Seeded) {
    guard let member = state.members.randomElement(using: &random) else { return }
    let wish: Proposal.Wish
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: wish = .exclude(member.id)
    case 5: wish = .suspend(member.id)
    case 6, 7:
      guard let successor = state.candidates.randomElement(using: &random) else { return }
      wish = .recover(member.id, successor: successor.member)
    default:
      var rules = state.terms.rules
      rules.endorsements = Int.random(in: 1...3, using: &random)
      if random.chance(0.2) {
        rules.electors = .stewards(state.electors.shuffled(using: &random).prefix(4).sorted())
      } else if random.chance(0.5) {
        rules.electors = .all
      }
      wish = .amend(Terms(rules), base: state.terms.digest)
    }
    write(.propose(Proposal(wish: wish, version: state.version, reason: "")), by: index)
    guard let head = nodes[index].memory.lastOwn else { return }
    write(.vote(proposal: head.digest), by: index)
  }

  private mutating func vote(_ index: Int, _ state: TerritoryState, _ random: inout Seeded) {
    let open = state.proposals.filter { !$0.yes.contains(nodes[index].id) }
    guard let tally = open.randomElement(using: &random) else { return }
    let isExclusion = if case .exclude = tally.proposal.wish { true } else { false }
    guard nodes[index].isRogue || random.chance(isExclusion ? 0.25 : 0.8) else { return }
    write(.vote(proposal: tally.digest), by: index)
  }

  private mutating func broadcast(_ index: Int, _ random: inout Seeded) {
    let latest = nodes[index].own.sorted { $0.sequence < $1.sequence }.suffix(3).map(\.digest)
    for other in nodes.indices where other != index && mayTalk(index, other) {
      send(latest, from: index, to: other, loss: 0.3, &random)
    }
  }

  private mutating func restore(_ index: Int) {
    guard let backup = nodes[index].backup else { return }
    nodes[index].memory = backup
    nodes[index].mustImport = true
    nodes[index].isUnreliable = true
  }
}

// MARK: - Keys, forks, nonsense

extension World {
  private mutating func fork(_ index: Int, _ random: inout Seeded) {
    guard nodes[index].isRogue || nodes[index].isUnreliable else { return }
    let entries = nodes[index].memory.ledger.entries(of: nodes[index].id)
    guard let entry = entries.randomElement(using: &random),
      let key = nodes[index].memory.ledger.currentKey(of: nodes[index].id)
    else { return }
    let record = newRecord(index, key, "fork \(random.next())")
    write(
      .record(record, isAgreedByNewKey: false),
      by: index,
      after: TerritoryLedger.Head(sequence: entry.sequence, digest: entry.digest),
      key: key
    )
    nodes[index].isUnreliable = true
  }

  private mutating func rotate(_ index: Int) {
    let id = nodes[index].id
    guard nodes[index].memory.ledger.head(of: id) != nil,
      let key = nodes[index].memory.ledger.currentKey(of: id)
    else { return }
    let record = newRecord(index, Author.keyAfter(key))
    write(.record(record, isAgreedByNewKey: true), by: index)
    // Another branch of a log that forks is void now.
    if nodes[index].isRogue || nodes[index].isUnreliable { mayHaveVoided = true }
  }

  /// The owner continues after its last own entry, with the key that it kept offline.
  private mutating func reveal(_ index: Int) {
    guard let head = nodes[index].memory.lastOwn,
      let key = nodes[index].memory.ledger.currentKey(of: nodes[index].id)
    else { return }
    let next = Author.keyAfter(key)
    write(
      .record(newRecord(index, next), isAgreedByNewKey: false),
      by: index,
      after: head,
      key: next
    )
    mayHaveVoided = true
    nodes[index].isUnreliable = true
  }

  /// Somebody writes with the current key of a node, from anywhere.
  private mutating func steal(from victim: Int, _ random: inout Seeded) {
    let place = Int.random(in: nodes.indices, using: &random)
    let ledger = nodes[place].memory.ledger
    let state = ledger.state
    guard let entry = ledger.entries(of: nodes[victim].id).randomElement(using: &random),
      let key = ledger.currentKey(of: nodes[victim].id)
    else { return }
    var contents: [Statement.Content] = [.leave]
    contents += state.candidates.map { .endorse(join: $0.join) }
    contents += state.proposals.map { .vote(proposal: $0.digest) }
    contents += seals(ledger).map { .cosign(seal: $0) }
    guard let content = contents.randomElement(using: &random) else { return }
    let statement = Author.statement(
      content,
      log: nodes[victim].id,
      after: (entry.sequence, entry.digest),
      actor: nodes[victim].identity.actor,
      key: key,
      at: now.timeIntervalSince1970
    )
    nodes[place].insert(statement, at: now)
    nodes[victim].isUnreliable = true
    mayHaveVoided = true
  }

  func seals(_ ledger: TerritoryLedger) -> [Digest] {
    ledger.statements.values.filter { if case .seal = $0.content { true } else { false } }
      .map(\.digest).sorted()
  }

  /// Well-signed statements of logs that nobody knows, and entries that extend nothing.
  private mutating func babble(to index: Int, _ random: inout Seeded) {
    var stranger = Author("x\(random.next() % 1000)")
    let ledger = nodes[index].memory.ledger
    let state = ledger.state
    var statements = random.chance(0.5) ? [stranger.join()] : []
    stranger.previous = stranger.previous ?? Mixing.digest(of: "nothing")
    stranger.sequence = max(1, stranger.sequence)
    if let candidate = state.candidates.first {
      statements.append(stranger.write(.endorse(join: candidate.join)))
    }
    if let tally = state.proposals.first {
      statements.append(stranger.write(.vote(proposal: tally.digest)))
    }
    if let victim = state.members.randomElement(using: &random) {
      statements.append(stranger.propose(.exclude(victim.id), version: state.version))
      let seal = Seal(version: state.version + 1, previous: state.seal, drop: [victim.id])
      statements.append(stranger.write(.seal(seal)))
    }
    for statement in statements { nodes[index].insert(statement, at: now) }
  }
}

// MARK: - Seals

extension World {
  private mutating func seal(_ index: Int, _ random: inout Seeded) {
    let state = nodes[index].state
    if nodes[index].isRogue, random.chance(0.5) {
      // It invents: somebody nobody endorsed, or somebody who did not go.
      var seal = Seal(version: state.version + 1, previous: state.seal)
      seal.round = Int.random(in: 0...2, using: &random)
      if let candidate = state.candidates.randomElement(using: &random), random.chance(0.5) {
        seal.admit = [Seal.Admission(member: candidate.member, actor: candidate.record.actor)]
      } else if let member = state.members.randomElement(using: &random) {
        seal.drop = [member.id]
        seal.exclude = [member.id]
      }
      return write(.seal(seal), by: index)
    }
    importOwnLog(of: index)
    guard let seal = nodes[index].signer(Self.timing).proposal(at: now) else { return }
    write(.seal(seal), by: index)
  }

  private mutating func cosign(_ index: Int, _ random: inout Seeded) {
    if nodes[index].isRogue {
      let signed = nodes[index].own.compactMap {
        if case .cosign(let seal) = $0.content { seal } else { nil }
      }
      let open = seals(nodes[index].memory.ledger).filter { !signed.contains($0) }
      for seal in open.prefix(3) { write(.cosign(seal: seal), by: index) }
      return
    }
    importOwnLog(of: index)
    for seal in nodes[index].signer(Self.timing).cosignable(at: now) {
      write(.cosign(seal: seal), by: index)
    }
  }
}
