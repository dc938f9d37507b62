extension AS {
  /// Scheme, host and port: what a node is, and the border of what it may speak for (FEP-fe34).
  package struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// How an origin is spoken to.
    package enum Scheme: String, Hashable, Sendable {
      case http
      case https

      /// The port that goes without saying.
      package var port: Int { self == .https ? 443 : 80 }
    }

    package let scheme: Scheme
    /// A name in lower-case ASCII without a trailing dot, or a dotted IPv4 address.
    package let host: String
    /// The port when it is not the scheme's own.
    package let port: Int?

    /// `host[:port]`: what stands after the `@` of an account and in the `Host` header.
    package var authority: String { port.map { "\(host):\($0)" } ?? host }

    package var string: String { "\(scheme.rawValue)://\(authority)" }

    package var description: String { string }

    /// Reads `host[:port]`.
    package init(scheme: Scheme, authority: some StringProtocol) throws(IRI.Flaw) {
      // Bytes all the way: this is done for every address of every activity.
      guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw .credentials }
      let parts = Substring(authority).utf8
        .split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .map { Substring($0) }
      guard let name = parts.first, parts.count <= 2 else { throw .host }
      guard let host = Self.canonicalHost(name) else { throw .host }
      self.scheme = scheme
      self.host = host
      guard parts.count == 2 else {
        self.port = nil
        return
      }
      guard let port = Self.port(parts[1]) else { throw .port }
      self.port = port == scheme.port ? nil : port
    }

    /// Reads an address that is nothing but an origin, with or without a final `/`.
    package init?(_ text: String) {
      guard let address = IRI(text), address.path == "/", address.query == nil,
        address.fragment == nil
      else { return nil }
      self = address.origin
    }

    /// The address of a path of this origin; each segment is escaped.
    package func address(_ segments: String...) -> IRI {
      IRI(origin: self, path: "/" + segments.map(Escaping.segment).joined(separator: "/"))
    }
  }
}

extension AS.Origin {
  private static func port(_ text: some StringProtocol) -> Int? {
    guard text.utf8.allSatisfy(isDigit), !text.hasPrefix("0"), let port = Int(text),
      (1...65_535).contains(port)
    else { return nil }
    return port
  }

  /// A host in its canonical form; nothing for one that some reader could take for another.
  private static func canonicalHost(_ text: some StringProtocol) -> String? {
    let host = text.lowercased()
    guard text.utf8.allSatisfy({ $0 < 0x80 }), host.utf8.count <= 253 else { return nil }
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.allSatisfy(isLabel), let last = labels.last else { return nil }
    // A last label in figures makes an address of it, in half a dozen notations (127.1, 0x7f.1):
    // only the dotted one is read (WHATWG URL §3.5).
    let isNumeric = last.allSatisfy(isDigit) || last.starts(with: "0x".utf8)
    return isNumeric && !isDottedIPv4(labels) ? nil : host
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { byte in
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }

  private static func isDottedIPv4(_ labels: [Substring.UTF8View]) -> Bool {
    labels.count == 4
      && labels.map { Substring($0) }.allSatisfy { UInt8($0).map(String.init) == String($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
