/// A stretch of a post's text: words, somebody's handle, or a hashtag.
enum TextMark: Equatable {
  case text(String)
  case mention(MentionHandle)
  /// Without its `#`.
  case hashtag(String)
}

/// Finds handles and hashtags in a text, in one pass with bounded looks ahead.
struct TextMarkScanner {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var marks: [TextMark] = []
  private var textStart = 0

  static func marks(in text: String) -> [TextMark] {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "#") }) else {
      return [.text(text)]
    }
    var scanner = TextMarkScanner(scalars: Array(text.unicodeScalars))
    scanner.scan()
    return scanner.marks
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private mutating func scan() {
    while position < scalars.count {
      guard let (mark, end) = mark(at: position) else {
        position += 1
        continue
      }
      endText()
      marks.append(mark)
      position = end
      textStart = end
    }
    endText()
  }

  private mutating func endText() {
    guard textStart < position else { return }
    marks.append(.text(string(textStart..<position)))
  }

  private func mark(at index: Int) -> (TextMark, end: Int)? {
    guard scalars[index] == "@" || scalars[index] == "#", isFree(before: index) else { return nil }
    return scalars[index] == "@" ? mention(at: index) : hashtag(at: index)
  }

  /// A mark begins a word; in `name@host`, `a/#b` or `&#39` there is none.
  private func isFree(before index: Int) -> Bool {
    guard index > 0 else { return true }
    let previous = scalars[index - 1]
    let joining: [Unicode.Scalar] = ["@", "#", "/", "&", "_", ".", "-", "="]
    return !previous.isWordCharacter && !joining.contains(previous)
  }

  // MARK: Handles

  private func mention(at index: Int) -> (TextMark, end: Int)? {
    let name = run(from: index + 1, atMost: MentionHandle.longestName) { $0.isHandleCharacter }
    if scalar(at: name.upperBound) == "@" {
      return remoteMention(name: name, hostStart: name.upperBound + 1)
    }
    let trimmed = withoutTrailingPunctuation(name)
    guard endsHandle(at: trimmed.upperBound),
      let handle = MentionHandle(name: string(trimmed), host: nil)
    else { return nil }
    return (.mention(handle), trimmed.upperBound)
  }

  private func remoteMention(name: Range<Int>, hostStart: Int) -> (TextMark, end: Int)? {
    let host = withoutTrailingPunctuation(
      run(from: hostStart, atMost: 255) { $0.isHandleCharacter && $0 != "_" }
    )
    var end = host.upperBound
    if scalar(at: end) == ":" {
      let port = run(from: end + 1, atMost: 5) { $0.isASCIIDigit }
      if !port.isEmpty { end = port.upperBound }
    }
    guard endsHandle(at: end),
      let handle = MentionHandle(
        name: string(name),
        host: string(hostStart..<end)
      )
    else { return nil }
    return (.mention(handle), end)
  }

  /// Rather no handle than half of one: `@anna@bücher.example` is not `@anna@b`.
  private func endsHandle(at index: Int) -> Bool {
    guard let next = scalar(at: index) else { return true }
    return !next.isWordCharacter && next != "@"
  }

  private func withoutTrailingPunctuation(_ range: Range<Int>) -> Range<Int> {
    let last = scalars[range].lastIndex { $0.isASCIIWord }
    return range.lowerBound..<(last.map { $0 + 1 } ?? range.lowerBound)
  }

  // MARK: Hashtags

  private func hashtag(at index: Int) -> (TextMark, end: Int)? {
    let word = run(from: index + 1, atMost: TextLimits.hashtag + 1) { $0.isHashtagCharacter }
    guard let last = scalars[word].lastIndex(where: { $0.isWordCharacter }) else { return nil }
    let range = word.lowerBound..<(last + 1)
    let hasLetter = scalars[range].contains { $0.properties.isAlphabetic }
    guard hasLetter, range.count <= TextLimits.hashtag, scalars[range.lowerBound].isWordCharacter
    else { return nil }
    return (.hashtag(string(range)), range.upperBound)
  }

  private func run(
    from start: Int,
    atMost limit: Int,
    while isPart: (Unicode.Scalar) -> Bool
  ) -> Range<Int> {
    var end = start
    while end < scalars.count, end - start < limit, isPart(scalars[end]) { end += 1 }
    return start..<end
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  private func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }
}

extension Unicode.Scalar {
  fileprivate var isHandleCharacter: Bool { isASCIIWord || self == "." || self == "-" }

  /// A letter, mark or digit of any script, or an underscore.
  fileprivate var isWordCharacter: Bool {
    if isASCII { return isASCIIWord }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber: return true
    default: return properties.isAlphabetic
    }
  }

  /// With the signs that stand inside words in Catalan, Japanese and Persian.
  fileprivate var isHashtagCharacter: Bool {
    isWordCharacter || ["\u{B7}", "\u{30FB}", "\u{200C}"].contains(self)
  }
}
