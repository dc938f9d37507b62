import Testing

@testable import Signatures

@Suite("Digest and Content-Digest")
struct ContentDigestTests {
  let body = BodyDigest(of: Array("{\"hello\": \"world\"}".utf8))
  let text = "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="

  @Test("are written as their standards print them")
  func fields() {
    #expect(ContentDigest.digest.field(for: body) == .init("Digest", "SHA-256=\(text)"))
    #expect(
      ContentDigest.contentDigest.field(for: body)
        == .init("Content-Digest", "sha-256=:\(text):")
    )
  }

  @Test("are accepted in any case and beside other algorithms")
  func accepted() throws {
    for value in ["SHA-256=\(text)", "sha-256=\(text)", "md5=abc=, Sha-256=\(text)"] {
      try ContentDigest.digest.verify(value, against: body)
    }
    for value in ["sha-256=:\(text):", "sha-512=:AAAA:,  sha-256=:\(text):"] {
      try ContentDigest.contentDigest.verify(value, against: body)
    }
  }

  @Test(
    "are refused when SHA-256 is missing, twice or unreadable",
    arguments: [
      "", "SHA-512=AAAA", "SHA-256", "SHA-256=", "SHA-256=AAA", "SHA-256=AAAA,SHA-256=AAAA",
      "SHA-256=:AAAA:",
    ]
  )
  func refusedDigest(value: String) {
    #expect(throws: SignatureFailure.self) {
      try ContentDigest.digest.verify(value, against: body)
    }
  }

  @Test(
    "Content-Digest is refused when it says a thing twice or is no dictionary of bytes",
    arguments: [
      "", "sha-512=:AAAA:", "sha-256=AAAA", "sha-256=\"AAAA\"", "sha-256=:AAAA", "SHA-256=:AAAA:",
      "sha-256=:AAAA:, sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
      "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:;a",
      "sha-256=(:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:)",
    ]
  )
  func refusedContentDigest(value: String) {
    #expect(throws: SignatureFailure.self) {
      try ContentDigest.contentDigest.verify(value, against: body)
    }
  }

  @Test("of another content are a mismatch")
  func mismatch() {
    let other = BodyDigest(of: [1])
    for digest in [ContentDigest.digest, .contentDigest] {
      #expect(throws: SignatureFailure.digestMismatch) {
        try digest.verify(digest.field(for: other).value, against: body)
      }
    }
  }
}
