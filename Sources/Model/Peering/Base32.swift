/// Base32 in lower case without padding (RFC 4648 §6): letters that survive being read out.
package enum Base32 {
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    var letters: [UInt8] = []
    var (pending, bits) = (UInt32(0), UInt32(0))
    for byte in bytes {
      (pending, bits) = (pending << 8 | UInt32(byte), bits + 8)
      while bits >= 5 {
        bits -= 5
        letters.append(alphabet[Int(pending >> bits & 31)])
      }
      pending &= (1 << bits) - 1
    }
    if bits > 0 { letters.append(alphabet[Int(pending << (5 - bits) & 31)]) }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Nothing for other letters, or for bits at the end that should be zero.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (pending, bits) = (UInt32(0), UInt32(0))
    for letter in text.utf8 {
      guard let value = alphabet.firstIndex(of: letter) else { return nil }
      (pending, bits) = (pending << 5 | UInt32(value), bits + 5)
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
      pending &= (1 << bits) - 1
    }
    return bits < 5 && pending == 0 ? bytes : nil
  }
}

/// The check sum of IEEE 802.3: it finds slips of the pen, no ill will.
package enum CRC32 {
  package static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { check, byte in
      (0..<8).reduce(check ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
