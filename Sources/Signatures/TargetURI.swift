/// The absolute address of a request: its authority and the raw target, path and query as sent.
package struct TargetURI: Hashable, Sendable {
  package let authority: Authority
  /// `path?query` byte for byte, beginning with a slash.
  package let target: String

  /// The address of a request that arrived here.
  ///
  /// - Parameters:
  ///   - authority: The name this node goes by, never what the sender's Host field claims.
  ///   - target: The request target as received, in origin form (RFC 9112 §3.2.1).
  package init?(authority: Authority, target: String) {
    guard target.utf8.first == UInt8(ascii: "/"), Self.isPlain(target) else { return nil }
    self.authority = authority
    self.target = target
  }

  /// The address of a request about to be sent.
  package init?(_ url: String) {
    guard let (authority, rest) = Self.split(url) else { return nil }
    let needsSlash = rest.utf8.first != UInt8(ascii: "/")
    self.init(authority: authority, target: needsSlash ? "/" + rest : rest)
  }

  /// The value of `@target-uri` (RFC 9421 §2.2.2).
  package var text: String { authority.origin + target }

  /// The value of `@path`.
  package var path: String { String(target.prefix { $0 != "?" }) }

  /// The same address without its query; nothing when it has none.
  var withoutQuery: TargetURI? {
    target.contains("?") ? TargetURI(authority: authority, target: path) : nil
  }

  /// The value of `@query`: a question mark alone when there is no query (RFC 9421 §2.2.7).
  package var query: String {
    let query = target.drop { $0 != "?" }
    return query.isEmpty ? "?" : String(query)
  }

  /// Divides a URL into its authority and what follows; nil unless it is plain http or https.
  static func split(_ url: String) -> (authority: Authority, rest: String)? {
    let bytes = Array(url.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon <= 5 else { return nil }
    let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
    guard
      let scheme = Authority.Scheme(rawValue: name),
      bytes.dropFirst(colon + 1).starts(with: "//".utf8)
    else { return nil }
    let start = colon + 3
    let end = bytes[start...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.count
    let host = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let authority = Authority(scheme: scheme, host) else { return nil }
    return (authority, String(decoding: bytes[end...], as: UTF8.self))
  }

  /// Whether a text holds only the visible ASCII that a request target may hold, without `#`.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.count <= 8192
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
  }
}
