import Foundation
import Testing

@testable import Federation

/// The one form of a URL that the client sends (threat 26).
@Suite("Outbound URLs")
struct OutboundURLTests {
  @Test(
    "A URL is read into its parts",
    arguments: [
      ("https://Example.COM", "https://example.com/", 443),
      ("HTTPS://example.com:443/a?b#c", "https://example.com/a?b", 443),
      ("http://example.com:8080?q", "http://example.com:8080/?q", 8080),
      ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x", 8443),
      (
        "https://a_b.test/%C3%A9/@x;y=1,2:3?q=/?&r='(z)'*!$~",
        "https://a_b.test/%C3%A9/@x;y=1,2:3?q=/?&r='(z)'*!$~", 443
      ),
      ("https://example.com//a/../b/./", "https://example.com//a/../b/./", 443),
    ]
  )
  func parts(text: String, canonical: String, port: Int) throws {
    let url = try OutboundURL(text)

    #expect(url.text == canonical)
    #expect(url.port == port)
  }

  @Test(
    "The request line of the library is the target that was signed",
    arguments: [
      "https://e.test", "https://e.test/?", "https://e.test/a%2Fb?c=%20d",
      "https://e.test//a/../b/./",
      "https://e.test/a;b=c/@d:e?f=/?&g='(h)'*!$~,+", "https://e.test/%41?x=%7e",
    ]
  )
  func requestLine(text: String) throws {
    let url = try OutboundURL(text)

    // As AsyncHTTPClient computes it.
    let parsed = try #require(URL(string: url.text))
    let path = try #require(URLComponents(url: parsed, resolvingAgainstBaseURL: true))
      .percentEncodedPath
    #expect(path + (parsed.query.map { "?\($0)" } ?? "") == url.target)
    #expect(parsed.host() == url.host)
  }

  @Test(
    "What parsers may read differently is refused",
    arguments: [
      "", "example.com", "ftp://example.com/", "https:/example.com", "https://", "https:///a",
      "https://user@example.com/", "https://example.com\\@evil.test/", "https://example.com./",
      "https://exa%6dple.com/", "https://ｅxample.com/", "https://example..com/",
      "https://.example.com/",
      "https://example.com:/", "https://example.com:0/", "https://example.com:65536/",
      "https://example.com:+1/", "https://example.com:80a/", "https://[::1/", "https://[::1]x/",
      "https://[::1%25lo]/", "https://[127.0.0.1]/", "https://example.com/a b",
      "https://example.com/é",
      "https://example.com/%zz", "https://example.com/%4", "https://example.com/\r\nX: y",
      "https://example.com/\u{0}", "https://example.com/[", "https://exam ple.com/",
      "https://example.com/" + String(repeating: "a", count: 4096),
    ]
  )
  func refused(text: String) {
    #expect(throws: OutboundFailure.self) { try OutboundURL(text) }
  }

  @Test("A Location is resolved against the URL it came from")
  func location() throws {
    let url = try OutboundURL("https://example.com/a/b?c")

    #expect(try url.following("/x").text == "https://example.com/x")
    #expect(try url.following("x?y#z").text == "https://example.com/a/x?y")
    #expect(try url.following("//other.test/").text == "https://other.test/")
    #expect(try url.following("http://other.test:81").text == "http://other.test:81/")
    for bad in ["", "https://u@other.test/", "gopher://x/", "/a b", "javascript:alert(1)"]
    where bad != "" {
      #expect(throws: OutboundFailure.self) { try url.following(bad) }
    }
  }
}
