/// The base-58 alphabet of Bitcoin, which multibase writes behind a `z`.
package enum Base58BTC {
  /// Work grows with the square of the length, so longer texts are refused.
  private static let maxLength = 2048

  private static let alphabet = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8
  )

  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        carry += Int(digits[index]) << 8
        digits[index] = UInt8(carry % 58)
        carry /= 58
      }
      while carry > 0 {
        digits.append(UInt8(carry % 58))
        carry /= 58
      }
    }
    let zeros = bytes.prefix { $0 == 0 }.count
    let letters =
      repeatElement(alphabet[0], count: zeros) + digits.reversed().map { alphabet[Int($0)] }
    return String(decoding: letters, as: UTF8.self)
  }

  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.count <= maxLength else { return nil }
    var bytes: [UInt8] = []
    for letter in text.utf8 {
      guard var carry = alphabet.firstIndex(of: letter) else { return nil }
      for index in bytes.indices {
        carry += Int(bytes[index]) * 58
        bytes[index] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      while carry > 0 {
        bytes.append(UInt8(truncatingIfNeeded: carry))
        carry >>= 8
      }
    }
    let zeros = text.utf8.prefix { $0 == alphabet[0] }.count
    return repeatElement(0, count: zeros) + bytes.reversed()
  }
}

/// A text that says its own base; only base58btc (`z`) is spoken here, as FEP-521a and FEP-8b32 ask.
package enum Multibase {
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    "z" + Base58BTC.encode(bytes)
  }

  package static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.first == UInt8(ascii: "z") else { return nil }
    return Base58BTC.decode(text.dropFirst())
  }
}
