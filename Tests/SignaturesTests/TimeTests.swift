import Foundation
import Testing

@testable import Signatures

@Suite("When a signature counts")
struct TimeTests {
  @Test(
    "from five minutes back to five minutes ahead, and not a second more",
    arguments: SignatureScheme.allCases
  )
  func window(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: scheme)
    let now = Correspondence.now

    try alice.verify(request, at: now + 300)
    try alice.verify(request, at: now - 300)
    #expect(throws: SignatureFailure.stale) { try alice.verify(request, at: now + 301) }
    #expect(throws: SignatureFailure.fromTheFuture) { try alice.verify(request, at: now - 301) }
  }

  @Test("the node may choose its window")
  func chosenWindow() throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: .draftCavage)
    let policy = SignaturePolicy(maxAge: 3600, maxFutureSkew: 0)

    try alice.verify(request, at: Correspondence.now + 3600, policy: policy)
    #expect(throws: SignatureFailure.fromTheFuture) {
      try alice.verify(request, at: Correspondence.now - 1, policy: policy)
    }
  }

  @Test("not after its own end")
  func expires() throws {
    let alice = try Correspondence(ed25519: true)
    var request = try alice.delivery(by: .messageSignature)
    var parameters = try MessageSignature.Received(in: request.fields).parameters
    let components = try MessageSignature.Received(in: request.fields).components
    parameters.expires = Int64(Correspondence.now.timeIntervalSince1970) + 10
    let input = MessageSignature.Input(components, parameters)
    for field in try MessageSignature.sign(request, input, with: alice.signer.key) {
      request = request.replacing(field.name, with: field.value)
    }

    try alice.verify(request, at: Correspondence.now + 10)
    #expect(throws: SignatureFailure.expired) {
      try alice.verify(request, at: Correspondence.now + 11)
    }
  }

  @Test("draft: (created) and (expires) count like a date, but not with the older algorithm names")
  func created() throws {
    let alice = try Correspondence()
    let second = Int(Correspondence.now.timeIntervalSince1970)
    let names = ["(request-target)", "host", "(created)", "(expires)", "digest"]
    let request = try alice.delivery(by: .draftCavage)
    let base = try DraftCavage.signatureBase(
      of: request,
      covering: names,
      created: second,
      expires: second + 60
    )
    let signature = Base64.encode(try alice.signer.key.sign(base))
    let field =
      "keyId=\"\(alice.signer.keyID)\",algorithm=\"hs2019\",created=\(second),"
      + "expires=\(second + 60),headers=\"\(names.joined(separator: " "))\","
      + "signature=\"\(signature)\""
    let modern = request.replacing("signature", with: field)
    let older = request.replacing("signature", with: field.replacing("hs2019", with: "rsa-sha256"))

    try alice.verify(modern, at: Correspondence.now + 60)
    #expect(throws: SignatureFailure.expired) {
      try alice.verify(modern, at: Correspondence.now + 61)
    }
    #expect(throws: SignatureFailure.algorithmRefused) { try alice.verify(older) }
  }

  @Test(
    "only dates in the one form of RFC 9110 are read",
    arguments: [
      "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
      "Wed, 31 Feb 1996 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
      "Sun, 06 Nov 1994 08:49:3: GMT", "Sun,-06-Nov-1994-08:49:37-GMT",
    ]
  )
  func refusedDates(text: String) {
    #expect(HTTPDate.parse(text) == nil)
  }

  @Test("a date is read as it was written", arguments: 0..<200)
  func dates(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let second = Int.random(in: -62_000_000_000...253_000_000_000, using: &random)
    let date = Date(timeIntervalSince1970: Double(second))

    #expect(HTTPDate.parse(HTTPDate.text(of: date)) == date)
    #expect(CivilTime(date).timestamp.count == 20)
  }

  @Test("dates agree with the examples of RFC 9110 and RFC 9421")
  func knownDates() {
    #expect(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT")?.timeIntervalSince1970 == 784_111_777)
    #expect(
      HTTPDate.text(of: Date(timeIntervalSince1970: 1_618_884_475))
        == "Tue, 20 Apr 2021 02:07:55 GMT"
    )
    #expect(CivilTime(Date(timeIntervalSince1970: 951_782_400)).timestamp == "2000-02-29T00:00:00Z")
  }
}
