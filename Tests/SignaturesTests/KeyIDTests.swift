import Testing

@testable import Signatures

@Suite("The name of a key")
struct KeyIDTests {
  @Test("is read in both forms the network uses")
  func forms() throws {
    let fragment = try required(KeyID("https://a.example/users/alice#main-key"))
    let path = try required(KeyID("https://a.example/users/alice/main-key"))

    #expect(fragment.value == "https://a.example/users/alice#main-key")
    #expect(fragment.actorCandidate == "https://a.example/users/alice")
    #expect(fragment.origin == "https://a.example")
    #expect(path.actorCandidate == "https://a.example/users/alice/main-key")
  }

  @Test("has one canonical form for scheme, host and port")
  func canonical() throws {
    let plain = try required(KeyID("https://a.example/Users/Alice?x=1#Key"))

    #expect(KeyID("HTTPS://A.Example:443/Users/Alice?x=1#Key") == plain)
    #expect(KeyID("http://a.example:80/k")?.value == "http://a.example/k")
    #expect(KeyID("https://a.example:8443/k")?.origin == "https://a.example:8443")
    #expect(KeyID("https://[2001:DB8::1]:8443/k")?.origin == "https://[2001:db8::1]:8443")
    #expect(KeyID("https://a.example#k")?.actorCandidate == "https://a.example")
  }

  @Test(
    "is refused when it could be read in two ways",
    arguments: [
      "", "Test", "acct:alice@a.example", "did:key:z6Mk", "ftp://a.example/k", "//a.example/k",
      "https:/a.example/k", "https:///k", "https://", "javascript:alert(1)", "https:a.example/k",
      "https://user@a.example/k", "https://a.example@evil.example/k", "https://a.example./k",
      "https://.a.example/k", "https://a..example/k", "https://a%2eexample/k",
      "https://a.example:/k", "https://a.example:0/k", "https://a.example:65536/k",
      "https://a.example:44a/k", "https://ａ.example/k", "https://é.example/k",
      "https://a.example/k#", "https://a.example/k#a#b", "https://a.example/../k",
      "https://a.example/%2E%2e/k", "https://a.example/./k", "https://a.example/k%2",
      "https://a.example/k%zz",
      "https://a.example/k k", "https://a.example/k\"", "https://a.example/k\\",
      "https://a.example/<k>", "https://a.example/k\n", " https://a.example/k",
      "https://a.example\\@evil.example/k", "https://[::1/k", "https://[::1]x/k",
      "https://a.example/é",
    ]
  )
  func refused(text: String) {
    #expect(KeyID(text) == nil)
  }

  @Test("is bounded at 2048 bytes")
  func bounded() {
    let start = "https://a.example/"

    #expect(KeyID(start + String(repeating: "k", count: 2048 - start.utf8.count)) != nil)
    #expect(KeyID(start + String(repeating: "k", count: 2049 - start.utf8.count)) == nil)
  }

  @Test("is its own canonical form", arguments: 0..<20)
  func idempotent(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "https://", "HTTP://", "a.example", "B.example", ":443", ":8080", "/", "..", "%2e", "%41",
      "#",
      "?", "@", "k", "[::1]", ".", "\\", "é",
    ]
    for _ in 0..<5_000 {
      let count = Int.random(in: 1...6, using: &random)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      guard let keyID = KeyID(text) else { continue }
      #expect(KeyID(keyID.value) == keyID)
      #expect(keyID.value.hasPrefix(keyID.actorCandidate))
      #expect(keyID.actorCandidate.hasPrefix(keyID.origin))
    }
  }
}
