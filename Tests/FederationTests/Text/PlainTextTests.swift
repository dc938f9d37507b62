import Testing

@testable import Federation

@Suite("Plain text")
struct PlainTextTests {
  @Test("Paragraphs, lines, lists and quotes keep their shape")
  func layout() {
    let html =
      "<p>a\n  b<br>c</p><ul><li>x<ol start=3><li>y</li><li><p>z</p></li></ol></li></ul>"
      + "<blockquote><p>q</p><p>r</p></blockquote><pre>  1\n\n  2</pre>end"

    #expect(
      PlainText.text(of: html)
        == "a b\nc\n\n- x\n  3. y\n  4. z\n\n> q\n>\n> r\n\n  1\n\n  2\n\nend"
    )
  }

  @Test("Spaces between words survive markup")
  func spaces() {
    #expect(PlainText.text(of: "<p>a <b> b</b> c<i>d</i> &amp;\u{A0}e</p>") == "a b cd &\u{A0}e")
  }

  @Test("A terminal gets no orders")
  func terminal() {
    #expect(PlainText.text(of: "a\u{1B}[31m&#27;]0;x&#7;\u{9B}1mb") == "a[31m]0;x1mb")
  }

  @Test("A preview is one line and no longer than asked for")
  func preview() {
    let html = HTMLSanitizer.sanitize("<p>one</p><p>two three</p>")

    #expect(PlainText.preview(of: html, characters: 7) == "one two…")
    #expect(PlainText.preview(of: html, characters: 13) == "one two three")
    #expect(PlainText.preview(of: html, characters: 0) == "…")
  }

  @Test(
    "Margins of deep quotes and lists stay in proportion",
    arguments: ["<blockquote>x<br>", "<ul><li>x"]
  )
  func proportion(_ pattern: String) {
    let text = PlainText.text(of: String(repeating: pattern, count: 5_000))

    #expect(text.utf8.count <= 5_000 * 24)
  }

  @Test("A numbering does not overflow")
  func numbering() {
    #expect(PlainText.text(of: "<ol start=2147483647><li>a<li>b</ol>").contains("2147483648. b"))
  }
}
