import Foundation
import Model

/// The name of a skill, or what a person typed to find one, as the words that count.
///
/// Case, accents, ligatures, elided articles, words without meaning and the plural are gone
/// (`PlainSpelling`); `C++`, `C#`, `.NET` and `Node.js` are one word each.
package struct SkillText: Hashable, Sendable {
  /// The words that count, in order, each once; all of them where none counts.
  package let words: [String]
  /// The words without what separates them: the same for `Node.js`, `node js` and `NodeJS`.
  package let key: String

  /// How much of a text is looked at, in bytes of UTF-8; the longest label of ROME has 260.
  package static let longest = 400
  /// How many words of a text count.
  package static let mostWords = 24

  package init(_ text: some StringProtocol) {
    var reader = Reader(Self.beginning(of: text))
    let all = reader.words()
    let meaningful = all.filter { !Self.empty.contains($0) }
    var seen: Set<String> = []
    let different = (meaningful.isEmpty ? all : meaningful).map(Self.singular)
      .filter { seen.insert($0).inserted }
    words = Array(different.prefix(Self.mostWords))
    // `NodeJS` looks like a plural, `node js` only as a whole.
    let joined = Self.singular(words.joined())
    key = joined.utf8.contains(UInt8(ascii: ".")) ? joined.filter { $0 != "." } : joined
  }

  /// The part of a text that is looked at, with accents apart where `PlainSpelling` knows only
  /// letters without.
  private static func beginning(of text: some StringProtocol) -> String {
    let start = String(decoding: text.utf8.prefix(longest), as: UTF8.self)
    let isForeign = start.unicodeScalars.contains { scalar in
      switch scalar.value {
      case ..<0x100, 0x152, 0x153, 0x178, 0x300...0x36F, 0x2000...0x206F: false
      default: true
      }
    }
    return isForeign ? start.decomposedStringWithCompatibilityMapping : start
  }

  /// Words of French and English that say nothing about a skill.
  private static let empty: Set<String> = [
    "a", "au", "aux", "avec", "ce", "ces", "dans", "de", "des", "du", "en", "et", "je", "la", "le",
    "les", "leur", "ma", "me", "mes", "mon", "nos", "notre", "ou", "par", "pour", "sa", "se", "ses",
    "son", "sur", "un", "une", "vos", "votre", "an", "and", "for", "in", "my", "of", "the", "to",
    "with", "your",
  ]
}
