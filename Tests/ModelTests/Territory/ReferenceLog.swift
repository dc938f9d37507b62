import Model

/// The rules for one log, written down as plainly as possible and without regard to cost.
struct ReferenceLog {
  /// What the way from the root to an entry says.
  private struct Way {
    var entries: [Statement]
    var key: String
    var nextKeyDigest: Digest
    /// The rotations on the way, and whether each was planned.
    var rotations: [(entry: Digest, isPlanned: Bool)] = []

    func extended(by entry: Statement) -> Way? {
      guard let last = entries.last, entry.sequence == last.sequence + 1,
        entry.actor == last.actor
      else { return nil }
      var way = self
      way.entries.append(entry)
      guard case .record(let record, let isAgreed) = entry.content else {
        if case .join = entry.content { return nil }
        return entry.key == key ? way : nil
      }
      guard record.actor == entry.actor else { return nil }
      if entry.key == key, record.key == key {
        return record.nextKeyDigest == nextKeyDigest ? way : nil
      }
      let isPlanned = entry.key == key && isAgreed
      let isReveal = entry.key != key && entry.key == record.key
      guard isPlanned || isReveal, record.keyDigest == nextKeyDigest else { return nil }
      way.rotations.append((entry.digest, isPlanned))
      way.key = record.key
      way.nextKeyDigest = record.nextKeyDigest
      return way
    }
  }

  /// The entries with a valid way.
  let valid: [Statement]
  /// Those of them that count.
  let counting: [Statement]

  init(_ log: Digest, _ statements: [Digest: Statement]) {
    let own = statements.values.filter { $0.log == log }.sorted { $0.sequence < $1.sequence }
    var ways: [Digest: Way] = [:]
    for entry in own {
      if let previous = entry.previous {
        ways[entry.digest] = ways[previous]?.extended(by: entry)
      } else if case .join(let record) = entry.content, entry.sequence == 0,
        record.digest == log, record.key == entry.key, record.actor == entry.actor
      {
        ways[entry.digest] = Way(
          entries: [entry],
          key: record.key,
          nextKeyDigest: record.nextKeyDigest
        )
      }
    }
    valid = ways.values.compactMap(\.entries.last)
    counting = Self.counting(Array(ways.values))
  }

  private static func counting(_ ways: [Way]) -> [Statement] {
    var chosen: [Digest] = []
    var last: Way?
    while let next = rotation(after: chosen, ways) {
      last = next
      chosen = next.rotations.map(\.entry)
    }
    let upToRotation = Set(last?.entries.map(\.digest) ?? [])
    return ways.filter { way in
      guard let entry = way.entries.last else { return false }
      if upToRotation.contains(entry.digest) { return true }
      let isPlannedRotation = way.rotations.last.map { $0.entry == entry.digest && $0.isPlanned }
      let signingEpoch = way.rotations.count - (isPlannedRotation == true ? 1 : 0)
      guard signingEpoch == chosen.count else { return false }
      return last.map { entry.key == $0.key } ?? true
    }.compactMap(\.entries.last)
  }

  private static func rotation(after chosen: [Digest], _ ways: [Way]) -> Way? {
    ways.filter { way in
      way.rotations.map(\.entry).dropLast().elementsEqual(chosen)
        && way.rotations.last?.entry == way.entries.last?.digest && !way.rotations.isEmpty
    }.min { a, b in
      let planned = (a.rotations.last?.isPlanned ?? false, b.rotations.last?.isPlanned ?? false)
      if planned.0 != planned.1 { return planned.0 }
      guard let one = a.entries.last, let other = b.entries.last else { return false }
      return (one.sequence, one.digest) < (other.sequence, other.digest)
    }
  }

  var joins: [Statement] { counting.filter { $0.sequence == 0 } }

  /// Where two entries share a number.
  var fork: (sequence: Int, evidence: [Digest])? {
    let bySequence = Dictionary(grouping: counting, by: \.sequence)
    guard let sequence = bySequence.filter({ $0.value.count > 1 }).keys.min(),
      let forked = bySequence[sequence],
      (0..<sequence).allSatisfy({ bySequence[$0]?.count == 1 })
    else { return nil }
    return (sequence, Array(forked.map(\.digest).sorted().prefix(2)))
  }

  /// The last record before anything is missing or said twice.
  var record: NodeRecord? {
    let bySequence = Dictionary(grouping: counting, by: \.sequence)
    var record: NodeRecord?
    for sequence in 0... {
      guard let entry = bySequence[sequence], entry.count == 1 else { break }
      switch entry[0].content {
      case .join(let stated), .record(let stated, _): record = stated
      default: break
      }
    }
    guard case .join(let first) = joins.first?.content else { return nil }
    return record ?? first
  }
}
