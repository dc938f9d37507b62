import Foundation

/// The words of a text as they are searched: without case and accents, ligatures and elided
/// articles taken apart.
///
/// `l’eau` is found by *eau*, `œuvre` by *oeuvre*, `Été` by *ete*; `C++`, `C#` and `.NET` are words of
/// their own beside `c` and `net`. What is left in a word are letters, digits and marks, and `+`, `#`
/// or `.` in those few, so that a word is never more than data in a query.
package struct SearchWords: Sendable, Hashable {
  /// How much of a text is searched, in Unicode scalars; more than a post of ours may have.
  package static let longestText = 20_000
  /// Longer words are cut, here and in a query.
  package static let longestWord = 64

  /// A word, and the same with the signs that belong to its name.
  private struct Word: Hashable {
    var plain: String
    var signed: String?
  }

  private let words: [Word]

  /// The words of plain text.
  package init(_ text: some StringProtocol) {
    var reader = Reader(Self.folded(text))
    words = reader.words()
  }

  /// The words of HTML that this node has sanitised: what is not a tag is text.
  package init(html: String) {
    self.init(Self.text(of: html))
  }

  /// What is indexed: every word, and with its signs too.
  package var indexed: String {
    words.map { word in word.signed.map { "\(word.plain) \($0)" } ?? word.plain }
      .joined(separator: " ")
  }

  /// What is asked for: a word with signs only with them; each once, in order.
  package var asked: [String] {
    var seen: Set<String> = []
    return words.map { $0.signed ?? $0.plain }.filter { seen.insert($0).inserted }
  }

  /// A hashtag without case and accents.
  package static func tag(_ name: String) -> String {
    String(String.UnicodeScalarView(folded(name).filter(isOfWord).prefix(longestWord)))
  }

  // MARK: Folding

  /// The scalars of a text in lower case, without the marks of Latin, Greek and Cyrillic accents.
  private static func folded(_ text: some StringProtocol) -> [Unicode.Scalar] {
    let scalars = text.unicodeScalars.prefix(longestText)
    if scalars.allSatisfy(\.isASCII) { return scalars.map(lowercased) }
    let decomposed = String(String.UnicodeScalarView(scalars))
      .decomposedStringWithCompatibilityMapping
    var folded: [Unicode.Scalar] = []
    for scalar in decomposed.unicodeScalars.prefix(2 * longestText) {
      switch scalar.value {
      case 0..<128: folded.append(lowercased(scalar))
      case 0x300...0x36F: continue
      default:
        if let spelling = spellings[scalar] {
          folded += spelling.unicodeScalars
        } else {
          folded += scalar.properties.lowercaseMapping.unicodeScalars
        }
      }
    }
    return folded
  }

  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard ("A"..."Z").contains(scalar) else { return scalar }
    return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) + 32)
  }

  /// Letters that Unicode does not take apart, as they are written without them.
  private static let spellings: [Unicode.Scalar: String] = [
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d",
    "\u{2019}": "'", "\u{02BC}": "'", "\u{2018}": "'", "\u{FF07}": "'",
  ]

  fileprivate static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    if scalar.properties.isAlphabetic { return true }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark: return true
    default: return false
    }
  }

  /// Words of French that lose their vowel before another and are no part of what follows.
  fileprivate static let elided: Set<String> = [
    "l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
  ]

  // MARK: HTML

  private static func text(of html: String) -> String {
    var text = String.UnicodeScalarView()
    var isInTag = false
    for scalar in html.unicodeScalars {
      switch scalar {
      case "<":
        isInTag = true
        text.append(" ")
      case ">": isInTag = false
      default: if !isInTag { text.append(scalar) }
      }
    }
    guard text.contains("&") else { return String(text) }
    return String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&nbsp;", with: " ").replacing("&amp;", with: "&")
  }
}

extension SearchWords {
  /// Goes through folded text, word by word.
  private struct Reader {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ scalars: [Unicode.Scalar]) {
      self.scalars = scalars
    }

    mutating func words() -> [Word] {
      var words: [Word] = []
      while position < scalars.count {
        guard isOfWord(position) else {
          position += 1
          continue
        }
        let start = position
        while isOfWord(position) { position += 1 }
        let plain = text(start, position)
        guard !(isElision && SearchWords.elided.contains(plain)) else { continue }
        let signs = (before: isDotted(start) ? "." : "", after: suffix)
        let isSigned = !signs.before.isEmpty || !signs.after.isEmpty
        words.append(
          Word(plain: plain, signed: isSigned ? signs.before + plain + signs.after : nil)
        )
      }
      return words
    }

    private func isOfWord(_ index: Int) -> Bool {
      scalars.indices.contains(index) && SearchWords.isOfWord(scalars[index])
    }

    private func scalar(_ index: Int) -> Unicode.Scalar? {
      scalars.indices.contains(index) ? scalars[index] : nil
    }

    private func text(_ start: Int, _ end: Int) -> String {
      let end = min(end, start + SearchWords.longestWord)
      return String(String.UnicodeScalarView(scalars[start..<end]))
    }

    /// Whether an apostrophe and a word follow.
    private var isElision: Bool { scalar(position) == "'" && isOfWord(position + 1) }

    /// Whether a word begins with a dot of its own: `.net`, but not `asp.net` or `…net`.
    private func isDotted(_ start: Int) -> Bool {
      scalar(start - 1) == "." && !isOfWord(start - 2) && scalar(start - 2) != "."
    }

    /// `++` or `#` right after a word, when no word follows.
    private var suffix: String {
      if scalar(position) == "+", scalar(position + 1) == "+", scalar(position + 2) != "+",
        !isOfWord(position + 2)
      {
        return "++"
      }
      if scalar(position) == "#", scalar(position + 1) != "#", !isOfWord(position + 1) {
        return "#"
      }
      return ""
    }
  }
}
