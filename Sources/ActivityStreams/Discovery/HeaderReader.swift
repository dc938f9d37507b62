extension AS {
  /// Takes tokens, quoted strings and parameters from a header's value (RFC 9110 §5.6).
  struct HeaderReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard let byte = rest.first, UInt32(byte) == character.value else { return false }
      rest.removeFirst()
      return true
    }

    mutating func token() -> String? {
      let bytes = rest.prefix(while: Self.isTokenByte)
      rest = rest.dropFirst(bytes.count)
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// All parameters up to the end; nothing if one is malformed or comes twice.
    mutating func parameters() -> [String: String]? {
      var parameters: [String: String] = [:]
      skipSpaces()
      while take(";") {
        skipSpaces()
        // RFC 9110 §5.6.6 allows an empty parameter.
        guard let name = token()?.lowercased() else { continue }
        guard take("="), let value = token() ?? quotedString(), parameters[name] == nil else {
          return nil
        }
        parameters[name] = value
        skipSpaces()
      }
      return parameters
    }

    /// The next element of a list, whole; commas inside quotes do not divide.
    mutating func listElement() -> String? {
      guard !isAtEnd else { return nil }
      var isQuoted = false
      var isEscaped = false
      let bytes = rest.prefix { byte in
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = isQuoted
        } else if byte == UInt8(ascii: "\"") {
          isQuoted.toggle()
        }
        return isQuoted || byte != UInt8(ascii: ",")
      }
      rest = rest.dropFirst(bytes.count + 1)
      let element = bytes.drop { $0 == 0x20 || $0 == 0x09 }
      return String(decoding: element, as: UTF8.self)
    }

    private mutating func skipSpaces() {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    private mutating func quotedString() -> String? {
      guard take("\"") else { return nil }
      var bytes: [UInt8] = []
      while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
        case UInt8(ascii: "\\"):
          guard let escaped = rest.popFirst() else { return nil }
          bytes.append(escaped)
        default: bytes.append(byte)
        }
      }
      return nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
  }
}
