/// Where a request goes: scheme, host and port in their one canonical form (RFC 9421 §2.2.3).
///
/// A spelling that would need guessing (user info, trailing dot, percent signs, letters outside
/// ASCII) is refused rather than repaired, so two names are the same place only if they are equal.
package struct Authority: Hashable, Sendable {
  /// The two schemes a node speaks.
  package enum Scheme: String, Sendable {
    case http
    case https

    var defaultPort: Int { self == .https ? 443 : 80 }
  }

  package let scheme: Scheme
  package let host: String
  /// The port when it is not the scheme's own.
  package let port: Int?

  /// Reads `host` or `host:port`.
  package init?(scheme: Scheme, _ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let hostEnd = Self.hostEnd(in: bytes)
    guard let host = Self.canonicalHost(bytes[..<hostEnd]) else { return nil }
    self.scheme = scheme
    self.host = host
    guard hostEnd < bytes.count else {
      port = nil
      return
    }
    guard let port = Self.port(bytes[(hostEnd + 1)...]) else { return nil }
    self.port = port == scheme.defaultPort ? nil : port
  }

  /// The value of `@authority`: `host` or `host:port`.
  package var text: String { port.map { "\(host):\($0)" } ?? host }

  package var origin: String { "\(scheme.rawValue)://\(text)" }

  private static func hostEnd(in bytes: [UInt8]) -> Int {
    if bytes.first == UInt8(ascii: "["), let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) {
      let end = bracket + 1
      return end == bytes.count || bytes[end] == UInt8(ascii: ":") ? end : 0
    }
    return bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
  }

  private static func port(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...5).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
    let port = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return (1...65535).contains(port) ? port : nil
  }

  private static func canonicalHost(_ bytes: ArraySlice<UInt8>) -> String? {
    guard (1...253).contains(bytes.count) else { return nil }
    let lower = bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    return isName(lower) || isIPv6Literal(lower) ? String(decoding: lower, as: UTF8.self) : nil
  }

  private static func isName(_ bytes: [UInt8]) -> Bool {
    var previous = UInt8(ascii: ".")
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "."): if previous == byte { return false }
      case UInt8(ascii: "-"), UInt8(ascii: "_"): break
      default: guard byte.isDigit || byte.isLowercaseLetter else { return false }
      }
      previous = byte
    }
    return previous != UInt8(ascii: ".")
  }

  private static func isIPv6Literal(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4, bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else {
      return false
    }
    return bytes.dropFirst().dropLast().allSatisfy {
      $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }
}
