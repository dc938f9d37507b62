import Model

/// A cheap hash in place of SHA-256: the model only needs that different things differ.
struct Mixing {
  private var words: [UInt64] = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a]

  mutating func mix(_ value: UInt64) {
    for index in words.indices {
      words[index] = Seeded.scramble(words[index] ^ (value &+ UInt64(index)))
    }
  }

  mutating func mix(_ digest: Digest?) {
    guard let digest else { return mix(1) }
    mix(digest.bytes)
  }

  mutating func mix(_ bytes: [UInt8]) {
    var word: UInt64 = UInt64(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if index % 8 == 0 { mix(word) }
      word = word << 8 | UInt64(byte)
    }
    mix(word)
  }

  mutating func mix(_ text: String) { mix(Array(text.utf8)) }

  var digest: Digest {
    var bytes: [UInt8] = []
    for word in words {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    // The front door takes any number of bytes; here there are always 32.
    return Digest(bytes) ?? Mixing().digest
  }

  static func digest(of text: String) -> Digest {
    var mixing = Mixing()
    mixing.mix(text)
    return mixing.digest
  }

  static func digest(of bytes: [UInt8]) -> Digest {
    var mixing = Mixing()
    mixing.mix(bytes)
    return mixing.digest
  }
}
