/// Keeps quotes and lists of a Markdown source from nesting without end.
///
/// cmark compares every line with every open container, so that a line `> > > …` followed by many
/// short ones costs the square of the length.
enum MarkdownNesting {
  /// Quotes and lists that one line may open inside one another.
  private static let deepest = 16

  /// The source without the markers that a line has too many.
  static func bounded(_ source: some Sequence<UInt8>) -> [UInt8] {
    var bounded: [UInt8] = []
    var markers = 0
    var isAtStart = true
    var previous: UInt8 = 0
    for byte in source {
      defer { previous = byte }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        markers = 0
        isAtStart = true
      } else if isAtStart {
        markers += endsMarker(byte, after: previous) ? 1 : 0
        isAtStart = "> \t-*+.)0123456789".utf8.contains(byte)
        if isAtStart, markers > deepest { continue }
      }
      bounded.append(byte)
    }
    return bounded
  }

  /// CommonMark 0.30 §5: a quote's `>`, or the space after a bullet or an item's number.
  private static func endsMarker(_ byte: UInt8, after previous: UInt8) -> Bool {
    if byte == UInt8(ascii: ">") { return true }
    return " \t".utf8.contains(byte) && "-*+.)".utf8.contains(previous)
  }
}
