/// Reads a post without its markup, for the command line, previews and search.
package enum PlainText {
  package static func text(of html: SanitizedHTML) -> String {
    var layout = PlainTextLayout()
    for token in HTMLTokenizer(Array(html.html.utf8)) { layout.take(token) }
    return layout.text
  }

  package static func text(of html: String) -> String {
    text(of: HTMLSanitizer.sanitize(html))
  }

  /// The text on one line, cut off with `…` after so many characters.
  package static func preview(of html: SanitizedHTML, characters: Int) -> String {
    let line = text(of: html).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let end = line.index(line.startIndex, offsetBy: characters, limitedBy: line.endIndex),
      end < line.endIndex
    else { return line }
    return line[..<end] + "…"
  }
}
