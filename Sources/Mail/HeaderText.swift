/// Text as the body of a header field: whatever it was, it is one line of printable ASCII, folded.
///
/// What is not plain is an encoded word (RFC 2047), so no text from outside can begin another field.
struct HeaderText: Sendable, Hashable {
  let encoded: String

  /// An encoded word has up to 75 characters (RFC 2047 §2): 45 bytes, as base64, with what is around.
  private static let bytesInWord = 45

  init(_ text: String) {
    encoded = Self.isPlain(text) ? text : Self.words(text)
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.count <= 60 && !text.hasPrefix(" ") && !text.hasSuffix(" ")
      && text.utf8.allSatisfy {
        (0x20...0x7E).contains($0) && !"\"()<>@,;:\\[]=?".utf8.contains($0)
      }
  }

  private static func words(_ text: String) -> String {
    var words: [String] = []
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      // A character is never cut in two (RFC 2047 §5).
      let next = Array(String(scalar.properties.generalCategory == .control ? " " : scalar).utf8)
      if bytes.count + next.count > bytesInWord {
        words.append(word(bytes))
        bytes = []
      }
      bytes += next
    }
    if !bytes.isEmpty { words.append(word(bytes)) }
    return words.joined(separator: "\r\n ")
  }

  private static func word(_ bytes: [UInt8]) -> String {
    "=?UTF-8?B?\(Base64Text.encode(bytes))?="
  }
}
