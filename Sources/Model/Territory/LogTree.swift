/// The entries of one log: which are valid, and which of the valid ones count.
///
/// Whether an entry is valid depends on the way from the root to it alone and never changes. Which
/// entries count depends on the key rotations that are known (Protocol/territory.md).
struct LogTree: Sendable {
  /// How an entry replaces the key.
  enum Rotation: Sendable {
    /// By the old key, with the consent of the new one.
    case planned
    /// By the committed next key alone: the old one is lost or stolen.
    case reveal
  }

  /// A valid entry.
  struct Entry: Sendable {
    let statement: Statement
    let parent: Int?
    /// The key that may sign what follows this entry.
    let key: String
    /// The hash of the key that may replace it.
    let nextKeyDigest: Digest
    /// How many rotations lie on the way here, this entry included.
    let epoch: Int
    /// The entry that put the key in place, if it was a rotation; perhaps this one.
    let epochStart: Int?
    let rotation: Rotation?
    fileprivate(set) var counts = false

    /// The epoch whose key signed the entry.
    var signingEpoch: Int { rotation == .planned ? epoch - 1 : epoch }
  }

  /// What an insertion did.
  enum Change {
    /// The statement is invalid, or something before it is missing.
    case nothing
    /// These entries are new.
    case added(Range<Int>)
    /// Another rotation counts now: any entry may have begun or ceased to count.
    case recounted
  }

  /// Where the log stands.
  struct Standing: Sendable {
    /// The last record of the part that does not fork, and the first two digests where it forks.
    var record: NodeRecord?
    var fork: (sequence: Int, evidence: [Digest])?
  }

  private(set) var entries: [Entry] = []
  private(set) var standing = Standing()
  private(set) var hasLeft = false
  private var positions: [Digest: Int] = [:]
  private var waiting: [Digest: [Statement]] = [:]
  /// Of the rotations that end one epoch, the one that counts; by the rotation that began it.
  private var rotations: [Int?: Int] = [:]
  private var lastRotation: Int?
  private var countsBySequence: [[Int]] = []

  /// Takes a statement of this log, which has not been inserted before.
  mutating func insert(_ statement: Statement) -> Change {
    guard let previous = statement.previous else {
      guard let root = Self.root(statement) else { return .nothing }
      return grow(from: root)
    }
    guard let parent = positions[previous] else {
      waiting[previous, default: []].append(statement)
      return .nothing
    }
    guard let entry = entry(statement, after: parent) else { return .nothing }
    return grow(from: entry)
  }

  /// The entries that count, by number and then by digest.
  var counted: [Entry] {
    countsBySequence.flatMap { positions in
      positions.map { entries[$0] }.sorted { $0.statement.digest < $1.statement.digest }
    }
  }

  /// The entry that the next one extends: the highest under the last rotation.
  var head: Entry? {
    entries.filter { $0.counts && $0.epochStart == lastRotation }.min {
      ($1.statement.sequence, $0.statement.digest) < ($0.statement.sequence, $1.statement.digest)
    }
  }

  /// A valid entry and those before it, back to the root.
  func way(to digest: Digest) -> [Digest]? {
    guard var position = positions[digest] else { return nil }
    var way = [digest]
    while let parent = entries[position].parent {
      way.append(entries[parent].statement.digest)
      position = parent
    }
    return way
  }

  /// The joins that count.
  var joins: [Digest] {
    countsBySequence.first.map { $0.map { entries[$0].statement.digest } } ?? []
  }

  /// The record of the join, of which the log's name is the hash.
  var firstRecord: NodeRecord? {
    guard case .join(let record) = entries.first?.statement.content else { return nil }
    return record
  }

  var key: String? { lastRotation.map { entries[$0].key } ?? entries.first?.key }

  /// The digests of entries that others name as their predecessor and that are not valid here, yet.
  var missing: [Digest] { waiting.keys.sorted() }

  /// Whether something that a key of this log signed is here and its predecessors are not: anybody
  /// can sign nonsense by a key that never had the say, which waits for ever and says nothing.
  var isIncomplete: Bool {
    guard !waiting.isEmpty else { return false }
    let keys = Set(entries.flatMap { [$0.statement.key, $0.key] })
    return waiting.values.joined().contains { keys.contains($0.key) }
  }
}

// MARK: - Growing

extension LogTree {
  private static func root(_ statement: Statement) -> Entry? {
    guard case .join(let record) = statement.content, statement.sequence == 0,
      record.digest == statement.log, record.key == statement.key, record.actor == statement.actor
    else { return nil }
    return Entry(
      statement: statement,
      parent: nil,
      key: record.key,
      nextKeyDigest: record.nextKeyDigest,
      epoch: 0,
      epochStart: nil,
      rotation: nil
    )
  }

