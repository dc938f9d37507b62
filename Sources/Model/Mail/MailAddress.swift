/// A mail address as SMTP takes it without extensions (RFC 5321 §4.1.2: a dot-string and a domain).
///
/// It holds no space, bracket or line break, so it can stand in a header and in a command of SMTP.
package struct MailAddress: Sendable, Hashable, CustomStringConvertible {
  /// As it was typed.
  package let description: String

  /// The longest that a server takes (RFC 5321 §4.5.3.1.3, without the brackets).
  private static let longest = 254

  /// Reads an address.
  ///
  /// It is nothing for what is no address, and for letters outside ASCII (RFC 6531).
  ///
  /// - Parameter text: The address alone, without a name or brackets.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.longest, parts.count == 2, Self.isLocalPart(parts[0]),
      Self.isDomain(parts[1])
    else { return nil }
    description = text
  }

  /// What people are told who typed something else.
  package static let expectation = "a mail address such as `alice@example.org`"

  private static func isLocalPart(_ text: Substring) -> Bool {
    let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 64
      && atoms.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAtomText) }
  }

  private static func isDomain(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isAtomText(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
