import Foundation
import Model

/// Some nodes, a network that loses and repeats, and a clock.
struct World {
  let charter: Charter
  var nodes: [SimulatedNode]
  var now = Date(timeIntervalSince1970: 0)
  var isHealing = false
  /// Whether a rotation may have voided what somebody has signed a seal for.
  var mayHaveVoided = false
  var certified: [Certified] = []
  var findings: [String] = []
  var counts = Counts()

  /// An admission that some node saw complete.
  struct Certified: Hashable {
    var member: Digest
    var endorsers: Set<Digest>
    var terms: Digest
  }

  /// What happened, so that nobody mistakes an idle simulation for a good one.
  struct Counts {
    var statements = 0
    var seals = 0
    var rivalSeals = 0
    var members = 0
    var admissionsKept = 0
    var admissionsExcused = 0
    var excluded = 0
    var retired = 0
    var equivocators = 0
    var contested = 0
    var rounds = 0

    static func + (a: Counts, b: Counts) -> Counts {
      var sum = a
      sum.statements += b.statements
      sum.seals += b.seals
      sum.rivalSeals += b.rivalSeals
      sum.members += b.members
      sum.admissionsKept += b.admissionsKept
      sum.admissionsExcused += b.admissionsExcused
      sum.excluded += b.excluded
      sum.retired += b.retired
      sum.equivocators += b.equivocators
      sum.contested += b.contested
      sum.rounds = max(a.rounds, b.rounds)
      return sum
    }
  }

  static let timing = SealTiming(
    minimumAge: 86400,
    omissionPatience: 2 * 86400,
    roundTimeout: 3 * 86400,
    slot: 1800,
    horizon: 30 * 86400
  )

  init(_ scenario: Scenario) {
    var authors = (0..<scenario.founders).map { Author("n\($0)") }
    for number in scenario.founders..<(scenario.founders + scenario.candidates) {
      let actor = scenario.claims[number].map { authors[$0].actor }
      authors.append(Author("n\(number)", actor: actor))
    }
    let charter = Charter(Array(authors.prefix(scenario.founders)), scenario.rules)
    self.charter = charter
    nodes = authors.map {
      SimulatedNode(
        identity: $0,
        memory: SimulatedNode.Memory(ledger: TerritoryLedger(charter: charter))
      )
    }
    for rogue in scenario.rogues { nodes[rogue].isRogue = true }
    for founder in 0..<scenario.founders { write(.join(authors[founder].record), by: founder) }
  }

  /// Lets a node write at the head of its log, as far as it knows it.
  mutating func write(_ content: Statement.Content, by index: Int) {
    importOwnLog(of: index)
    let ledger = nodes[index].memory.ledger
    guard let key = ledger.currentKey(of: nodes[index].id) ?? nodes[index].identity.key as String?
    else { return }
    let head = ledger.head(of: nodes[index].id)
    if case .join = content, head != nil { return }
    write(content, by: index, after: head, key: key)
  }

  mutating func write(
    _ content: Statement.Content,
    by index: Int,
    after head: TerritoryLedger.Head?,
    key: String
  ) {
    let statement = Author.statement(
      content,
      log: nodes[index].id,
      after: head.map { ($0.sequence, $0.digest) },
      actor: nodes[index].identity.actor,
      key: key,
      at: now.timeIntervalSince1970
    )
    nodes[index].insert(statement, at: now)
    nodes[index].memory.lastOwn = TerritoryLedger.Head(
      sequence: statement.sequence,
      digest: statement.digest
    )
    now += 1
  }

  mutating func importOwnLog(of index: Int) {
    guard nodes[index].mustImport else { return }
    let peers = nodes.indices.filter { $0 != index && mayTalk(index, $0) }
    guard !peers.isEmpty else { return }
    for peer in peers {
      for statement in nodes[peer].memory.ledger.statements.values {
        nodes[index].insert(statement, at: now)
      }
    }
    nodes[index].mustImport = false
  }

  func mayTalk(_ one: Int, _ other: Int) -> Bool {
    nodes[one].group == nodes[other].group && nodes[one].isUp && nodes[other].isUp
  }
}

// MARK: - The network

extension World {
  /// Two nodes compare what they have, as on the wire, and give each other what is missing.
  mutating func exchange(_ one: Int, _ other: Int, loss: Double, _ random: inout Seeded) {
    let mine = nodes[one].memory.sync
    let theirs = nodes[other].memory.sync
    guard mine.root != theirs.root, !random.chance(loss),
      let digests = theirs.digests(differingFrom: mine.buckets), !random.chance(loss),
      let difference = mine.difference(buckets: theirs.buckets, digests: digests)
    else { return }
    send(difference.surplus, from: one, to: other, loss: loss, &random)
    send(difference.lacking, from: other, to: one, loss: loss, &random)
  }

  mutating func send(
    _ digests: [Digest],
    from one: Int,
    to other: Int,
    loss: Double,
    _ random: inout Seeded
  ) {
    for digest in digests {
      guard let statement = nodes[one].memory.ledger.statements[digest], !random.chance(loss) else {
        continue
      }
      let isHidden = nodes[one].isRogue && !isHealing && statement.log == nodes[one].id
      if isHidden, (digest.bucket + other) % 3 == 0 { continue }
      nodes[other].insert(statement, at: now)
      if random.chance(loss / 3) { nodes[other].insert(statement, at: now) }
    }
  }

  /// All find each other again; true when all have the same before the rounds run out.
  mutating func heal(_ random: inout Seeded) -> Bool {
    isHealing = true
    for index in nodes.indices {
      nodes[index].isUp = true
      nodes[index].group = 0
    }
    // Push and pull with one other per round: logarithmic, and some more for bad luck.
    for round in 0..<(12 + nodes.count.bitWidth - nodes.count.leadingZeroBitCount) {
      let root = nodes[0].memory.sync.root
      if nodes.allSatisfy({ $0.memory.sync.root == root }) {
        counts.rounds = round
        return true
      }
      for index in nodes.indices {
        let other = Int.random(in: nodes.indices, using: &random)
        if other != index { exchange(index, other, loss: 0, &random) }
      }
    }
    return false
  }
}
