/// What was refused, in the reader's language.
///
/// The program refuses in English sentences, as the API tells them. Those of them that people meet on
/// pages are in each language's file under `refusal-…`; the English file has them as the program says
/// them, with `{x}` where something goes in, and so they are known again.
struct RefusalWords: Sendable {
  private struct Known: Sendable {
    let key: String
    /// What is said around the gaps, and what the gaps are called.
    let parts: [Substring]
    let gaps: [String]

    var length: Int { parts.reduce(0) { $0 + $1.count } }

    /// Whether a gap may be filled with this.
    ///
    /// Where little is said around it, only a word is taken, or what is between quotes: such a frame fits many
    /// sentences that say something else.
    func admits(_ value: Substring, at gap: Int) -> Bool {
      guard !value.isEmpty else { return false }
      return length >= RefusalWords.longFrame || parts[gap].hasSuffix("‘") || !value.contains(" ")
    }
  }

  /// Characters.
  private static let longFrame = 24

  private let known: [Known]

  init(_ english: Words) {
    let known = english.keys.filter { $0.hasPrefix("refusal-") }.map { key in
      let sentence = english.text(key)
      return Known(
        key: key,
        parts: sentence.split(separator: /\{[a-z]\}/, omittingEmptySubsequences: false),
        gaps: sentence.matches(of: /\{([a-z])\}/).map { String($0.1) }
      )
    }
    // What says more goes before what says less: one sentence may be within another.
    self.known = known.sorted { (-$0.length, $0.key) < (-$1.length, $1.key) }
  }

  /// What the program says in English, in a language; nothing where that has no sentence for it.
  func text(_ refusal: String, in words: Words) -> String? {
    for one in known {
      guard let values = Self.values(in: refusal, between: one.parts),
        values.enumerated().allSatisfy({ one.admits($0.element, at: $0.offset) })
      else { continue }
      // All at once: what goes in may look like a gap.
      return words.text(one.key).replacing(/\{([a-z])\}/) { match in
        one.gaps.firstIndex(of: String(match.1)).map { values[$0] } ?? ""
      }
    }
    return nil
  }

  /// What is between the parts of a sentence, if it is made of them.
  private static func values(in text: String, between parts: [Substring]) -> [Substring]? {
    guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else { return nil }
    guard parts.count > 1 else { return text == first ? [] : nil }
    var rest = text.dropFirst(first.count)
    guard rest.count >= last.count, rest.hasSuffix(last) else { return nil }
    rest = rest.dropLast(last.count)
    var values: [Substring] = []
    for part in parts.dropFirst().dropLast() {
      guard let range = rest.firstRange(of: part) else { return nil }
      values.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    values.append(rest)
    return values
  }
}
