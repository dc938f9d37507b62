import Testing

@testable import Federation

@Suite("Markdown")
struct MarkdownTests {
  private func render(_ source: String) -> String { Markdown.render(source).html }

  @Test("The end of a line is the end of a line")
  func hardBreaks() {
    #expect(render("a\nb") == "<p>a<br>\nb</p>\n")
  }

  @Test("Emphasis, strikethrough, code, quotes and lists are rendered")
  func elements() {
    #expect(
      render("*a* **b** ~~c~~ `d`")
        == "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>\n"
    )
    #expect(render("> q") == "<blockquote>\n<p>q</p>\n</blockquote>\n")
    #expect(render("3. x") == "<ol start=\"3\">\n<li>x</li>\n</ol>\n")
    #expect(render("# T") == "<p><strong>T</strong></p>\n")
  }

  @Test("Addresses become links; addresses of mail do not")
  func autolinks() {
    #expect(render("https://a.example/_b_/c").contains(#"href="https://a.example/_b_/c""#))
    #expect(render("www.a.example").contains(#"href="http://www.a.example""#))
    #expect(render("a@b.example") == "<p>a@b.example</p>\n")
  }

  @Test("HTML is what its author typed, not markup")
  func html() {
    #expect(
      render("a <b>c</b> List<String> <3")
        == "<p>a &lt;b&gt;c&lt;/b&gt; List&lt;String&gt; &lt;3</p>\n"
    )
    #expect(render("<script>\nalert(1)\n</script>").contains("&lt;script&gt;<br>\nalert(1)<br>"))
  }

  @Test("An image becomes a link to it")
  func images() {
    #expect(
      render("![a ![b](https://b.example/2.png)](https://a.example/1.png)").contains(">b</a>")
    )
    #expect(
      render("![cat](https://a.example/1.png)").contains(#"<a href="https://a.example/1.png""#)
    )
  }

  @Test(
    "There is no way to an unsafe link",
    arguments: ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "/x"]
  )
  func schemes(_ target: String) {
    #expect(
      render("[x](\(target)) ![y](\(target)) <\(target)>\n\n[z]: \(target)\n[z]").contains("<a")
        == false
    )
  }

  @Test("Tables are text")
  func tables() {
    #expect(render("|a|b|\n|-|-|\n|1|2|").contains("|a|b|"))
  }

  @Test(
    "No nesting is too deep, no source too long",
    arguments: ["> ", "[", "![", "*a **b ", "- ", "`", "_", "<", "![[]()"]
  )
  func bounded(_ pattern: String) {
    let result = render(String(repeating: pattern, count: 200_000 / pattern.utf8.count))

    #expect(HTMLTree(result).offences.isEmpty)
    #expect(HTMLTree(result).text.utf8.count <= TextLimits.markdown + TextLimits.markdown / 2)
  }

  @Test("A line opens 16 quotes or lists at most", arguments: ["> ", ">", "- ", "1. ", "> * "])
  func nesting(_ pattern: String) {
    let result = render(String(repeating: pattern, count: 1_000) + "x\n" + "y\n")

    #expect(HTMLTree(result).elements.map(\.depth).max() ?? 0 <= 2 * 16 + 1)
    #expect(HTMLTree(result).text.contains("x"))
  }

  @Test("Rows of signs in code stay whole")
  func signs() {
    let row = "+" + String(repeating: "-", count: 70) + "+ " + String(repeating: ".", count: 20)

    #expect(render("```\n\(row)\n```").contains(row))
  }

  @Test("A NUL and half a letter do no harm")
  func odd() {
    #expect(render("a\u{0}b") == "<p>a\u{FFFD}b</p>\n")
    #expect(render("x" + String(repeating: "é", count: TextLimits.markdown)).contains("é"))
  }
}
