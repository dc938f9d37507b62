/// Splits hostile HTML into texts and tags, in one pass that never looks back.
///
/// It follows the HTML standard §13.2.5 as far as tags, attributes and comments go. It needs no
/// agreement with any browser to be safe: nothing it reads is passed on as it was, the sanitiser
/// writes every tag and every text anew. A tree builder in front (adoption agency, reconstruction
/// of formatting elements) would cost the square of the input; this costs the input.
struct HTMLTokenizer: Sequence, IteratorProtocol {
  /// Elements whose content is no markup; they are swallowed together with it.
  private static let rawText: Set = [
    "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea",
    "title", "xmp",
  ]
  private static let attributesOfInterest: Set = [
    "class", "href", "lang", "rel", "reversed", "start", "template", "translate", "value",
  ]

  private let bytes: [UInt8]
  /// Where the next token begins; the bytes between two positions are one token's source.
  private(set) var position = 0

  init(_ html: [UInt8]) {
    bytes = html
  }

  mutating func next() -> HTMLToken? {
    while position < bytes.count {
      if let token = opensMarkup(at: position) ? markup() : text() { return token }
    }
    return nil
  }

  // MARK: Text

  private func opensMarkup(at index: Int) -> Bool {
    guard bytes[index] == UInt8(ascii: "<"), let next = byte(at: index + 1) else { return false }
    if next == UInt8(ascii: "/") { return index + 2 < bytes.count }
    return next.isASCIILetter || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
  }

  private mutating func text() -> HTMLToken? {
    let start = position
    repeat { position += 1 } while position < bytes.count && !opensMarkup(at: position)
    let text = CharacterReferences.decode(bytes[start..<position], in: .text)
    return text.isEmpty ? nil : .text(text)
  }

  // MARK: Markup

  private mutating func markup() -> HTMLToken? {
    let next = bytes[position + 1]
    if next.isASCIILetter { return startTag() }
    if next == UInt8(ascii: "/"), let letter = byte(at: position + 2), letter.isASCIILetter {
      position += 2
      return tag().map { .end($0.name) }
    }
    skipComment()
    return nil
  }

  private mutating func startTag() -> HTMLToken? {
    position += 1
    guard let tag = tag() else { return nil }
    guard Self.rawText.contains(tag.name) else { return .start(tag) }
    skipRawText(of: tag.name)
    return nil
  }

  /// Skips `<!-- … -->`, and what the standard calls bogus comments: `<!…>`, `<?…>`, `</ …>`.
  private mutating func skipComment() {
    let isComment = bytes[position...].starts(with: "<!--".utf8)
    guard isComment else { return skip(past: ">") }
    position += 4
    if bytes[position...].starts(with: ">".utf8) {
      position += 1
      return
    }
    if bytes[position...].starts(with: "->".utf8) {
      position += 2
      return
    }
    while position < bytes.count {
      let rest = bytes[position...]
      if rest.starts(with: "-->".utf8) {
        position += 3
        return
      }
      if rest.starts(with: "--!>".utf8) {
        position += 4
        return
      }
      position += 1
    }
  }

  private mutating func skip(past end: Unicode.Scalar) {
    let found = bytes[position...].firstIndex(of: UInt8(ascii: end))
    position = found.map { $0 + 1 } ?? bytes.count
  }

  private mutating func skipRawText(of name: String) {
    let name = Array(name.utf8)
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "<"), endsRawText(of: name, at: position) { return }
      position += 1
    }
  }

  private func endsRawText(of name: [UInt8], at index: Int) -> Bool {
    let nameStart = index + 2
    let nameEnd = nameStart + name.count
    guard nameEnd < bytes.count, bytes[index + 1] == UInt8(ascii: "/") else { return false }
    let isSameName = bytes[nameStart..<nameEnd].elementsEqual(name) { $0.asciiLowercased == $1 }
    return isSameName && bytes[nameEnd].endsTagName
  }

  // MARK: Tags

  /// Reads from the tag's name to its `>`; a tag that the text ends in is none.
  private mutating func tag() -> HTMLTag? {
    var tag = HTMLTag(name: name { $0.endsTagName })
    while let byte = byte(at: position) {
      if byte == UInt8(ascii: ">") {
        position += 1
        return tag
      }
      if byte.isHTMLSpace || byte == UInt8(ascii: "/") {
        position += 1
        tag.closesItself = byte == UInt8(ascii: "/")
      } else {
        tag.closesItself = false
        readAttribute(of: &tag)
      }
    }
    return nil
  }

  private mutating func readAttribute(of tag: inout HTMLTag) {
    let name = name { $0.endsTagName || $0 == UInt8(ascii: "=") }
    skipSpace()
    var value: ArraySlice<UInt8> = []
    if byte(at: position) == UInt8(ascii: "=") {
      position += 1
      skipSpace()
      value = attributeValue()
    }
    // The first of two attributes of one name counts, as in the standard.
    guard Self.attributesOfInterest.contains(name), tag.attributes[name] == nil else { return }
    tag.attributes[name] = CharacterReferences.decode(value, in: .attribute)
  }

  private mutating func attributeValue() -> ArraySlice<UInt8> {
    guard let quote = byte(at: position), quote != UInt8(ascii: ">") else { return [] }
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      position += 1
      let start = position
      let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
      position = Swift.min(end + 1, bytes.count)
      return bytes[start..<end]
    }
    let start = position
    while let byte = byte(at: position), !byte.isHTMLSpace, byte != UInt8(ascii: ">") {
      position += 1
    }
    return bytes[start..<position]
  }

  /// Reads at least one byte: an attribute's name may begin with `=`.
  private mutating func name(until ends: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = byte(at: position), !ends(byte) || position == start { position += 1 }
    return String(decoding: bytes[start..<position].map(\.asciiLowercased), as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let byte = byte(at: position), byte.isHTMLSpace { position += 1 }
  }

  private func byte(at index: Int) -> UInt8? {
    index < bytes.count ? bytes[index] : nil
  }
}

extension UInt8 {
  fileprivate var isHTMLSpace: Bool {
    self == 0x20 || (0x09...0x0d).contains(self) && self != 0x0b
  }

  fileprivate var endsTagName: Bool {
    isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
  }

  fileprivate var isASCIILetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(asciiLowercased)
  }

  fileprivate var asciiLowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self + 32 : self
  }
}
