/// The SHA-256 by which statements, records, charters and terms are named (Protocol/territory.md).
///
/// Its text form, a multibase multihash, is made where hashes are made: `Federation`.
package struct Digest: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// Takes the 32 bytes of the hash; nothing for any other number.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// The 32 bytes, highest first.
  package var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
  }

  /// The first byte: the bucket in which two nodes compare what they have.
  package var bucket: Int { Int(words.0 >> 56) }

  /// How far another is by exclusive or: an order of ids that differs with every `self` and that
  /// nobody can choose for long.
  func distance(to other: Digest) -> Digest {
    var distance = self
    distance.words.0 ^= other.words.0
    distance.words.1 ^= other.words.1
    distance.words.2 ^= other.words.2
    distance.words.3 ^= other.words.3
    return distance
  }

  package static func == (lhs: Digest, rhs: Digest) -> Bool { lhs.words == rhs.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0 ^ words.3) }
}

extension Digest: Comparable {
  /// By bytes, so that all nodes break ties alike.
  package static func < (lhs: Digest, rhs: Digest) -> Bool { lhs.words < rhs.words }
}
