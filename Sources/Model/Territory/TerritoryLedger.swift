/// The statements of one territory and what they amount to: a pure function of their set.
///
/// Order, duplicates and gaps make no difference. Anybody can sign nonsense: a log that no member
/// knows has no effect but its join, and whoever fills a ledger bounds how many of those it keeps.
package struct TerritoryLedger: Sendable {
  package let charter: Charter
  package private(set) var statements: [Digest: Statement] = [:]
  /// Logs have numbers, in the order of their coming, that never leave the ledger.
  private(set) var numbers: [Digest: Int] = [:]
  private(set) var ids: [Digest] = []
  private(set) var trees: [LogTree] = []
  private(set) var endorsements: [Digest: Ballot] = [:]
  private(set) var votes: [Digest: Ballot] = [:]
  private(set) var cosignatures: [Digest: Ballot] = [:]
  /// The proposals that count.
  private(set) var proposals: Set<Digest> = []
  /// The valid seals, by their predecessor.
  private(set) var successors: [Digest: Set<Digest>] = [:]
  private var outcome = Lazily<Outcome>()

  package init(charter: Charter) {
    self.charter = charter
    for founder in charter.founders { _ = number(of: founder.digest) }
  }

  package init(charter: Charter, statements: some Sequence<Statement>) {
    self.init(charter: charter)
    for statement in statements { _ = insert(statement) }
  }

  /// What a set of statements amounts to.
  package static func fold(
    charter: Charter,
    statements: some Sequence<Statement>
  ) -> TerritoryState {
    TerritoryLedger(charter: charter, statements: statements).state
  }

  /// Adds a statement whose proof has been checked; false for one that is here.
  package mutating func insert(_ statement: Statement) -> Bool {
    guard statements[statement.digest] == nil else { return false }
    statements[statement.digest] = statement
    let isNewLog = numbers[statement.log] == nil
    let number = number(of: statement.log)
    var isRelevant = isNewLog
    switch trees[number].insert(statement) {
    case .nothing: break
    case .added(let positions):
      for position in positions { count(trees[number].entries[position], by: number) }
      isRelevant = true
    case .recounted:
      for entry in trees[number].entries { withdraw(entry, by: number) }
      for entry in trees[number].entries { count(entry, by: number) }
      isRelevant = true
    }
    // A seal may name an amendment that does not count in its author's log.
    if case .propose = statement.content { isRelevant = true }
    if isRelevant { outcome = Lazily() }
    return true
  }

  /// Made when first asked for after a change that may matter.
  package var state: TerritoryState { current.state }

  var current: Outcome { outcome.value { Outcome(of: self) } }

  /// The seals that came to hold, oldest first.
  package var seals: [Digest] { current.seals }

  private mutating func number(of log: Digest) -> Int {
    if let number = numbers[log] { return number }
    numbers[log] = trees.count
    ids.append(log)
    trees.append(LogTree())
    return trees.count - 1
  }

  /// What is signed under a seal holds whichever rotation comes to count: else whoever is put out
  /// could void its old signatures by a rotation in its past, and with them the seal.
  private mutating func count(_ entry: LogTree.Entry, by number: Int) {
    let digest = entry.statement.digest
    switch entry.statement.content {
    case .cosign(let seal): cosignatures[seal, default: Ballot()].add(digest, by: number)
    case .seal(let seal): successors[seal.previous, default: []].insert(digest)
    case .endorse(let join) where entry.counts:
      endorsements[join, default: Ballot()].add(digest, by: number)
    case .vote(let proposal) where entry.counts:
      votes[proposal, default: Ballot()].add(digest, by: number)
    case .propose where entry.counts: proposals.insert(digest)
    default: break
    }
  }

  private mutating func withdraw(_ entry: LogTree.Entry, by number: Int) {
    let digest = entry.statement.digest
    switch entry.statement.content {
    case .endorse(let join): endorsements[join]?.remove(digest, by: number)
    case .vote(let proposal): votes[proposal]?.remove(digest, by: number)
    case .propose: proposals.remove(digest)
    case .cosign, .seal, .join, .leave, .record: break
    }
  }
}

// MARK: - Logs

extension TerritoryLedger {
  /// What an entry continues.
  package struct Head: Hashable, Sendable {
    package var sequence: Int
    package var digest: Digest

    package init(sequence: Int, digest: Digest) {
      self.sequence = sequence
      self.digest = digest
    }
  }

  /// The entry that the next one of this log must extend; nothing before the join.
  package func head(of log: Digest) -> Head? {
    tree(of: log)?.head.map {
      Head(sequence: $0.statement.sequence, digest: $0.statement.digest)
    }
  }

  /// The key that speaks for a log; of a founder that has not signed yet, the charter's.
  package func currentKey(of log: Digest) -> String? {
    tree(of: log)?.key ?? charter.founders.first { $0.digest == log }?.key
  }

  /// The hash of the key that may replace the current one.
  package func nextKeyDigest(of log: Digest) -> Digest? {
    tree(of: log)?.head?.nextKeyDigest
      ?? charter.founders.first { $0.digest == log }?.nextKeyDigest
  }

  /// What counts of a log, by number.
  package func entries(of log: Digest) -> [Statement] {
    tree(of: log)?.counted.map(\.statement) ?? []
  }

  /// The last record of the part of a log that does not fork, whether or not its owner belongs.
  package func record(of log: Digest) -> NodeRecord? { tree(of: log)?.standing.record }

  /// Where a log says two things.
  package func equivocation(of log: Digest) -> TerritoryState.Equivocation? {
    tree(of: log)?.standing.fork.map {
      TerritoryState.Equivocation(member: log, sequence: $0.sequence, evidence: $0.evidence)
    }
  }

  /// What entries of a log name as their predecessor and is not here.
  package func missing(of log: Digest) -> [Digest] {
    tree(of: log)?.missing.filter { statements[$0] == nil } ?? []
  }

  func tree(of log: Digest) -> LogTree? { numbers[log].map { trees[$0] } }
}
