import Model

/// 500 nodes with 5,000 statements in common, each of which has written one more: how soon and at
/// what cost all have all, when in every round each node compares itself with three others.
struct ConvergenceMeasure {
  let hash: @Sendable ([Digest]) -> Digest

  /// What went over the wire; sizes as measured on signed JSON (docs/benchmarks.md).
  private struct Traffic {
    static let envelope = 900
    static let digest = 50
    static let statement = 1260

    var messages = 0
    var bytes = 0

    mutating func send(digests: Int = 0, statements: Int = 0) {
      messages += 1
      bytes += Self.envelope + digests * Self.digest + statements * Self.statement
    }
  }

  private static let nodes = 500
  private static let common = 5000
  private static let peers = 3

  func run(_ table: inout ResultTable) {
    let least = Self.nodes * (Self.nodes - 1) * Traffic.statement
    table.add("limit: each of 500 nodes gets 499 statements once", Double(least) / 1e6, "MB")
    for loss in [0, 30] {
      var random = Randomness(state: 4711)
      var nodes = initial()
      var traffic = Traffic()
      var rounds = 0
      while Set(nodes.map(\.root)).count > 1, rounds < 50 {
        rounds += 1
        for index in nodes.indices.shuffled(using: &random) {
          for _ in 0..<Self.peers {
            let other = Int.random(in: nodes.indices, using: &random)
            guard other != index else { continue }
            exchange(index, other, &nodes, loss, &traffic, &random)
          }
        }
      }
      let name = "convergence of 500 nodes, \(loss) % of requests fail"
      table.add(
        name,
        "\(rounds) rounds, \(traffic.messages.formatted()) messages, "
          + "\((traffic.bytes / 1_000_000).formatted()) MB"
      )
      let ratio = Double(traffic.bytes) / Double(least)
      table.add("\(name): bytes ÷ limit", ratio, "")
    }
  }

  private func initial() -> [SyncState] {
    var common = SyncState(hash: hash)
    for number in 0..<UInt64(Self.common) { common.insert(TerritoryScript.digest(number)) }
    _ = common.root
    return (0..<Self.nodes).map { index in
      var own = common
      own.insert(TerritoryScript.digest(UInt64(Self.common + index)))
      return own
    }
  }

  /// Root and buckets; if they differ, digests against statements; then what the other wants.
  private func exchange(
    _ one: Int,
    _ other: Int,
    _ nodes: inout [SyncState],
    _ loss: Int,
    _ traffic: inout Traffic,
    _ random: inout Randomness
  ) {
    func fails() -> Bool { Int.random(in: 0..<100, using: &random) < loss }
    let (mine, theirs) = (nodes[one], nodes[other])
    let isEqual = mine.root == theirs.root
    traffic.send(digests: 1)
    guard !fails() else { return }
    traffic.send(digests: isEqual ? 1 : SyncState.bucketCount)
    guard !isEqual, let digests = mine.digests(differingFrom: theirs.buckets) else { return }
    traffic.send(digests: digests.count)
    guard !fails(), let difference = theirs.difference(buckets: mine.buckets, digests: digests)
    else { return }
    traffic.send(digests: difference.lacking.count, statements: difference.surplus.count)
    for digest in difference.surplus { nodes[one].insert(digest) }
    guard !difference.lacking.isEmpty else { return }
    traffic.send(statements: difference.lacking.count)
    guard !fails() else { return }
    for digest in difference.lacking { nodes[other].insert(digest) }
    traffic.send()
  }

  /// The same numbers in every run (SplitMix64).
  private struct Randomness: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var word = state
      word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
      return word ^ (word >> 31)
    }
  }
}
