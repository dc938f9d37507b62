/// A text as it is compared with what a person typed: without case, accents and punctuation.
///
/// Letters and digits stay, words are separated by single spaces. French is covered, and what
/// else Latin-1 writes; other scripts compare as they are.
package struct PlainSpelling: Hashable, Sendable {
  /// The spelling in UTF-8.
  package let bytes: [UInt8]

  package init(_ text: some StringProtocol) {
    var bytes: [UInt8] = []
    var isBetweenWords = false
    for scalar in text.unicodeScalars where !Self.isCombining(scalar) {
      let plain = Self.plain(scalar)
      if plain.isEmpty {
        isBetweenWords = !bytes.isEmpty
      } else {
        if isBetweenWords { bytes.append(UInt8(ascii: " ")) }
        bytes += plain
        isBetweenWords = false
      }
    }
    self.bytes = bytes
  }

  package var words: [String] {
    bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A decomposed accent (NFD): it belongs to the letter before it.
  private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    (0x300...0x36F).contains(scalar.value)
  }

  /// Nothing for what separates words.
  private static func plain(_ scalar: Unicode.Scalar) -> [UInt8] {
    switch scalar {
    case "a"..."z", "0"..."9": [UInt8(truncatingIfNeeded: scalar.value)]
    case "A"..."Z": [UInt8(truncatingIfNeeded: scalar.value) | 0x20]
    case "\0"..."\u{BF}", "×", "÷", "\u{2000}"..."\u{206F}": []
    case "À"..."Þ": latin(scalar.value + 0x20)
    case "ß"..."ÿ": latin(scalar.value)
    case "Œ", "œ": Array("oe".utf8)
    case "Ÿ": [UInt8(ascii: "y")]
    default: Array(scalar.properties.lowercaseMapping.utf8)
    }
  }

  /// The lower half of Latin-1's letters, from ß to ÿ.
  private static func latin(_ value: UInt32) -> [UInt8] {
    switch value {
    case 0xDF: Array("ss".utf8)
    case 0xE0...0xE5: [UInt8(ascii: "a")]
    case 0xE6: Array("ae".utf8)
    case 0xE7: [UInt8(ascii: "c")]
    case 0xE8...0xEB: [UInt8(ascii: "e")]
    case 0xEC...0xEF: [UInt8(ascii: "i")]
    case 0xF0: [UInt8(ascii: "d")]
    case 0xF1: [UInt8(ascii: "n")]
    case 0xF2...0xF8: [UInt8(ascii: "o")]
    case 0xF9...0xFC: [UInt8(ascii: "u")]
    case 0xFD, 0xFF: [UInt8(ascii: "y")]
    default: Array("th".utf8)
    }
  }
}
