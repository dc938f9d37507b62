/// Reads a document byte by byte, once, from front to back.
struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let limits: JSON.Limits
  var position = 0
  private var depth = 0
  private var values = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSON.Limits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func document() throws(JSON.ParseError) -> JSON {
    guard bytes.count <= limits.maxBytes else { throw failure(.tooLong, at: limits.maxBytes) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw failure(.byteOrderMark) }
    skipWhitespace()
    let value = try value()
    skipWhitespace()
    guard position == bytes.count else { throw failure(.trailingBytes) }
    return value
  }

  /// The byte at the reading position, 0 at the end: no valid token begins with 0.
  @inline(__always)
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  func failure(_ reason: JSON.ParseError.Reason, at offset: Int? = nil) -> JSON.ParseError {
    let offset = offset ?? position
    let isAtEnd = offset >= bytes.count && reason.becomesUnexpectedEnd
    return JSON.ParseError(offset: offset, reason: isAtEnd ? .unexpectedEnd : reason)
  }

  @inline(__always)
  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }
}

// MARK: - Values

extension JSONReader {
  private mutating func value() throws(JSON.ParseError) -> JSON {
    values += 1
    guard values <= limits.maxValues else { throw failure(.tooManyValues) }
    switch current {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"):
      return try nested { (reader) throws(JSON.ParseError) in
        try reader.object()
      }
    case UInt8(ascii: "["):
      return try nested { (reader) throws(JSON.ParseError) in
        try reader.array()
      }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw failure(.expectedValue)
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSON.ParseError) -> JSON
  ) throws(JSON.ParseError) -> JSON {
    guard depth < limits.maxDepth else { throw failure(.tooDeep) }
    depth += 1
    position += 1
    skipWhitespace()
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSON.ParseError) -> JSON {
    let length = text.utf8CodeUnitCount
    guard bytes.count - position >= length else { throw failure(.expectedValue) }
    for offset in 0..<length where bytes[position + offset] != text.utf8Start[offset] {
      throw failure(.expectedValue)
    }
    position += length
    return value
  }

  private mutating func array() throws(JSON.ParseError) -> JSON {
    var elements: [JSON] = []
    if current == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      if try endsList(with: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  private mutating func object() throws(JSON.ParseError) -> JSON {
    var members = MemberList()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(JSONObject())
    }
    while true {
      guard current == UInt8(ascii: "\"") else { throw failure(.expectedKey) }
      let start = position
      let key = try string()
      guard members.admits(key) else { throw failure(.duplicateKey, at: start) }
      skipWhitespace()
      guard current == UInt8(ascii: ":") else { throw failure(.expectedColon) }
      position += 1
      skipWhitespace()
      members.append(key, try value())
      if try endsList(with: UInt8(ascii: "}")) {
        return .object(JSONObject(distinct: members.members))
      }
    }
  }

  /// Steps over what follows an element: true at the closing bracket, false after a comma.
  private mutating func endsList(with closing: UInt8) throws(JSON.ParseError) -> Bool {
    skipWhitespace()
    let byte = current
    guard byte == closing || byte == UInt8(ascii: ",") else { throw failure(.expectedCommaOrEnd) }
    position += 1
    if byte == closing { return true }
    skipWhitespace()
    return false
  }
}

/// The members read so far, with a set of their keys once there are many.
///
/// Walking the list for every key would let one large object cost quadratic time.
private struct MemberList {
  var members: [JSONObject.Member] = []
  private var keys: Set<ExactKey> = []

  init() { members.reserveCapacity(8) }

  mutating func admits(_ key: String) -> Bool {
    if members.count < 16 { return !members.contains { $0.key.hasSameBytes(as: key) } }
    if keys.isEmpty { keys = Set(members.map { ExactKey(text: $0.key) }) }
    return keys.insert(ExactKey(text: key)).inserted
  }

  mutating func append(_ key: String, _ value: JSON) {
    members.append(JSONObject.Member(key: key, value: value))
  }
}

extension JSON.ParseError.Reason {
  /// Reasons that at the end of the text only mean that the text stops short.
  fileprivate var becomesUnexpectedEnd: Bool {
    switch self {
    case .expectedValue, .expectedKey, .expectedColon, .expectedCommaOrEnd, .malformedNumber: true
    default: false
    }
  }
}
