/// HTML that can be put on a page as it is: only `HTMLSanitizer` makes it.
package struct SanitizedHTML: Hashable, Sendable, CustomStringConvertible {
  package let html: String

  package var description: String { html }

  fileprivate init(_ html: String) {
    self.html = html
  }
}

/// Reduces foreign HTML to what a post needs, and writes that anew.
///
/// It accepts any text, never fails, and needs time and memory in proportion to the text.
/// What it wrote it leaves unchanged.
package enum HTMLSanitizer {
  package static func sanitize(_ html: String) -> SanitizedHTML {
    sanitize(html, limit: TextLimits.html)
  }

  static func sanitize(_ html: String, limit: Int) -> SanitizedHTML {
    var pass = SanitizingPass()
    for token in HTMLTokenizer(bytes(of: html, limit: limit)) { pass.take(token) }
    return SanitizedHTML(pass.finish())
  }

  private static func bytes(of html: String, limit: Int) -> [UInt8] {
    let bytes = Array(html.utf8)
    guard bytes.count > limit else { return bytes }
    // Not in the middle of a letter.
    let end = bytes[...limit].lastIndex { $0 & 0xc0 != 0x80 } ?? 0
    return Array(bytes[..<end])
  }
}

/// One text on its way through the sanitiser.
private struct SanitizingPass {
  private var writer = HTMLWriter()
  /// The element that is being left out with all it holds, and how often it is open in itself.
  private var dropped: (name: String, depth: Int)?

  mutating func take(_ token: HTMLToken) {
    if dropped != nil { return skip(token) }
    switch token {
    case .text(let text): writer.write(text)
    case .start(let tag): start(tag)
    case .end(let name): end(name)
    }
  }

  mutating func finish() -> String {
    writer.finish()
    return writer.html
  }

  private mutating func start(_ tag: HTMLTag) {
    if HTMLElement.dropped.contains(tag.name) {
      let isClosed = tag.closesItself && HTMLElement.foreign.contains(tag.name)
      dropped = isClosed ? nil : (tag.name, 1)
    } else if HTMLElement.headings.contains(tag.name) {
      writer.open(.p, tag)
      writer.open(.strong, HTMLTag(name: "strong"))
    } else if HTMLElement.lines.contains(tag.name) {
      writer.breakLine()
    } else if let element = HTMLElement(rawValue: tag.name) {
      writer.open(element, tag)
    }
  }

  private mutating func end(_ name: String) {
    if HTMLElement.headings.contains(name) {
      writer.close(.p)
    } else if HTMLElement.lines.contains(name) {
      writer.breakLine()
    } else if let element = HTMLElement(rawValue: name) {
      writer.close(element)
    }
  }

  private mutating func skip(_ token: HTMLToken) {
    guard let (name, depth) = dropped else { return }
    switch token {
    case .start(let tag) where tag.name == name && !tag.closesItself: dropped = (name, depth + 1)
    case .end(name): dropped = depth == 1 ? nil : (name, depth - 1)
    default: break
    }
  }
}
