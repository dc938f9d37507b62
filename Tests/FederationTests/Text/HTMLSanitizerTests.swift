import Testing

@testable import Federation

/// No markup runs, whatever was sent (threat 23).
@Suite("HTML sanitiser")
struct HTMLSanitizerTests {
  private func sanitize(_ html: String) -> String { HTMLSanitizer.sanitize(html).html }

  @Test(
    "No attack leaves more than allowed elements, attributes and schemes",
    arguments: XSSCorpus.all
  )
  func corpus(_ attack: String) {
    let result = sanitize(attack)

    let tree = HTMLTree(result)
    #expect(tree.offences.isEmpty)
    #expect(tree.html == result, "a parser has something to repair")
    #expect(sanitize(result) == result)
  }

  @Test(
    "No attack says its script as text, unless it was text",
    arguments: XSSCorpus.tags.prefix(7)
  )
  func scriptsAreDroppedWithContent(_ attack: String) {
    #expect(!sanitize(attack).contains("<script"))
    #expect(!sanitize("<script>alert(1)</script>").contains("alert"))
  }

  @Test("The oracle sees what is wrong with raw attacks")
  func oracle() {
    let seen = (XSSCorpus.tags + XSSCorpus.attributes).filter { !HTMLTree($0).offences.isEmpty }

    #expect(seen.count > 60)
  }

  @Test("Elements that a post needs stay as they are")
  func kept() {
    let post =
      "<p>a<br>b <strong>c</strong> <em>d</em> <b>e</b> <i>f</i> <u>g</u> <del>h</del> <s>i</s></p>"
      + "<pre><code>x\ny</code></pre><blockquote><p>q</p></blockquote><hr>"
      + "<ul><li>1</li></ul><ol start=\"3\" reversed=\"\"><li value=\"7\">2</li></ol>"
      + "<p lang=\"fr\" translate=\"no\"><ruby>字<rp>(</rp><rt>zi</rt><rp>)</rp></ruby></p>"

    #expect(sanitize(post) == post)
  }

  @Test("Mentions and hashtags keep their markup and gain a careful rel")
  func microformats() {
    let hashtag =
      #"<a href="https://a.example/t" class="mention hashtag" rel="tag">#<span>t</span></a>"#

    #expect(
      sanitize(hashtag)
        == #"<a href="https://a.example/t" class="mention hashtag" rel="tag nofollow noopener noreferrer ugc">#<span>t</span></a>"#
    )
  }

  @Test("Headings become paragraphs in bold")
  func headings() {
    #expect(sanitize("<h2 id=x>T</h2>x") == "<p><strong>T</strong></p>x")
  }

  @Test("Unknown elements leave their text, on lines of its own if they had such")
  func unwrapped() {
    #expect(sanitize("<font>a</font><blink>b</blink>") == "ab")
    #expect(sanitize("<div>a</div><div>b</div>") == "a<br>b")
    #expect(sanitize("<div><p>a</p></div><div><p>b</p></div>") == "<p>a</p><p>b</p>")
  }

  @Test(
    "Elements that are no text go with all they hold",
    arguments: ["svg", "math", "form", "video", "object", "template", "select", "iframe", "style"]
  )
  func dropped(_ name: String) {
    #expect(sanitize("a<\(name)><p>x</p><\(name)>y</\(name)></\(name)>b").hasPrefix("a"))
    #expect(!sanitize("a<\(name)><p>x</p></\(name)>b").contains("x"))
    #expect(sanitize("a<\(name)>x</\(name)>b") == "ab")
  }

  @Test("Character references become characters, and what is left of markup becomes text")
  func references() {
    #expect(
      sanitize("&eacute;&copy &#8364; a < b & c &lt;b&gt;") == "é© € a &lt; b &amp; c &lt;b&gt;"
    )
    #expect(
      sanitize("<a href='https://a.example/?a=1&copy=2&amp;lt=3'>x</a>")
        .contains(#"href="https://a.example/?a=1&amp;copy=2&amp;lt=3""#)
    )
  }

  @Test("Control characters and overrides of direction are taken out")
  func controls() {
    #expect(sanitize("a\u{0}\u{1B}[2J\u{9B}\u{202E}b\r\nc\td") == "a[2Jb\nc\td")
    #expect(sanitize("&#27;&#x202e;&#155;x").unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test("Text is hidden nowhere but in the address of a link")
  func invisible() {
    #expect(sanitize("<span class=invisible>x</span>") == "<span>x</span>")
    #expect(
      sanitize("<a href=https://a.example><span class=invisible>https://</span>a.example</a>")
        .contains(#"<span class="invisible">"#)
    )
  }

  @Test("A link without a target that can be shown is text")
  func unlinked() {
    #expect(sanitize("<a href=javascript:alert(1)>x</a>") == "x")
    #expect(
      sanitize("<a href=https://a.example/\(String(repeating: "a", count: 2048))>x</a>") == "x"
    )
  }
}