  private func entry(_ statement: Statement, after position: Int) -> Entry? {
    let parent = entries[position]
    guard statement.sequence == parent.statement.sequence + 1,
      statement.actor == parent.statement.actor
    else { return nil }
    let record: NodeRecord
    switch statement.content {
    case .join: return nil
    case .record(let stated, _): record = stated
    default: return statement.key == parent.key ? plain(statement, after: position) : nil
    }
    guard record.actor == statement.actor else { return nil }
    guard record.key != parent.key else {
      guard statement.key == parent.key, record.nextKeyDigest == parent.nextKeyDigest else {
        return nil
      }
      return plain(statement, after: position)
    }
    return Self.rotation(of: parent, by: statement, to: record).map {
      Entry(
        statement: statement,
        parent: position,
        key: record.key,
        nextKeyDigest: record.nextKeyDigest,
        epoch: parent.epoch + 1,
        epochStart: entries.count,
        rotation: $0
      )
    }
  }

  private func plain(_ statement: Statement, after position: Int) -> Entry {
    let parent = entries[position]
    return Entry(
      statement: statement,
      parent: position,
      key: parent.key,
      nextKeyDigest: parent.nextKeyDigest,
      epoch: parent.epoch,
      epochStart: parent.epochStart,
      rotation: nil
    )
  }

  private static func rotation(
    of parent: Entry,
    by statement: Statement,
    to record: NodeRecord
  ) -> Rotation? {
    guard record.keyDigest == parent.nextKeyDigest else { return nil }
    if statement.key == record.key { return .reveal }
    guard case .record(_, isAgreedByNewKey: true) = statement.content else { return nil }
    return statement.key == parent.key ? .planned : nil
  }

  /// Adds an entry and all that waited for it.
  private mutating func grow(from first: Entry) -> Change {
    let start = entries.count
    append(first)
    var next = start
    while next < entries.count {
      for statement in waiting.removeValue(forKey: entries[next].statement.digest) ?? [] {
        if let entry = entry(statement, after: next) { append(entry) }
      }
      next += 1
    }
    let last = lastRotationThatCounts
    guard last == lastRotation else {
      lastRotation = last
      recount()
      return .recounted
    }
    for position in start..<entries.count where isOfLastKey(entries[position]) { count(position) }
    updateStanding()
    return .added(start..<entries.count)
  }

  private mutating func append(_ entry: Entry) {
    positions[entry.statement.digest] = entries.count
    if entry.rotation != nil, let parent = entry.parent {
      let start = entries[parent].epochStart
      let rival = rotations[start].map { entries[$0] }
      if rival.map({ Self.precedes(entry, $0) }) ?? true { rotations[start] = entries.count }
    }
    entries.append(entry)
  }

  /// Planned before reveal, then the lowest number, then the lowest digest.
  private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
    if a.rotation != b.rotation { return a.rotation == .planned }
    return (a.statement.sequence, a.statement.digest) < (b.statement.sequence, b.statement.digest)
  }

  private var lastRotationThatCounts: Int? {
    var last: Int?
    while let next = rotations[last] { last = next }
    return last
  }
}

// MARK: - Counting

extension LogTree {
  private func isOfLastKey(_ entry: Entry) -> Bool {
    let last = lastRotation.map { entries[$0] }
    guard entry.signingEpoch == last?.epoch ?? 0 else { return false }
    return last.map { entry.statement.key == $0.key } ?? true
  }

  private mutating func count(_ position: Int) {
    entries[position].counts = true
    let sequence = entries[position].statement.sequence
    while countsBySequence.count <= sequence { countsBySequence.append([]) }
    countsBySequence[sequence].append(position)
    if case .leave = entries[position].statement.content { hasLeft = true }
  }

  /// What the last key signed counts on every branch; of what earlier keys signed, only the way to
  /// the rotation that ended them.
  private mutating func recount() {
    countsBySequence = []
    hasLeft = false
    for position in entries.indices { entries[position].counts = false }
    var ancestor = lastRotation
    while let position = ancestor {
      count(position)
      ancestor = entries[position].parent
    }
    for position in entries.indices where !entries[position].counts {
      if isOfLastKey(entries[position]) { count(position) }
    }
    updateStanding()
  }

  private mutating func updateStanding() {
    var new = Standing()
    for (sequence, positions) in countsBySequence.enumerated() {
      guard positions.count == 1, let position = positions.first else {
        if positions.count > 1 { new.fork = (sequence, twoLowest(positions)) }
        break
      }
      switch entries[position].statement.content {
      case .join(let record), .record(let record, _): new.record = record
      default: break
      }
    }
    standing = new
  }

  /// Not by sorting: a hostile log may have ten thousand entries of one number.
  private func twoLowest(_ positions: [Int]) -> [Digest] {
    var lowest: [Digest] = []
    for digest in positions.lazy.map({ entries[$0].statement.digest }) {
      guard lowest.count == 2 else {
        lowest = (lowest + [digest]).sorted()
        continue
      }
      if digest < lowest[1] { lowest = [lowest[0], digest].sorted() }
    }
    return lowest
  }
}
