import Foundation

/// Base64 in one line.
enum Base64Text {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

/// Text as it travels in a part of a letter (RFC 2045 §6.7): lines of up to 76 characters of ASCII.
enum QuotedPrintable {
  private static let longestLine = 76

  static func encode(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { line(Array($0.utf8)) }
      .joined(separator: "\r\n")
  }

  private static func line(_ bytes: [UInt8]) -> String {
    var (text, length) = ("", 0)
    for (index, byte) in bytes.enumerated() {
      let isLast = index == bytes.count - 1
      let piece = piece(byte, isFirst: length == 0, isLast: isLast)
      if length + piece.count > longestLine - 1 {
        text += "=\r\n"
        length = 0
      }
      text += piece
      length += piece.count
    }
    return text
  }

  /// A dot and a `From` at the beginning of a line are changed by some servers on the way, a space at its
  /// end by others.
  private static func piece(_ byte: UInt8, isFirst: Bool, isLast: Bool) -> String {
    let isPrintable = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
    let isSpace = byte == 0x20 && !isLast
    let isFragile = isFirst && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
    if (isPrintable || isSpace) && !isFragile { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "=" + (digits.count == 1 ? "0" : "") + digits
  }
}
