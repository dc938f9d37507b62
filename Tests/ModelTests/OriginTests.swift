import Testing

@testable import Model

@Suite("Origin")
struct OriginTests {
  @Test(
    "is read from canonical URLs",
    arguments: [
      ("https://a.example", "https://a.example"),
      ("https://a.example/", "https://a.example"),
      ("https://a.example/users/x?y#z", "https://a.example"),
      ("https://a.example#main-key", "https://a.example"),
      ("https://a.example?x=https://b.example/", "https://a.example"),
      ("https://a.example:8443/x", "https://a.example:8443"),
      ("http://a.example:443/x", "http://a.example:443"),
      ("http://localhost:80800/", nil),
      ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example"),
      ("https://192.0.2.1:65535/", "https://192.0.2.1:65535"),
      ("https://[2001:db8::1]/x", "https://[2001:db8::1]"),
      ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443"),
    ] as [(String, String?)]
  )
  func canonical(url: String, origin: String?) {
    #expect(Origin(of: url)?.description == origin)
  }

  @Test(
    "has none for anything else (threat 26)",
    arguments: [
      "", "https:", "https://", "https:///x", "https:a.example", "//a.example/x", "a.example",
      "HTTPS://a.example/", "https://A.example/", "https://a.Example/", "ftp://a.example/",
      "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "acct:a@b.example",
      " https://a.example/", "https://a.example /", "https://a b.example/",
      "https://user@a.example/", "https://user:pass@a.example/", "https://a.example@b.example/",
      "https://a.example%2f.b.example/", "https://a.example\\@b.example/",
      "https://a.example\r\nHost: b.example/", "https://a.example\0/", "https://bücher.example/",
      "https://ａ.example/",
      "https://a.example:443/", "http://a.example:80/", "https://a.example:/",
      "https://a.example:0/", "https://a.example:65536/", "https://a.example:08443/",
      "https://a.example:+8443/", "https://a.example:8443:1/", "https://:8443/", "https://a:b/",
      "https://[/", "https://]/", "https://[]/", "https://a]/", "https://[a]b/",
      "https://[2001:db8::1]x/", "https://[2001:db8::1]:/", "https://[2001:DB8::1]/",
      "https://2001:db8::1/",
    ]
  )
  func refused(url: String) {
    #expect(Origin(of: url) == nil)
  }
}
