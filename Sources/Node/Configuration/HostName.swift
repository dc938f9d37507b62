import Model

/// The rules for names of hosts in the configuration.
package enum HostName {
  /// Whether the text is a host name in canonical form.
  ///
  /// That is lower-case labels of RFC 1123 §2.1, an IPv4 address, or an IPv6 address in brackets.
  package static func isValid(_ text: String) -> Bool {
    if text.first == "[", text.last == "]" {
      guard case .v6 = IPAddress(text.dropFirst().dropLast()) else { return false }
      return true
    }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...253).contains(text.utf8.count), labels.allSatisfy({ isLabel($0.utf8) }) else {
      return false
    }
    // A last label of digits makes it an address (WHATWG URL §3.5), so it must be a right one.
    let endsInNumber = labels.last?.utf8.allSatisfy { (48...57).contains($0) } ?? false
    return !endsInNumber || IPAddress(text) != nil
  }

  /// Whether the text is a host name and not an address.
  static func isName(_ text: String) -> Bool {
    isValid(text) && text.first != "[" && IPAddress(text) == nil
  }

  /// Whether the text is `host` or `host:port`.
  static func isValidAuthority(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":"), text.last != "]" else { return isValid(text) }
    let digits = text[text.index(after: colon)...]
    guard let port = UInt16(digits), String(port) == digits, port > 0 else { return false }
    return isValid(String(text[..<colon]))
  }

  private static func isLabel(_ bytes: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else {
      return false
    }
    return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == hyphen }
  }
}
