import Testing

@testable import Federation

/// What a link shows is where it leads (threat 25).
@Suite("Links that say where they lead")
struct LinkTextTests {
  private func link(_ href: String, _ content: String) -> String {
    HTMLSanitizer.sanitize("<a href=\"\(href)\">\(content)</a>").html
  }

  @Test(
    "A text that names another host gets the true one",
    arguments: [
      "https://bank.example", "http://bank.example/login", "bank.example", "www.bank.example",
      "BANK.example",
      "go to bank.example now", "(bank.example)", "→bank.example", "Login:bank.example",
      "bank.example:443",
      "ba<b>nk.exa</b>mple", "ba\u{200B}nk.example", "bank\u{3002}example", "ｂａｎｋ．ｅｘａｍｐｌｅ",
      "https://bank.example@evil.example", "https://evil.example@bank.example",
      "https:bank.example",
      "https://intranet", "203.0.113.7", "bаnk.example", "https://evil.example.bank.example",
      "<span class=invisible>https://evil.example/</span>bank.example",
      "<span class=invisible>https://bank.example/</span>evil.example", "&#98;ank.example",
      "xn--bnk-7cd.xn--p1ai",
      "https:&#x2044;&#x2044;bank.example", "bank.example…", "https://\u{202E}bank.example",
      "x/https://bank.example", "bank.example:https://evil.example",
      "evil.example:https://bank.example", "evil.example,bank.example", "x@y/https://bank.example",
    ]
  )
  func deceptive(_ content: String) {
    #expect(link("https://evil.example/x", content).hasSuffix(" [evil.example]</a>"))
  }

  @Test(
    "An honest text stays as it is",
    arguments: [
      "https://evil.example/x", "evil.example", "www.evil.example/a/b.html", "EVIL.example:443/x",
      "read this",
      "the report.pdf", "version 1.2.3", "e.g. this", "@anna", "@anna@bank.example",
      "anna@bank.example", "#tag",
      "<span class=\"invisible\">https://www.</span><span class=\"ellipsis\">evil.example/lo</span>",
      "…", "https://",
      "evil.example/?next=https://bank.example", "x [evil.example]",
    ]
  )
  func honest(_ content: String) {
    #expect(
      !link("https://evil.example/x", content).contains("[evil.example]</a>")
        || content.hasSuffix("[evil.example]")
    )
  }

  @Test("A link's target has one form, or none")
  func targets() {
    #expect(
      WebLink("HTTPS://Exa\tMPLE.org:0443/a b\"<>`\\é")?.text
        == "https://example.org:443/a%20b%22%3C%3E%60%5Cé"
    )
    #expect(WebLink("https://[2001:DB8::1]:8443/")?.host == "[2001:db8::1]")
    #expect(WebLink("https://bücher.example")?.host == "bücher.example")
    for address in [
      "https://ⓑank.example", "https://a_b c", "https://a.example:+1", "https://a.example:",
      "https://a.example:x",
      "https://user@a.example", "ftp://a.example", "https://-\u{200B}.example",
      "https://a/\(String(repeating: "é", count: 1100))",
    ] {
      #expect(WebLink(address) == nil, "\(address)")
    }
  }
}
