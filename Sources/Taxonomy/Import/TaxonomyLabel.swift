import Foundation

/// A label as it stands in a file of a taxonomy: one line, without what cannot be seen.
enum TaxonomyLabel {
  /// How many alternatives of a skill are kept in each language.
  static let mostAlternatives = 64

  /// Control characters, those that turn the direction of text, and runs of blanks become single
  /// blanks.
  static func cleaned(_ text: some StringProtocol) -> String {
    String(text).unicodeScalars.split { scalar in
      scalar.properties.isWhitespace || scalar.properties.isBidiControl
        || scalar.properties.generalCategory == .control
    }
    .map { String($0) }.joined(separator: " ")
  }

  /// Alternatives stand on lines of their own within a field.
  static func alternatives(_ field: String) -> [String] {
    var seen: Set<String> = []
    return field.split(whereSeparator: \.isNewline).map(cleaned)
      .filter { !$0.isEmpty && seen.insert($0).inserted }
      .prefix(mostAlternatives).map { $0 }
  }
}
