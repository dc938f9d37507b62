import Model

extension SkillText {
  /// Goes through a text, word by word.
  struct Reader {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
      scalars = Array(text.unicodeScalars)
    }

    /// The words in plain spelling, with the signs that belong to a name.
    mutating func words() -> [String] {
      var words: [String] = []
      while position < scalars.count {
        guard isOfWord(position) else {
          position += 1
          continue
        }
        let start = position
        skipWord()
        let plain = plain(start..<position)
        guard !plain.isEmpty, !(isElision && Self.elided.contains(plain)) else { continue }
        words.append((isDotted(start) ? "." : "") + plain + sign)
      }
      return words
    }

    /// Letters and digits, and a dot between two of them: `Node.js`, `S.A.R.L`.
    private mutating func skipWord() {
      while isOfWord(position) || (scalar(position) == "." && isOfWord(position + 1)) {
        position += 1
      }
    }

    /// Most words are ASCII, and most of the time of building an index goes by here.
    private func plain(_ range: Range<Int>) -> String {
      let letters = scalars[range].filter { $0 != "." }
      if letters.allSatisfy(\.isASCII) {
        let lowercase = letters.map { UInt8(truncatingIfNeeded: $0.value) | 0x20 }
        return String(decoding: lowercase, as: UTF8.self)
      }
      let spelling = PlainSpelling(String(String.UnicodeScalarView(letters)))
      return String(decoding: spelling.bytes, as: UTF8.self)
    }

    private func scalar(_ index: Int) -> Unicode.Scalar? {
      scalars.indices.contains(index) ? scalars[index] : nil
    }

    private func isOfWord(_ index: Int) -> Bool {
      guard let scalar = scalar(index) else { return false }
      if scalar.isASCII {
        return switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
      }
      if scalar.properties.isAlphabetic { return true }
      return switch scalar.properties.generalCategory {
      case .decimalNumber, .nonspacingMark, .spacingMark: true
      default: false
      }
    }

    /// Words of French that lose their vowel before another and are no part of what follows.
    private static let elided: Set<String> = [
      "l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    ]

    /// Whether an apostrophe and a word follow.
    private var isElision: Bool {
      guard let scalar = scalar(position), isOfWord(position + 1) else { return false }
      return ["'", "\u{2019}", "\u{2018}", "\u{02BC}", "\u{FF07}"].contains(scalar)
    }

    /// Whether a word begins with a dot of its own: `.net`, but not the end of `…net`.
    private func isDotted(_ start: Int) -> Bool {
      scalar(start - 1) == "." && scalar(start - 2) != "."
    }

    /// `++` or `#` right after a word, when no word follows.
    private var sign: String {
      if scalar(position) == "+", scalar(position + 1) == "+", scalar(position + 2) != "+",
        !isOfWord(position + 2)
      {
        return "++"
      }
      return scalar(position) == "#" && !isOfWord(position + 1) ? "#" : ""
    }
  }
}
