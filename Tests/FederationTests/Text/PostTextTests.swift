import Testing

@testable import Federation

@Suite("Text of a local post")
struct PostTextTests {
  private func mentions(_ source: String) -> [String] {
    PostText.parse(source).mentions.map(\.description)
  }

  private func html(_ source: String, links: [String: String] = [:]) -> String {
    let post = PostText.parse(source)
    let mentionLinks = post.mentions.reduce(into: [:]) { $0[$1] = links[$1.description] }
    return post.html(mentionLinks: mentionLinks) { "https://here.example/tags/\($0)" }.html
  }

  @Test("A handle becomes a link as Mastodon writes it")
  func mention() {
    let html = html("Hi @anna@b.example!", links: ["@anna@b.example": "https://b.example/u/anna"])

    #expect(
      html
        == #"<p>Hi <span class="h-card" translate="no"><a href="https://b.example/u/anna" class="u-url mention""#
        + #" rel="nofollow noopener noreferrer ugc">@<span>anna</span></a></span>!</p>"# + "\n"
    )
  }

  @Test("A handle that stands for nobody stays as it was written")
  func unresolved() {
    #expect(html("Hi @nobody.") == "<p>Hi @nobody.</p>\n")
    #expect(html("Hi @x", links: ["@x": "javascript:alert(1)"]).contains("<a") == false)
  }

  @Test("A hashtag becomes a link")
  func hashtag() {
    #expect(
      html("#Été") == #"<p><a href="https://here.example/tags/Été" class="mention hashtag""#
        + #" rel="tag nofollow noopener noreferrer ugc">#<span>Été</span></a></p>"# + "\n"
    )
  }

  @Test(
    "Handles are found in the middle of sentences",
    arguments: [
      ("@a, @b. (@c) @d's \"@e\" **@f** _@g_", ["@a", "@b", "@c", "@d", "@e", "@f", "@g"]),
      ("@a@b.example. @a@b.example:8443: x", ["@a@b.example", "@a@b.example:8443"]),
      ("@first.last- @x_y_", ["@first.last", "@x_y_"]), ("@a @a @A", ["@a", "@A"]),
      ("# @a\n\n> @b\n\n- @c", ["@a", "@b", "@c"]),
      ("@a@B.example @a@b.EXAMPLE", ["@a@b.example"]),
    ]
  )
  func found(_ source: String, _ expected: [String]) {
    #expect(mentions(source) == expected)
  }

  @Test(
    "Handles are not found where none is meant",
    arguments: [
      "`@a`", "```\n@a\n```", "    @a", "[@a](https://x.example)", "https://x.example/@a",
      "a@b.example", "@@a", "@",
      "@a@bücher.example", "@a@b@c", "x/@a", "@é", "@anné", "www.x.example/@a",
      "<https://x.example/@a>", "_@", "a.@b",
    ]
  )
  func notFound(_ source: String) {
    #expect(mentions(source).isEmpty)
  }

  @Test("Hashtags need a letter, of any script, and a word's beginning")
  func hashtags() {
    let post = PostText.parse(
      "#Tag #tag #1 #2nd #日本語 #می‌شود x#no &#35;yes `#no` https://x.example/#no #a_b #- ##no #_1 #é́"
    )

    #expect(post.hashtags == ["Tag", "2nd", "日本語", "می‌شود", "yes", "a_b", "é́"])
    #expect(PostText.parse("#" + String(repeating: "a", count: 101)).hashtags.isEmpty)
  }

  @Test("Only so many handles and hashtags are looked up; the rest stay words")
  func bounded() {
    let post = PostText.parse((0..<60).map { "@a\($0) #t\($0)" }.joined(separator: " "))

    #expect(post.mentions.count == TextLimits.mentions)
    #expect(post.hashtags.count == TextLimits.hashtags)
    #expect(post.html(mentionLinks: [:]) { _ in "https://x.example" }.html.contains("@a59 #t59"))
  }

  @Test("Around the marks the text stays the same")
  func surroundings() {
    #expect(html("a & b < c @x \"d\" 😀 é") == "<p>a &amp; b &lt; c @x &quot;d&quot; 😀 é</p>\n")
  }
}
