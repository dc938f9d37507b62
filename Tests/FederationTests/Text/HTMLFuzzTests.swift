import Testing

@testable import Federation

/// No text makes the sanitiser trap or let something pass (threats 23, 24).
@Suite("Fuzzing of the HTML sanitiser")
struct HTMLFuzzTests {
  /// SplitMix64: the same series for the same seed on every machine.
  private struct Series: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  private static let names = [
    "a", "b", "p", "ul", "ol", "li", "pre", "blockquote", "ruby", "rt", "rp", "span", "code", "em",
    "h1",
    "h3", "hr", "br", "div", "table", "td", "svg", "math", "style", "script", "textarea", "form",
    "template", "select", "font", "title", "noscript", "i", "s", "u", "del", "strong", "x",
  ]
  private static let junk = [
    "<", ">", "\"", "'", "/", "=", "&", ";", "!", "--", "<!--", "-->", "<![CDATA[", "?", "\u{0}",
    "\n",
    "\r", "\t", " ", "&lt;", "&#x3c;", "&amp", "&quot;", "é", "\u{202e}", "\u{301}", "😀", "x",
    "javascript:",
    "https://a.example", "bank.example", "\u{feff}", "\u{1b}", "[a.example]", "@", "#x",
  ]
  private static let attributes = [
    "href=https://a.example/?x=1&y=2", "href='javascript:alert(1)'", "onclick=alert(1)",
    "class=invisible",
    "class='mention x'", "lang=fr", "start=3", "value=9", "reversed", "translate=no", "a=\"", "b='",
    "/",
    "rel=tag", "style=x", "href=\"https://b.example:8443/é\"",
  ]

  private func sample(_ series: inout Series) -> String {
    (0..<Int.random(in: 1...40, using: &series)).map { _ in piece(&series) }.joined()
  }

  private func piece(_ series: inout Series) -> String {
    func any(_ words: [String]) -> String { words.randomElement(using: &series) ?? "" }
    return switch Int.random(in: 0..<8, using: &series) {
    case 0...2: "<\(any(Self.names))>"
    case 3: "<\(any(Self.names)) \(any(Self.attributes)) \(any(Self.attributes))>"
    case 4, 5: "</\(any(Self.names))>"
    default: any(Self.junk)
    }
  }

  @Test(
    "Any text becomes allowed HTML that parsers and we ourselves leave as it is",
    arguments: 1...20
  )
  func samples(_ seed: UInt64) {
    var series = Series(state: seed)
    for _ in 0..<250 {
      let html = sample(&series)

      let result = HTMLSanitizer.sanitize(html).html

      let tree = HTMLTree(result)
      #expect(tree.offences.isEmpty, "\(html.debugDescription)")
      #expect(tree.html == result, "\(html.debugDescription)")
      #expect(HTMLSanitizer.sanitize(result).html == result, "\(html.debugDescription)")
    }
  }

  @Test("Mutated attacks stay harmless", arguments: 1...10)
  func mutants(_ seed: UInt64) {
    var series = Series(state: seed)
    for attack in XSSCorpus.all {
      var scalars = Array(attack.unicodeScalars)
      let at = Int.random(in: 0...scalars.count, using: &series)
      scalars.insert(contentsOf: piece(&series).unicodeScalars, at: at)
      let html = String(String.UnicodeScalarView(scalars))

      let result = HTMLSanitizer.sanitize(html).html

      #expect(HTMLTree(result).offences.isEmpty, "\(html.debugDescription)")
      #expect(HTMLSanitizer.sanitize(result).html == result, "\(html.debugDescription)")
    }
  }

  @Test("Random letters make no Markdown that traps", arguments: 1...5)
  func markdown(_ seed: UInt64) {
    var series = Series(state: seed)
    let letters = Array("ab@#.:/[]()*_~`<>!&\\\n -1é😀\"'|")
    for _ in 0..<200 {
      let source = String((0..<60).map { _ in letters.randomElement(using: &series) ?? "a" })

      let post = PostText.parse(source)
      let html = post.html(mentionLinks: [:]) { _ in "https://a.example/t" }.html

      #expect(HTMLTree(html).offences.isEmpty, "\(source.debugDescription)")
      #expect(post.mentions.allSatisfy { MentionHandle($0.description) == $0 })
    }
  }
}
