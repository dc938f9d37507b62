import Foundation
import Model

/// An `http` or `https` URL in the one form in which the client sends it.
///
/// It is read once and strictly: what another parser might see differently (user information,
/// percent signs or non-ASCII in the host, back-slashes, control characters) is refused.
struct OutboundURL: Hashable, Sendable {
  /// The schemes a node speaks.
  enum Scheme: String, Sendable {
    case http, https

    var port: Int { self == .https ? 443 : 80 }
  }

  let scheme: Scheme
  /// The name in lower case, or an address literal, IPv6 in brackets.
  let host: String
  let port: Int
  /// Path and query; the fragment never leaves the node (RFC 9110 §7.1).
  let target: String

  init(_ text: String) throws(OutboundFailure) {
    guard text.utf8.count <= 4096 else { throw .invalidURL(reason: "longer than 4096 bytes") }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let scheme = Scheme(rawValue: parts[0].lowercased()) else {
      throw .invalidURL(reason: "neither http nor https")
    }
    guard parts[1].hasPrefix("//") else { throw .invalidURL(reason: "no host") }
    let rest = parts[1].dropFirst(2)
    let authority = rest.prefix { !"/?#".contains($0) }
    self.scheme = scheme
    (host, port) = try Self.readAuthority(authority, scheme: scheme)
    target = try Self.readTarget(rest[authority.endIndex...].prefix { $0 != "#" })
  }

  /// The value of the `Host` field.
  var authority: String { port == scheme.port ? host : "\(host):\(port)" }

  var text: String { "\(scheme.rawValue)://\(authority)\(target)" }

  /// The address if the host is a strict literal; other spellings go the way of names.
  var literal: IPAddress? {
    host.hasPrefix("[") ? IPAddress(host.dropFirst().dropLast()) : IPAddress(host)
  }

  func hasSameOrigin(as other: OutboundURL) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// Where a `Location` field leads from here (RFC 9110 §10.2.2).
  func following(_ location: String) throws(OutboundFailure) -> OutboundURL {
    guard location.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), let base = URL(string: text),
      let absolute = URL(string: location, relativeTo: base)?.absoluteString
    else { throw .redirectRefused(reason: "the Location field is no URL") }
    do {
      return try OutboundURL(absolute)
    } catch {
      throw .redirectRefused(reason: "\(error)")
    }
  }
}

// MARK: - Reading

extension OutboundURL {
  private static func readAuthority(
    _ text: Substring,
    scheme: Scheme
  ) throws(OutboundFailure) -> (String, Int) {
    let host: Substring
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]"),
        case .v6? = IPAddress(text[text.index(after: text.startIndex)..<end])
      else { throw .invalidURL(reason: "no IPv6 address in the brackets") }
      host = text[...end]
    } else {
      host = text.prefix { $0 != ":" }
      guard isName(host) else { throw .invalidURL(reason: "no proper host name") }
    }
    let tail = text[host.endIndex...]
    guard !tail.isEmpty else { return (host.lowercased(), scheme.port) }
    guard tail.utf8.count <= 6, tail.utf8.dropFirst().allSatisfy({ (48...57).contains($0) }),
      tail.hasPrefix(":"), let port = Int(tail.dropFirst()), (1...65535).contains(port)
    else { throw .invalidURL(reason: "no proper port") }
    return (host.lowercased(), port)
  }

  /// Labels of letters, digits, hyphens and underscores; no trailing dot, no percent signs.
  private static func isName(_ text: Substring) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.count)
        && label.allSatisfy { isLetterOrDigit($0) || $0 == 45 || $0 == 95 }
    }
  }

  private static func readTarget(_ text: Substring) throws(OutboundFailure) -> String {
    let target = text.hasPrefix("/") ? String(text) : "/" + text
    let bytes = Array(target.utf8)
    for (index, byte) in bytes.enumerated() {
      let isFine =
        byte == UInt8(ascii: "%")
        ? bytes.dropFirst(index + 1).prefix(2).count { isHexDigit($0) } == 2
        : isLetterOrDigit(byte) || targetMarks.contains(byte)
      guard isFine else { throw .invalidURL(reason: "a character must be percent-encoded") }
    }
    return target
  }

  /// `pchar`, `/` and `?` of RFC 3986 §3.3 and §3.4, besides letters, digits and `%`.
  private static let targetMarks = Set("-._~!$&'()*+,;=:@/?".utf8)

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    Character(UnicodeScalar(byte)).isHexDigit
  }
}
