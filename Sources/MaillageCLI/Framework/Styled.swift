/// Marks in a text that a terminal shows in bold or in colour, and that are dropped elsewhere.
///
/// They are single control characters, so that text from outside can carry none that does more.
enum Styled {
  static func strong(_ text: String) -> String { "\u{1}\(text)\u{5}" }
  static func good(_ text: String) -> String { "\u{2}\(text)\u{5}" }
  static func bad(_ text: String) -> String { "\u{3}\(text)\u{5}" }
  static func warning(_ text: String) -> String { "\u{4}\(text)\u{5}" }

  private static let codes: [Unicode.Scalar: String] = [
    "\u{1}": "\u{1B}[1m", "\u{2}": "\u{1B}[32m", "\u{3}": "\u{1B}[31m", "\u{4}": "\u{1B}[33m",
    "\u{5}": "\u{1B}[0m",
  ]

  /// The text as it is printed.
  ///
  /// Control characters and changes of direction are dropped: a name or a post from another node
  /// must not steer the terminal of whoever reads it.
  static func rendered(_ text: String, inColor: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let code = codes[scalar] {
        if inColor { result.append(contentsOf: code.unicodeScalars) }
      } else if !steers(scalar) {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// How many characters of the text are seen.
  static func width(of text: String) -> Int { rendered(text, inColor: false).count }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x09: false
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
