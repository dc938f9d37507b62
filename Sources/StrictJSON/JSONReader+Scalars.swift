extension JSONReader {
  /// A number's text, checked against the grammar of RFC 8259 §6 and kept as it is.
  mutating func number() throws(JSON.ParseError) -> String {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if current == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    guard position - start <= 128 else { throw failure(.numberTooLong, at: start) }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
  }

  private mutating func digits() throws(JSON.ParseError) {
    let start = position
    while case UInt8(ascii: "0")...UInt8(ascii: "9") = current { position += 1 }
    guard position > start else { throw failure(.malformedNumber) }
  }

  /// A string, its escapes resolved; the reading position is at the opening quote.
  mutating func string() throws(JSON.ParseError) -> String {
    position += 1
    let start = position
    var nonASCII: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        let slice = UnsafeBufferPointer(rebasing: bytes[start..<(position - 1)])
        return try text(of: slice, isASCII: nonASCII < 0x80, at: start)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw failure(.controlCharacter)
      default:
        nonASCII |= byte
        position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  private func text(
    of slice: UnsafeBufferPointer<UInt8>,
    isASCII: Bool,
    at start: Int
  ) throws(JSON.ParseError) -> String {
    if isASCII { return String(decoding: slice, as: UTF8.self) }
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw failure(.invalidUTF8, at: start)
    }
    return text
  }

  /// The slower path, taken from the first backslash of a string on.
  private mutating func escapedString(from start: Int) throws(JSON.ParseError) -> String {
    var unescaped = [UInt8](bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: unescaped, as: UTF8.self) else {
          throw failure(.invalidUTF8, at: start)
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &unescaped)
      case 0..<0x20: throw failure(.controlCharacter, at: position - 1)
      default: unescaped.append(byte)
      }
    }
    throw failure(.unexpectedEnd)
  }

  private mutating func escape(into unescaped: inout [UInt8]) throws(JSON.ParseError) {
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"): unescaped.append(contentsOf: try unicodeEscape())
    default: throw failure(.unknownEscape, at: position - 2)
    }
  }

  /// The UTF-8 of `\uXXXX`, or of a surrogate pair of two of them.
  private mutating func unicodeEscape() throws(JSON.ParseError) -> String.UTF8View {
    let start = position - 2
    let first = try fourHexDigits()
    if let scalar = Unicode.Scalar(first) { return String(Character(scalar)).utf8 }
    guard
      first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw failure(.loneSurrogate, at: start) }
    position += 2
    let second = try fourHexDigits()
    guard
      0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure(.loneSurrogate, at: start) }
    return String(Character(scalar)).utf8
  }

  private mutating func fourHexDigits() throws(JSON.ParseError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count else { throw failure(.unexpectedEnd) }
      guard let digit = hexDigit(bytes[position]) else { throw failure(.unknownEscape) }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
