/// The address of somebody as people write it: `@name`, `@name@host` or `name@host:port`.
package struct MentionHandle: Hashable, Sendable, CustomStringConvertible {
  static let longestName = 64

  /// Letters of ASCII, digits, `_`, `.` and `-`, as they were written.
  package let name: String
  /// The host in lower case, with its port unless that is 443; nil for somebody of this node.
  package let host: String?

  /// Reads an address with nothing in front or behind; the first `@` may be missing.
  package init?(_ address: String) {
    var rest = address[...]
    if rest.hasPrefix("@") { rest.removeFirst() }
    let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: self.init(name: String(parts[0]), host: nil)
    case 2: self.init(name: String(parts[0]), host: String(parts[1]))
    default: return nil
    }
  }

  package init?(name: String, host: String?) {
    guard Self.isName(name) else { return nil }
    self.name = name
    guard let host else {
      self.host = nil
      return
    }
    guard let host = Self.canonicalHost(host) else { return nil }
    self.host = host
  }

  package var description: String {
    "@" + name + (host.map { "@" + $0 } ?? "")
  }

  private static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= longestName, let first = name.unicodeScalars.first,
      let last = name.unicodeScalars.last
    else { return false }
    return first.isASCIIWord && last.isASCIIWord
      && name.unicodeScalars.allSatisfy { $0.isASCIIWord || $0 == "." || $0 == "-" }
  }

  /// Only ASCII: hosts of other scripts have to be written in their `xn--` form, so that two
  /// handles that look alike are not two people.
  private static func canonicalHost(_ authority: String) -> String? {
    guard authority.utf8.count <= 255, authority.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2,
      let host = HostName.canonical(first.unicodeScalars), !host.contains("_")
    else { return nil }
    guard parts.count == 2 else { return host }
    guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(parts[1]),
      port > 0
    else { return nil }
    return port == 443 ? host : "\(host):\(port)"
  }
}
