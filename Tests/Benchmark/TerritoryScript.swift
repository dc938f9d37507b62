import Foundation
import Model

/// What a territory of many members has said: joins, endorsements, seals with their cosignatures, a
/// vote, and records.
///
/// The model takes digests and keys as given, so numbers stand in for them.
struct TerritoryScript {
  /// One who writes.
  private struct Log {
    var record: NodeRecord
    var sequence = 0
    var previous: Digest?
  }

  let charter: Charter
  private(set) var statements: [Statement] = []
  private var logs: [Log] = []
  private var counter: UInt64 = 0

  /// 25 founders take in 50 newcomers per seal; all members vote, one seal after their own.
  init(members: Int, statements count: Int) {
    var records = (0..<UInt64(members)).map { Self.record($0) }
    let founders = records.prefix(25).sorted { $0.digest < $1.digest }
    records.replaceSubrange(0..<25, with: founders)
    let rules = Rules(growthMinimum: 50)
    charter = Charter(
      id: Self.digest(1 << 40),
      name: "Bench",
      founders: founders,
      terms: Terms(digest: Self.digest(1 << 41), text: [:], clauses: [], rules: rules)
    )
    logs = records.map { Log(record: $0) }
    for founder in 0..<25 { write(.join(logs[founder].record), by: founder) }
    grow(to: members)
    exclude(members - 1)
    var next = 0
    while statements.count < count {
      write(.record(logs[next].record, isAgreedByNewKey: false), by: next)
      next = (next + 1) % members
    }
  }

  private mutating func grow(to members: Int) {
    var (sealed, electors, version, seal) = (25, 25, 0, charter.id)
    while sealed < members {
      let newcomers = sealed..<min(sealed + 50, members)
      for newcomer in newcomers {
        let join = write(.join(logs[newcomer].record), by: newcomer)
        for sponsor in 0..<2 { write(.endorse(join: join), by: (newcomer + sponsor) % 25) }
      }
      version += 1
      let content = Seal(
        version: version,
        previous: seal,
        admit: newcomers.map {
          Seal.Admission(member: logs[$0].record.digest, actor: logs[$0].record.actor)
        }
      )
      seal = write(.seal(content), by: 0)
      let quorum = (electors + (electors - 1) / 3) / 2 + 1
      for elector in 1..<quorum { write(.cosign(seal: seal), by: elector) }
      (electors, sealed) = (sealed, newcomers.upperBound)
    }
    sealVersion = version
  }

  private(set) var sealVersion = 0

  private mutating func exclude(_ member: Int) {
    let wish = Proposal.Wish.exclude(logs[member].record.digest)
    let proposal = write(.propose(Proposal(wish: wish, version: sealVersion, reason: "")), by: 0)
    for voter in 0..<(logs.count / 2) { write(.vote(proposal: proposal), by: voter) }
  }

  /// What changes the state next: somebody joins, and electors endorse it.
  mutating func more(_ count: Int) -> [Statement] {
    let start = statements.count
    var join: Digest?
    for number in 0..<count {
      if let known = join, number % 3 != 0 {
        write(.endorse(join: known), by: number % 25)
      } else {
        logs.append(Log(record: Self.record(UInt64(logs.count))))
        join = write(.join(logs[logs.count - 1].record), by: logs.count - 1)
      }
    }
    return Array(statements[start...])
  }

  @discardableResult
  private mutating func write(_ content: Statement.Content, by index: Int) -> Digest {
    counter += 1
    let statement = Statement(
      digest: Self.digest(1 << 42 | counter),
      log: logs[index].record.digest,
      sequence: logs[index].sequence,
      previous: logs[index].previous,
      actor: logs[index].record.actor,
      key: logs[index].record.key,
      publishedAt: Date(timeIntervalSince1970: 0),
      content: content
    )
    logs[index].sequence += 1
    logs[index].previous = statement.digest
    statements.append(statement)
    return statement.digest
  }

  private static func record(_ number: UInt64) -> NodeRecord {
    NodeRecord(
      digest: digest(number),
      actor: "https://node\(number).example/actor",
      key: "z6MkfCKj8vNTBaM4TGPvxdN7bA\(number)",
      keyDigest: digest(1 << 43 | number),
      nextKeyDigest: digest(1 << 44 | number),
      inbox: "https://node\(number).example/inbox",
      presentation: NodeRecord.Presentation(name: "Node \(number)", kind: .association)
    )
  }

  /// 32 bytes that look like chance (SplitMix64).
  static func digest(_ number: UInt64) -> Digest {
    let bytes = (0..<UInt64(4)).flatMap { part -> [UInt8] in
      var word = (number &* 4 &+ part) &* 0x9e37_79b9_7f4a_7c15
      word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
      word ^= word >> 31
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
    guard let digest = Digest(bytes) else { preconditionFailure("32 bytes are a digest") }
    return digest
  }
}
