import Foundation

/// A rule of the node: what is expected of whoever writes here, in the admin's words.
package struct NodeRule: Sendable, Hashable {
  /// A rule in one language.
  package struct Wording: Sendable, Hashable {
    package var text: String
    /// What it means at more length; may be empty.
    package var hint: String

    package init(text: String, hint: String = "") {
      self.text = text
      self.hint = hint
    }
  }

  package static let most = 50
  /// Characters of a rule, and of its hint.
  package static let longestText = 300
  package static let longestHint = 2_000

  package var id: Int64
  package var wording: Wording
  /// In other languages, by their tags (BCP 47).
  package var translations: [String: Wording]
  /// When it ceased to be one; reports that name it still say what it was.
  package var removedAt: Date?

  package init(
    id: Int64,
    wording: Wording,
    translations: [String: Wording] = [:],
    removedAt: Date? = nil
  ) {
    self.id = id
    self.wording = wording
    self.translations = translations
    self.removedAt = removedAt
  }

  /// In a language, if it was written in it; else as it was written first.
  package func wording(in language: String) -> Wording {
    let language = language.lowercased()
    let base = String(language.prefix { $0 != "-" })
    return translations[language] ?? translations[base] ?? wording
  }
}

extension NodeRule.Wording {
  /// - Throws: `Refusal.malformed` for what is empty or too long.
  package func check() throws(Refusal) {
    guard !text.allSatisfy(\.isWhitespace), text.fits(NodeRule.longestText) else {
      throw .malformed("A rule has 1 to \(NodeRule.longestText) characters.")
    }
    guard hint.fits(NodeRule.longestHint) else {
      throw .malformed("A hint has at most \(NodeRule.longestHint) characters.")
    }
  }
}
