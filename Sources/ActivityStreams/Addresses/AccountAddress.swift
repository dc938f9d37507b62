extension AS {
  /// `name@host[:port]`: how people write an actor, and what WebFinger is asked for (RFC 7565).
  package struct AccountAddress: Hashable, Sendable, CustomStringConvertible {
    /// As written; whether `Alice` is `alice` is its node's affair.
    package let name: String
    /// `host[:port]` in canonical form.
    package let authority: String

    /// Reads `name@host`, `@name@host` or `acct:name@host`.
    ///
    /// A node is called by where it is (FEP-d556), with its port: `host:port@host:port`. In the name of anybody
    /// else no colon may stand.
    package init?(_ text: String) {
      guard text.utf8.count <= Limits.address else { return nil }
      var rest = text[...]
      if rest.lowercased().hasPrefix("acct:") { rest = rest.dropFirst(5) }
      if rest.hasPrefix("@") { rest = rest.dropFirst() }
      let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, let origin = try? Origin(scheme: .https, authority: parts[1]) else {
        return nil
      }
      let isPlace = parts[0].lowercased().replacing("%3a", with: ":") == origin.authority
      guard isPlace || UserName.isSound(parts[0]) else { return nil }
      self.name = isPlace ? origin.authority : String(parts[0])
      self.authority = origin.authority
    }

    /// `acct:name@host`; a colon in the name is escaped, as RFC 7565 wants it.
    package var uri: String { "acct:\(name.replacing(":", with: "%3A"))@\(authority)" }

    /// `@name@host`.
    package var description: String { "@\(name)@\(authority)" }
  }

  /// What may be a user name on the wire: more than this node gives, less than would confuse.
  enum UserName {
    static func isSound(_ name: some StringProtocol) -> Bool {
      let scalars = name.unicodeScalars
      return !name.isEmpty && scalars.count <= Limits.userName
        && scalars.allSatisfy { scalar in
          scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "_-.~+!$".unicodeScalars.contains(scalar)
        }
    }
  }
}
