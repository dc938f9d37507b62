import Testing

@testable import ActivityStreams

@Suite struct IRITests {
  @Test(
    "One origin has one spelling",
    arguments: [
      ("HTTPS://Atelier.EXAMPLE/Users/Alice", "https://atelier.example/Users/Alice"),
      ("https://atelier.example", "https://atelier.example/"),
      ("https://atelier.example:443/a", "https://atelier.example/a"),
      ("http://atelier.example:80/a", "http://atelier.example/a"),
      ("https://atelier.example:8443/a", "https://atelier.example:8443/a"),
      ("http://atelier.example:443/a", "http://atelier.example:443/a"),
      ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
      ("https://192.0.2.7/a", "https://192.0.2.7/a"),
      ("https://localhost:8443/a", "https://localhost:8443/a"),
      ("https://a.example?q=1", "https://a.example/?q=1"),
      ("https://a.example#main-key", "https://a.example/#main-key"),
      ("https://a.example/tags/é", "https://a.example/tags/%C3%A9"),
      ("https://a.example/x[1]|{y}?z=^`", "https://a.example/x%5B1%5D%7C%7By%7D?z=%5E%60"),
      ("https://a.example/c//featured", "https://a.example/c//featured"),
      (
        "https://a.example/r/https%3A%2F%2Fb.example", "https://a.example/r/https%3A%2F%2Fb.example"
      ),
      ("https://a.example/@alice?a=b/c?d#e?f/g", "https://a.example/@alice?a=b/c?d#e?f/g"),
      ("https://a.example/..a/.b/c..", "https://a.example/..a/.b/c.."),
    ]
  )
  func canonical(text: String, expected: String) throws {
    let address = try AS.IRI(parsing: text)

    #expect(address.string == expected)
    #expect(try AS.IRI(parsing: address.string) == address)
  }

  @Test(
    "Whatever some reader could take for another origin is refused",
    arguments: [
      ("", .length),
      ("https://" + String(repeating: "a", count: 2048), .length),
      ("https://a.example/" + String(repeating: "é", count: 1000), .length),
      ("javascript:alert(1)", .scheme),
      ("javascript://a.example/%0aalert(1)", .scheme),
      ("data:text/html,x", .scheme),
      ("file:///etc/passwd", .scheme),
      ("ftp://a.example/", .scheme),
      ("//a.example/x", .scheme),
      ("/users/alice", .scheme),
      ("a.example", .scheme),
      ("https:/a.example/x", .scheme),
      ("https:a.example", .scheme),
      ("https//a.example", .scheme),
      (" https://a.example/", .character),
      ("https://a.example/ ", .character),
      ("https://a.example/a b", .character),
      ("https://a.example/\r\nHost: b.example", .character),
      ("https://a.example/\u{0}", .character),
      ("https://a.example\\@b.example/", .character),
      ("https://a.example/\\..\\x", .character),
      ("https://a.example/\"onload=x", .character),
      ("https://a.example/<script>", .character),
      ("https://victim.example@evil.example/", .credentials),
      ("https://user:secret@a.example/", .credentials),
      ("https:///x", .host),
      ("https://a.example./x", .host),
      ("https://a..example/x", .host),
      ("https://.a.example/x", .host),
      ("https://ａ.example/x", .host),
      ("https://a。example/x", .host),
      ("https://bücher.example/x", .host),
      ("https://\u{212A}.example/x", .host),
      ("https://a%2eexample/x", .host),
      ("https://a%2f.example/x", .host),
      ("https://-a.example/x", .host),
      ("https://a-.example/x", .host),
      ("https://a,b.example/x", .host),
      ("https://a:b:c/x", .host),
      ("https://[::1]/x", .host),
      ("https://2130706433/x", .host),
      ("https://0x7f.0.0.1/x", .host),
      ("https://0x7f000001/x", .host),
      ("https://127.1/x", .host),
      ("https://0177.0.0.1/x", .host),
      ("https://127.0.0.256/x", .host),
      ("https://a.example.1/x", .host),
      ("https://" + String(repeating: "a", count: 64) + ".example/", .host),
      ("https://a.example:/x", .port),
      ("https://a.example:0/x", .port),
      ("https://a.example:0443/x", .port),
      ("https://a.example:65536/x", .port),
      ("https://a.example:+443/x", .port),
      ("https://a.example:44 3/x", .character),
      ("https://a.example/%", .escape),
      ("https://a.example/%4", .escape),
      ("https://a.example/%zz", .escape),
      ("https://a.example/%00", .escape),
      ("https://a.example/?x=%0d%0aSet-Cookie", .escape),
      ("https://a.example/..", .dots),
      ("https://a.example/a/../b", .dots),
      ("https://a.example/./b", .dots),
      ("https://a.example/%2e%2E/b", .dots),
      ("https://a.example/.%2e", .dots),
    ] as [(String, AS.IRI.Flaw)]
  )
  func refused(text: String, flaw: AS.IRI.Flaw) {
    #expect(throws: flaw) { try AS.IRI(parsing: text) }
    #expect(AS.IRI(text) == nil)
  }

  @Test func `An address is told in its parts`() throws {
    let address = try AS.IRI(parsing: "https://a.example:8443/x/y?p=1#main-key")

    #expect(address.host == "a.example")
    #expect(address.port == 8443)
    #expect(address.origin.string == "https://a.example:8443")
    #expect(address.origin.authority == "a.example:8443")
    #expect(address.path == "/x/y")
    #expect(address.query == "p=1")
    #expect(address.fragment == "main-key")
    #expect(address.requestTarget == "/x/y?p=1")
    #expect(address.withoutFragment.string == "https://a.example:8443/x/y?p=1")
  }

  @Test func `Addresses made here can be read again and segments stay single`() throws {
    let origin = try #require(AS.Origin("https://a.example"))
    let alice = origin.address("users", "alice")

    #expect(alice.string == "https://a.example/users/alice")
    #expect(alice.appending("inbox").string == "https://a.example/users/alice/inbox")
    #expect(alice.with(fragment: "main-key").string == "https://a.example/users/alice#main-key")
    #expect(alice.with(query: "page", "2&x").string == "https://a.example/users/alice?page=2%26x")
    #expect(origin.address("@a/b?c#d").string == "https://a.example/@a%2Fb%3Fc%23d")
    #expect(origin.address("..").string == "https://a.example/%2E%2E")
    #expect(AS.IRI(alice.with(query: "page", "2&x").string) != nil)
  }

  @Test func `An origin is an address without path, query and fragment`() {
    #expect(AS.Origin("https://a.example:8443/")?.string == "https://a.example:8443")
    #expect(AS.Origin("https://a.example/x") == nil)
    #expect(AS.Origin("https://a.example/?x") == nil)
    #expect(AS.Origin("a.example") == nil)
  }

  @Test(
    "An account is a name and a canonical host",
    arguments: [
      ("alice@atelier.example", "acct:alice@atelier.example"),
      ("@alice@atelier.example:8443", "acct:alice@atelier.example:8443"),
      ("acct:Alice@ATELIER.example:443", "acct:Alice@atelier.example"),
      ("acct:élodie@a.example", "acct:élodie@a.example"),
      ("alice", nil), ("@alice", nil), ("alice@", nil), ("@@a.example", nil),
      ("a@b@c.example", nil), ("alice@a.example/x", nil), ("al ice@a.example", nil),
      ("alice@a.example.", nil), ("al/ice@a.example", nil), ("al\u{202E}ice@a.example", nil),
    ]
  )
  func accounts(text: String, uri: String?) {
    #expect(AS.AccountAddress(text)?.uri == uri)
  }
}
