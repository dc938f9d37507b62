/// Base64 with padding (RFC 4648 §4), strict: one text for one value.
///
/// Foundation's decoder wants a `String` or `Data`; signature parsing has slices of bytes.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var pending: UInt32 = 0
    var count = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      count += 1
      guard count == 3 else { continue }
      appendLetters(of: pending, count: 4, to: &output)
      (pending, count) = (0, 0)
    }
    if count > 0 {
      appendLetters(of: pending << (8 * UInt32(3 - count)), count: count + 1, to: &output)
      output.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - count))
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func appendLetters(of group: UInt32, count: Int, to output: inout [UInt8]) {
    for index in 0..<count {
      output.append(alphabet[Int(group >> UInt32(18 - 6 * index) & 63)])
    }
  }

  /// Decodes; nil for a wrong length, wrong letters, or bits that padding must leave at zero.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    var output: [UInt8] = []
    output.reserveCapacity(text.count / 4 * 3)
    var pending: UInt32 = 0
    var bits: UInt32 = 0
    for letter in text.dropLast(padding) {
      let value = values[Int(letter)]
      guard value < 64 else { return nil }
      pending = pending << 6 | UInt32(value)
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      output.append(UInt8(truncatingIfNeeded: pending >> bits))
      pending &= (1 << bits) - 1
    }
    return pending == 0 ? output : nil
  }
}
