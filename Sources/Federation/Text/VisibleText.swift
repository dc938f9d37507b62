/// Takes out of a text what has no place on a page or in a terminal.
package enum VisibleText {
  /// Removes control characters (a terminal would obey them) and the marks that make readers see
  /// another order of letters than there is; line ends become `\n`.
  package static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7f }) else { return text }
    var clean = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\n" where previous == "\r": continue
      case "\r": clean.append("\n")
      case "\u{0C}": clean.append(" ")
      default: if isKept(scalar) { clean.append(scalar) }
      }
    }
    return String(clean)
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a: true
    case 0..<0x20, 0x7f..<0xa0: false
    // Bidirectional overrides and the byte order mark.
    case 0x202d, 0x202e, 0xfeff: false
    default: !scalar.properties.isNoncharacterCodePoint
    }
  }

  /// Writes a text so that HTML reads the same text back, in an element or in quotes.
  static func escape(_ text: String) -> String {
    let special: Set<UInt8> = [0x22, 0x26, 0x3c, 0x3e]
    guard text.utf8.contains(where: special.contains) else { return text }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      switch byte {
      case 0x22: escaped += "&quot;".utf8
      case 0x26: escaped += "&amp;".utf8
      case 0x3c: escaped += "&lt;".utf8
      case 0x3e: escaped += "&gt;".utf8
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}
