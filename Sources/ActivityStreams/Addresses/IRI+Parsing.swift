extension AS.IRI {
  /// What keeps a text from being an address.
  package enum Flaw: String, Error, Hashable, Sendable {
    case length = "it is empty or too long"
    case character = "it has a space, a control character, a backslash, a quote or a bracket"
    case scheme = "only http and https are read"
    case credentials = "it names a user"
    case host = "its host is not a canonical name or IPv4 address"
    case port = "its port is not a number from 1 to 65535"
    case escape = "a percent sign is not followed by two digits of a printable byte"
    case dots = "its path climbs"
  }

  /// Reads an address into its canonical form.
  ///
  /// - Parameter text: The address as somebody else wrote it.
  /// - Throws: What is wrong with it.
  package init(parsing text: String) throws(Flaw) {
    guard !text.isEmpty, text.utf8.count <= AS.Limits.address else { throw .length }
    guard text.utf8.allSatisfy(AS.Escaping.mayStand) else { throw .character }
    let (head, fragment) = Self.cut(text[...], at: UInt8(ascii: "#"))
    let (front, query) = Self.cut(head, at: UInt8(ascii: "?"))
    guard let colon = front.utf8.firstIndex(of: UInt8(ascii: ":")),
      let scheme = AS.Origin.Scheme(rawValue: front[..<colon].lowercased()),
      front[colon...].hasPrefix("://")
    else { throw .scheme }
    let rest = front[colon...].dropFirst(3)
    let (authority, path) = Self.cut(rest, at: UInt8(ascii: "/"))
    self.init(
      origin: try AS.Origin(scheme: scheme, authority: authority),
      path: try Self.path(path ?? ""),
      query: try query.map { (text) throws(Flaw) in try Self.escaped(text) },
      fragment: try fragment.map { (text) throws(Flaw) in try Self.escaped(text) }
    )
    // Escaping lengthens: what is written must be readable again.
    guard string.utf8.count <= AS.Limits.address else { throw .length }
  }

  /// The text before a separator and what follows it, if it is there at all.
  private static func cut(
    _ text: Substring,
    at separator: UInt8
  ) -> (Substring, Substring?) {
    guard let place = text.utf8.firstIndex(of: separator) else { return (text, nil) }
    return (text[..<place], text[text.utf8.index(after: place)...])
  }

  private static func path(_ text: Substring) throws(Flaw) -> String {
    let path = try escaped(text)
    // Most paths have nothing that could be a dot, and splitting is dear.
    let mayClimb = path.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%") }
    guard mayClimb else { return "/\(path)" }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let climbs = segments.contains { segment in
      let dots = segment.replacing("%2e", with: ".").replacing("%2E", with: ".")
      return dots == "." || dots == ".."
    }
    guard !climbs else { throw .dots }
    return "/\(path)"
  }

  /// The text with whatever may not stand in an address escaped; escapes it has are checked.
  private static func escaped(_ text: Substring) throws(Flaw) -> String {
    guard AS.Escaping.hasSoundEscapes(text.utf8) else { throw .escape }
    return AS.Escaping.address(text)
  }
}
