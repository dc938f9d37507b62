/// What the seals have made true: who is on the roll, who votes, and under which terms.
///
/// Within one era nobody gains or loses a vote, so tallies only grow.
struct Era: Sendable {
  /// The digest of the last seal; of the charter when there is none.
  private(set) var seal: Digest
  private(set) var version = 0
  private(set) var terms: Terms
  /// The actors of those who were sealed in.
  private(set) var roll: [Digest: String]
  private(set) var electors: Set<Digest>
  /// The electors that have a number in the ledger.
  private(set) var voters: LogSet
  private(set) var excluded: Set<Digest> = []
  /// Whoever was dropped: nobody comes back under the same id.
  private(set) var retired: Set<Digest> = []
  /// Those on the roll who vote after the next seal, where all members vote.
  private var newcomers: Set<Digest>?

  init(charter: Charter, numbers: [Digest: Int]) {
    seal = charter.id
    terms = charter.terms
    roll = [:]
    for founder in charter.founders { roll[founder.digest] = founder.actor }
    electors = Set(roll.keys)
    if case .stewards(let stewards) = terms.rules.electors {
      electors.formIntersection(stewards)
      if electors.isEmpty { electors = Set(roll.keys) }
    } else {
      newcomers = []
    }
    voters = LogSet(electors.lazy.compactMap { numbers[$0] })
  }

  /// How many electors make a seal: any two such sets share more than a third of the electors.
  static func quorum(of electors: Int) -> Int {
    guard electors > 0 else { return 1 }
    return (electors + (electors - 1) / 3) / 2 + 1
  }

  var quorum: Int { Self.quorum(of: electors.count) }

  /// How many a seal may admit; a later round twice as many, so that it can take up what two halves
  /// of the electors have signed.
  func growthCap(in round: Int) -> Int {
    let cap = terms.rules.growthCap(of: roll.count)
    guard round > 0 else { return cap }
    let (double, isTooLarge) = cap.multipliedReportingOverflow(by: 2)
    return isTooLarge ? cap : double
  }

  /// Whether a seal, quorum aside, may follow.
  func admits(_ seal: Seal, by author: Digest) -> Bool {
    guard seal.previous == self.seal, seal.version == version + 1, seal.round >= 0,
      electors.contains(author), seal.admit.count <= growthCap(in: seal.round)
    else { return false }
    let isChange = !seal.admit.isEmpty || !seal.drop.isEmpty || seal.amend != nil
    guard isChange || seal.round > 0 else { return false }
    let drop = Set(seal.drop)
    let admitted = Set(seal.admit.lazy.map(\.member))
    return admitted.count == seal.admit.count && admitted.isDisjoint(with: drop)
      && admitted.allSatisfy { roll[$0] == nil && !retired.contains($0) }
      && drop.isSuperset(of: seal.exclude)
  }

  /// Goes on to the era that a seal begins.
  mutating func advance(
    by seal: Seal,
    _ digest: Digest,
    terms amended: Terms?,
    numbers: [Digest: Int]
  ) {
    self.seal = digest
    version = seal.version
    if let amended { terms = amended }
    excluded.formUnion(seal.exclude)
    retired.formUnion(seal.drop)
    let previous = newcomers == nil ? Set(roll.keys) : []
    for admission in seal.admit { roll[admission.member] = admission.actor }
    for member in seal.drop { roll[member] = nil }
    if case .stewards(let stewards) = terms.rules.electors {
      newcomers = nil
      electors = Set(stewards).intersection(roll.keys)
      voters = LogSet(electors.lazy.compactMap { numbers[$0] })
    } else {
      promote(previous, dropping: seal.drop, numbers)
      newcomers = Set(seal.admit.lazy.map(\.member))
    }
    if electors.isEmpty { enfranchise(numbers) }
  }

  private mutating func promote(
    _ previous: Set<Digest>,
    dropping dropped: [Digest],
    _ numbers: [Digest: Int]
  ) {
    if let newcomers {
      electors.formUnion(newcomers)
      for member in newcomers { if let number = numbers[member] { voters.insert(number) } }
    } else {
      electors = previous
      voters = LogSet(electors.lazy.compactMap { numbers[$0] })
    }
    for member in dropped {
      electors.remove(member)
      if let number = numbers[member] { voters.remove(number) }
    }
  }

  /// Everybody votes where otherwise nobody would.
  private mutating func enfranchise(_ numbers: [Digest: Int]) {
    electors = Set(roll.keys)
    voters = LogSet(electors.lazy.compactMap { numbers[$0] })
    if newcomers != nil { newcomers = [] }
  }
}
