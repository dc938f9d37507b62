/// Lays out sanitised HTML in lines.
struct PlainTextLayout {
  private enum List {
    case bullets
    case numbers(next: Int)
  }

  /// Deeper quotes and lists keep the margin of this depth, so that lines stay in proportion.
  private static let deepestMargin = 4

  private(set) var text = ""
  private var lists: [List] = []
  private var quoteDepth = 0
  private var isVerbatim = false
  /// Line ends that are due before the next word.
  private var lineEnds = 0
  /// The quote that the empty lines before the next word belong to.
  private var gapDepth = 0
  private var isSpacePending = false
  private var bullet = ""

  mutating func take(_ token: HTMLToken) {
    switch token {
    case .text(let words): isVerbatim ? writeVerbatim(words) : write(words)
    case .start(let tag): start(tag)
    case .end(let name): end(name)
    }
  }

  // MARK: Tags

  private mutating func start(_ tag: HTMLTag) {
    switch HTMLElement(rawValue: tag.name) {
    case .br: lineEnds = min(lineEnds + 1, 2)
    case .p where bullet.isEmpty, .hr: separate(by: 2)
    case .pre: separateVerbatim()
    case .blockquote:
      separate(by: 2)
      quoteDepth += 1
    case .ul:
      startList(.bullets)
    case .ol:
      startList(.numbers(next: tag.attributes["start"].flatMap { Int($0) } ?? 1))
    case .li: startItem()
    default: break
    }
  }

  private mutating func end(_ name: String) {
    switch HTMLElement(rawValue: name) {
    case .p: separate(by: 2)
    case .pre:
      isVerbatim = false
      separate(by: 2)
    case .blockquote:
      quoteDepth -= 1
      separate(by: 2)
    case .ul, .ol:
      _ = lists.popLast()
      separate(by: lists.isEmpty ? 2 : 1)
    case .li: separate(by: 1)
    default: break
    }
  }

  private mutating func separateVerbatim() {
    separate(by: 2)
    isVerbatim = true
  }

  private mutating func startList(_ list: List) {
    separate(by: lists.isEmpty ? 2 : 1)
    lists.append(list)
  }

  private mutating func startItem() {
    separate(by: 1)
    guard let list = lists.popLast() else { return }
    let margin = String(repeating: "  ", count: min(lists.count, Self.deepestMargin))
    switch list {
    case .bullets:
      bullet = margin + "- "
      lists.append(list)
    case .numbers(let number):
      bullet = margin + "\(number). "
      lists.append(.numbers(next: number &+ 1))
    }
  }

  // MARK: Words

  private mutating func write(_ words: String) {
    var isFirst = true
    for word in words.split(whereSeparator: \.isBreakingSpace) {
      let isApart = !isFirst || isSpacePending || words.first?.isBreakingSpace == true
      startWord(isApart: isApart)
      text += word
      isFirst = false
      isSpacePending = false
    }
    if words.last?.isBreakingSpace == true { isSpacePending = true }
  }

  private mutating func writeVerbatim(_ words: String) {
    for (index, line) in words.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { lineEnds += 1 }
      guard !line.isEmpty else { continue }
      startWord(isApart: false)
      text += line
    }
  }

  private mutating func startWord(isApart: Bool) {
    if text.isEmpty {
      text = margin(quoteDepth)
    } else if lineEnds > 0 {
      for _ in 1..<lineEnds { text += "\n" + margin(gapDepth).dropLast() }
      text += "\n" + margin(quoteDepth)
    } else if isApart {
      text += " "
    }
    text += bullet
    bullet = ""
    lineEnds = 0
    gapDepth = quoteDepth
  }

  private func margin(_ depth: Int) -> String {
    String(repeating: "> ", count: min(depth, Self.deepestMargin))
  }

  private mutating func separate(by lineEnds: Int) {
    self.lineEnds = max(self.lineEnds, lineEnds)
    gapDepth = min(gapDepth, quoteDepth)
    isSpacePending = false
  }
}

extension Character {
  /// Space at which HTML breaks lines; a no-break space is a letter.
  fileprivate var isBreakingSpace: Bool { self == " " || self == "\n" || self == "\t" }
}
