/// What names a skill everywhere: an absolute URI, of ESCO where it has one, else of ROME, else of
/// the node that first needed it.
package struct SkillID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The URI as it is written.
  package let description: String

  /// The most bytes that a URI may have.
  package static let longest = 255
  /// What the URIs of ESCO's skills begin with.
  package static let esco = "http://data.europa.eu/esco/skill/"
  /// What the URIs begin with that stand for ROME's competences, by their `code_ogr`.
  package static let rome = "urn:rome:ogr:"

  /// Takes an `http`, `https` or `urn` URI of printable ASCII and nothing else.
  package init?(_ text: some StringProtocol) {
    guard (8...Self.longest).contains(text.utf8.count),
      ["http://", "https://", "urn:"].contains(where: text.hasPrefix),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.unwise.contains($0) })
    else { return nil }
    description = String(text)
  }

  /// What RFC 3986 leaves out of URIs (`"<>\^`{|}`).
  private static let unwise = Set("\"<>\\^`{|}".utf8)

  package static func < (one: Self, other: Self) -> Bool { one.description < other.description }
}
