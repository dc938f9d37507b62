/// The number of an association in the French Répertoire national des associations.
///
/// `W`, then nine digits, which begin with the département of the registry. In place of its second
/// digit Corsica has a letter (`W2A…`, `W2B…`), and so have places overseas (`W9R1011072` is on La
/// Réunion). There is no check digit. File numbers from before the register (`751P…`) are not RNA
/// numbers, and associations under the local law of Alsace and Moselle have none.
package struct RNA: Hashable, Sendable, CustomStringConvertible {
  /// The ten characters.
  package let description: String

  /// Takes the ten characters in upper case and nothing else, as they are on the wire.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count == 10, bytes[0] == UInt8(ascii: "W"),
      Self.isDigit(bytes[1]), Self.isDigit(bytes[2]) || Self.isRegion(bytes[1], bytes[2]),
      bytes[3...].allSatisfy(Self.isDigit)
    else { return nil }
    description = String(text)
  }

  /// Takes what a person typed: in lower case, or with spaces in it.
  package init?(typed text: some StringProtocol) {
    guard text.utf8.count <= 40 else { return nil }
    self.init(String(text).filter { !$0.isWhitespace }.uppercased())
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Corsica, or overseas: the register publishes no list of the letters used there.
  private static func isRegion(_ digit: UInt8, _ letter: UInt8) -> Bool {
    switch digit {
    case UInt8(ascii: "2"): letter == UInt8(ascii: "A") || letter == UInt8(ascii: "B")
    case UInt8(ascii: "9"): (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
    default: false
    }
  }
}
