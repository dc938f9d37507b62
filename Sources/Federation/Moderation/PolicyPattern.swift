import Model

/// What a rule may speak of: a host, `host:port`, `*.domain` or `*`.
package struct PolicyPattern: Sendable, Hashable {
  package let text: String

  /// - Throws: `Refusal.malformed` for what is none of these.
  package init(_ text: String) throws(Refusal) {
    let text = text.lowercased()
    let host = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw .malformed("‘\(text.prefix(80))’ is not in the form of DNS: write xn--… (IDNA).")
    }
    guard text == "*" || Origin(of: "https://\(host)")?.authority == host else {
      throw .malformed("‘\(text.prefix(80))’ is no pattern: write host, host:port, *.domain or *.")
    }
    self.text = text
  }

  /// Whether it names a host or a domain that it is in.
  package func names(_ host: String) -> Bool {
    text != "*" && PolicyRules.patterns(about: host).contains(text)
  }
}
