/// In which of its two languages this node says something: French, English for all others.
package struct Tongue: Sendable, Hashable {
  package let isFrench: Bool

  /// - Parameter tag: A language tag (BCP 47), as people and browsers write it.
  package init(_ tag: String) {
    isFrench = tag.lowercased().prefix { $0 != "-" && $0 != "_" } == "fr"
  }

  /// What pages and messages say of themselves.
  package var tag: String { isFrench ? "fr" : "en" }
}
