/// A field value of one word and its parameters: `Content-Type` (RFC 9110 §8.3), and in the parts of
/// a form `Content-Disposition` (RFC 2183).
///
/// Nothing for what is malformed and where a parameter comes twice, so that no two readers can see
/// two values (threat 6).
struct MediaTypeField {
  /// In lower case.
  let essence: String
  private var parameters: [String: String] = [:]

  /// The value of a parameter by its name in lower case.
  subscript(_ name: String) -> String? { parameters[name] }

  init?(_ text: String) {
    var rest = text.utf8[...]
    let word = Self.taken(&rest) { $0 != UInt8(ascii: ";") && !Self.isBlank($0) }
    guard !word.isEmpty, word.utf8.allSatisfy({ $0 == UInt8(ascii: "/") || Self.isToken($0) })
    else { return nil }
    essence = word.lowercased()
    Self.skipBlanks(&rest)
    while !rest.isEmpty {
      guard rest.removeFirst() == UInt8(ascii: ";") else { return nil }
      Self.skipBlanks(&rest)
      // RFC 9110 §5.6.6 lets a semicolon end the list.
      if rest.isEmpty { return }
      let name = Self.taken(&rest, while: Self.isToken).lowercased()
      guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
      rest.removeFirst()
      guard parameters[name] == nil, let value = Self.value(&rest) else { return nil }
      parameters[name] = value
      Self.skipBlanks(&rest)
    }
  }

  private static func value(_ rest: inout Substring.UTF8View) -> String? {
    guard rest.first == UInt8(ascii: "\"") else {
      let token = taken(&rest, while: isToken)
      return token.isEmpty ? nil : token
    }
    rest.removeFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: value, as: UTF8.self)
      case 0..<0x20, 0x7F: return nil
      case UInt8(ascii: "\\"):
        // Browsers do not escape a backslash (WHATWG HTML §4.10.22.8): before other letters it is
        // one.
        let next = rest.first
        guard next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else {
          value.append(byte)
          continue
        }
        value.append(rest.removeFirst())
      default: value.append(byte)
      }
    }
    return nil
  }

  private static func taken(
    _ rest: inout Substring.UTF8View,
    while isPart: (UInt8) -> Bool
  ) -> String {
    let part = rest.prefix(while: isPart)
    rest = rest[part.endIndex...]
    return String(part) ?? ""
  }

  private static func skipBlanks(_ rest: inout Substring.UTF8View) {
    rest = rest.drop(while: isBlank)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// RFC 9110 §5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
