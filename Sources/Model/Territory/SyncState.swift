/// The digests a node has, in 256 buckets: what two nodes compare to find what one of them lacks.
///
/// Sets are compared rather than logs followed, so that forks and entries without predecessors
/// travel as well. The hash is passed in; on the wire it is SHA-256 over the bytes of the digests
/// one after the other (Protocol/territory.md).
package struct SyncState: Sendable {
  /// One of the 256 parts.
  private struct Bucket: Sendable {
    var digests: [Digest] = []
    var hash = Lazily<Digest>()
  }

  package static let bucketCount = 256

  package private(set) var count = 0
  private let hash: @Sendable ([Digest]) -> Digest
  private var parts = [Bucket](repeating: Bucket(), count: bucketCount)
  private var whole = Lazily<Digest>()

  package init(hash: @escaping @Sendable ([Digest]) -> Digest) { self.hash = hash }

  /// False for a digest that is here.
  @discardableResult
  package mutating func insert(_ digest: Digest) -> Bool {
    let index = digest.bucket
    let place = parts[index].digests.firstPosition(notBelow: digest)
    let known = parts[index].digests
    guard place == known.count || known[place] != digest else { return false }
    parts[index].digests.insert(digest, at: place)
    parts[index].hash = Lazily()
    whole = Lazily()
    count += 1
    return true
  }

  package func contains(_ digest: Digest) -> Bool {
    let known = parts[digest.bucket].digests
    let place = known.firstPosition(notBelow: digest)
    return place < known.count && known[place] == digest
  }

  /// The hash over all buckets: equal roots, equal sets.
  package var root: Digest { whole.value { hash(buckets) } }

  /// The hashes of the buckets, each over its sorted digests.
  package var buckets: [Digest] {
    parts.map { part in part.hash.value { hash(part.digests) } }
  }

  /// The digests in all buckets that differ from another node's; nothing if those are not 256.
  package func digests(differingFrom others: [Digest]) -> [Digest]? {
    guard others.count == Self.bucketCount else { return nil }
    return zip(parts, zip(buckets, others)).flatMap { part, hashes in
      hashes.0 == hashes.1 ? [] : part.digests
    }
  }

  /// What this node lacks and what it could give, by the other's buckets and the digests it says
  /// are in the differing ones; nothing if the buckets are not 256.
  package func difference(buckets others: [Digest], digests: [Digest]) -> SetDifference? {
    guard let mine = self.digests(differingFrom: others) else { return nil }
    let theirs = Set(digests)
    return SetDifference(
      lacking: theirs.filter { !contains($0) }.sorted(),
      surplus: mine.filter { !theirs.contains($0) }
    )
  }
}

/// What one set has and another has not.
package struct SetDifference: Hashable, Sendable {
  package var lacking: [Digest]
  package var surplus: [Digest]

  package init(lacking: [Digest], surplus: [Digest]) {
    self.lacking = lacking
    self.surplus = surplus
  }

  package var isEmpty: Bool { lacking.isEmpty && surplus.isEmpty }
}

extension [Digest] {
  /// Where a digest is, or would be, in this sorted array.
  fileprivate func firstPosition(notBelow digest: Digest) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < digest { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
