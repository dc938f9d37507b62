import Testing

@testable import Federation

/// Depth and length cost no more than they should (threats 24, 36).
@Suite("Bounds of the HTML sanitiser")
struct HTMLBoundsTests {
  static let patterns = [
    "<b>", "<a href=https://a.example>", "<a><b>", "<font a=1>", "<p>", "<b><p>", "<blockquote>",
    "<ul><li>", "<ruby><rt>", "<h1>", "<div>x", "<svg>", "</b>", "<", "<!--", "<a ", "&copy",
    "&lt<br>",
    "<table><tr><td>", "<i><b></i>",
  ]

  @Test("Whatever is nested 10^5 times comes out 64 deep at most", arguments: patterns.prefix(8))
  func nesting(_ pattern: String) throws {
    // First a small one, so that a missing limit is meant to fail here instead of not ending.
    for count in [1_000, 100_000] {
      let html = String(repeating: pattern, count: count) + "end"

      let result = HTMLSanitizer.sanitize(html, limit: .max).html

      try #require(deepest(in: result) <= 64)
    }
  }

  @Test("A parser sees the same depth", arguments: patterns)
  func nestingAsParsed(_ pattern: String) {
    let result = HTMLSanitizer.sanitize(String(repeating: pattern, count: 1_000)).html

    let tree = HTMLTree(result)
    #expect(tree.offences.isEmpty)
    let deepest = tree.elements.filter { $0.name != "br" }.map(\.depth).max() ?? 0
    #expect(deepest == self.deepest(in: result))
  }

  /// Counts start and end tags; `br` is the only one of these patterns without an end.
  private func deepest(in html: String) -> Int {
    var depth = 0
    var deepest = 0
    let bytes = Array(html.utf8)
    for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "<") {
      guard !bytes[index...].starts(with: "<br>".utf8) else { continue }
      depth += bytes[index + 1] == UInt8(ascii: "/") ? -1 : 1
      deepest = max(deepest, depth)
    }
    return deepest
  }

  @Test("Twice the input makes at most twice the output", arguments: patterns)
  func proportion(_ pattern: String) {
    func length(_ count: Int) -> Int {
      HTMLSanitizer.sanitize(String(repeating: pattern, count: count), limit: .max).html.utf8.count
    }
    let fixed = 64 * 200

    #expect(length(4_000) <= 2 * length(2_000) + fixed)
  }

  @Test(
    "The tokenizer goes forward only and makes at most one token of a byte",
    arguments: patterns
  )
  func progress(_ pattern: String) {
    let bytes = Array(String(repeating: pattern, count: 2_000).utf8)
    var tokenizer = HTMLTokenizer(bytes)
    var count = 0
    var position = 0
    var isForward = true

    while tokenizer.next() != nil {
      isForward = isForward && tokenizer.position > position
      position = tokenizer.position
      count += 1
    }

    #expect(isForward)
    #expect(count <= bytes.count)
    #expect(tokenizer.position == bytes.count)
  }

  @Test("What exceeds the limit is cut off between two letters")
  func cut() {
    let html = String(repeating: "é", count: TextLimits.html)

    let result = HTMLSanitizer.sanitize(html).html

    #expect(result.utf8.count == TextLimits.html)
    #expect(HTMLSanitizer.sanitize("xé", limit: 2).html == "x")
  }

  @Test("A tag of a thousand attributes is read like any other")
  func attributes() {
    let attributes = (0..<1000).map { "a\($0)=x" }.joined(separator: " ")

    #expect(HTMLSanitizer.sanitize("<p \(attributes) lang=fr>x").html == #"<p lang="fr">x</p>"#)
  }
}
