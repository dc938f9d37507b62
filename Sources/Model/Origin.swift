/// Scheme, host and port of a URL: what a node is (RFC 6454, FEP-fe34).
///
/// It is read from canonical URLs only, as `AS.IRI` writes them (lower case, no user, no default
/// port); anything else has no origin, so that two spellings never are two origins (threat 26).
package struct Origin: Hashable, Sendable, CustomStringConvertible {
  /// `https` or `http`.
  package let scheme: String
  /// Host in lower case and, when it is not the scheme's own, `:port`.
  package let authority: String

  /// Reads the origin of a canonical URL; nothing for what is not one.
  package init?(of url: String) {
    let bytes = url.utf8
    let scheme = bytes.starts(with: "https://".utf8) ? "https" : "http"
    guard bytes.starts(with: "\(scheme)://".utf8) else { return nil }
    let rest = bytes.dropFirst(scheme.utf8.count + 3)
    let authority = rest.prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?")
    }
    self.scheme = scheme
    self.authority = String(decoding: authority, as: UTF8.self)
    guard Self.isCanonical(self.authority[...], isSecure: scheme == "https") else { return nil }
  }

  package init(scheme: String, authority: String) {
    self.scheme = scheme
    self.authority = authority
  }

  package var description: String { "\(scheme)://\(authority)" }

  /// RFC 3986 §3.2: a host, or an address of IPv6 in brackets, and perhaps a port.
  private static func isCanonical(_ authority: Substring, isSecure: Bool) -> Bool {
    var host = authority
    var port: Substring?
    if let end = authority.lastIndex(of: "]") {
      let rest = authority[authority.index(after: end)...]
      host = authority[...end]
      port = rest.isEmpty ? nil : rest
      guard host.hasPrefix("["), rest.isEmpty || rest.hasPrefix(":") else { return false }
      guard host.utf8.dropFirst().dropLast().allSatisfy(isAddressByte), host.utf8.count > 3 else {
        return false
      }
    } else {
      host = authority.prefix { $0 != ":" }
      port = host.endIndex == authority.endIndex ? nil : authority[host.endIndex...]
      guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { return false }
    }
    return port.map { isPort($0.dropFirst(), isSecure: isSecure) } ?? true
  }

  private static func isPort(_ text: Substring, isSecure: Bool) -> Bool {
    guard let number = UInt16(text), number > 0 else { return false }
    return "\(number)" == text && number != (isSecure ? 443 : 80)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: ":"), UInt8(ascii: "."): true
    default: false
    }
  }
}
