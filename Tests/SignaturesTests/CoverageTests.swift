import Foundation
import Testing

@testable import Signatures

/// Threat 5: a signature that leaves out the body, the host or the target.
@Suite("What a signature must cover")
struct CoverageTests {
  static let draft = ["(request-target)", "host", "date", "digest", "content-type"]
  static let rfc = ["@method", "@target-uri", "content-digest", "created"]

  @Test(
    "our own deliveries and fetches are accepted",
    arguments: SignatureScheme.allCases,
    [true, false]
  )
  func accepted(scheme: SignatureScheme, isEd25519: Bool) throws {
    let alice = try Correspondence(ed25519: isEd25519)

    let delivered = try alice.verify(alice.delivery(by: scheme))
    let fetched = try alice.verify(alice.fetch(by: scheme))

    #expect(delivered.keyID == alice.signer.keyID)
    #expect(delivered.date == Correspondence.now)
    #expect(fetched.scheme == scheme)
  }

  @Test(
    "draft: without one of its parts a valid signature is refused",
    arguments: [
      ("(request-target)", SignatureFailure.uncovered("(request-target)")),
      ("host", .uncovered("host")), ("date", .undated), ("digest", .uncovered("the content")),
    ]
  )
  func droppedFromDraft(name: String, failure: SignatureFailure) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: .draftCavage, covering: Self.draft.filter { $0 != name })

    #expect(throws: failure) { try alice.verify(request) }
    try alice.verify(alice.delivery(by: .draftCavage, covering: Self.draft))
  }

  @Test(
    "RFC 9421: without one of its parts a valid signature is refused",
    arguments: [
      ("@method", SignatureFailure.uncovered("@method")),
      ("@target-uri", .uncovered("@target-uri")),
      ("content-digest", .uncovered("the content")), ("created", .undated),
    ]
  )
  func droppedFromRFC9421(name: String, failure: SignatureFailure) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(
      by: .messageSignature,
      covering: Self.rfc.filter { $0 != name }
    )

    #expect(throws: failure) { try alice.verify(request) }
    try alice.verify(alice.delivery(by: .messageSignature, covering: Self.rfc))
  }

  @Test("every flipped byte of the body is noticed", arguments: SignatureScheme.allCases)
  func flippedBody(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: scheme)

    for index in Correspondence.body.indices {
      var body = Correspondence.body
      body[index] ^= 1
      #expect(throws: SignatureFailure.digestMismatch) {
        try alice.verify(request.changing(body: BodyDigest(of: body)))
      }
    }
  }

  @Test("a body with a digest made to fit it is refused", arguments: SignatureScheme.allCases)
  func forgedDigest(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let other = BodyDigest(of: Array("other".utf8))
    let digest: ContentDigest = scheme == .draftCavage ? .digest : .contentDigest
    let field = digest.field(for: other)

    let request = try alice.delivery(by: scheme).changing(body: other)

    #expect(throws: SignatureFailure.invalid) {
      try alice.verify(request.replacing(field.name, with: field.value))
    }
  }

  @Test("a fetch that carries a body must cover it", arguments: SignatureScheme.allCases)
  func fetchWithBody(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let request = try alice.fetch(by: scheme)

    #expect(throws: SignatureFailure.uncovered("the content")) {
      try alice.verify(request.changing(body: BodyDigest(of: [1])))
    }
  }

  @Test(
    "replayed to another host it is refused, whatever the Host field says",
    arguments: SignatureScheme.allCases
  )
  func otherHost(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: scheme)
    let uri = try required(TargetURI("https://c.example/inbox?x=1"))
    let failure: SignatureFailure = scheme == .draftCavage ? .otherHost : .invalid

    #expect(throws: failure) { try alice.verify(request.changing(uri: uri)) }
    #expect(throws: SignatureFailure.invalid) {
      try alice.verify(request.changing(uri: uri).replacing("host", with: "c.example"))
    }
  }

  @Test(
    "another method, path, query or port is noticed",
    arguments: SignatureScheme.allCases,
    ["/inbox", "/inbox?x=2", "/Inbox?x=1", "/inbox?x=1&y", "//inbox?x=1"]
  )
  func otherTarget(scheme: SignatureScheme, target: String) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: scheme)
    let uri = try required(TargetURI("https://b.example" + target))

    #expect(throws: SignatureFailure.invalid) { try alice.verify(request.changing(uri: uri)) }
    #expect(throws: SignatureFailure.invalid) { try alice.verify(request.changing(method: "PUT")) }
    #expect(throws: (any Error).self) {
      try alice.verify(
        request.changing(uri: required(TargetURI("https://b.example:8443/inbox?x=1")))
      )
    }
  }

  @Test(
    "another key, and every flipped byte of the signature, is noticed",
    arguments: [true, false]
  )
  func otherKey(isEd25519: Bool) throws {
    let alice = try Correspondence(ed25519: isEd25519)
    let request = try alice.delivery(by: .draftCavage)
    let unverified = try UnverifiedSignature.parse(request)
    let stranger = isEd25519 ? SigningKey.generateEd25519() : try SigningKey.generateRSA()

    #expect(throws: SignatureFailure.invalid) {
      try unverified.verify(with: stranger.verificationKey, now: Correspondence.now)
    }
    let parameters = try DraftCavage.Parameters(required(request.fields.combined("signature")))
    for index in parameters.signature.indices {
      var signature = parameters.signature
      signature[index] ^= 1
      #expect(!alice.key.isValid(signature, for: Array("anything".utf8)))
    }
  }

  @Test("the key's kind must be that of the named algorithm", arguments: SignatureScheme.allCases)
  func algorithm(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let other = try Correspondence(ed25519: true)
    var request = try alice.delivery(by: scheme)
    if scheme == .messageSignature {
      let input = try required(request.fields.combined("signature-input"))
      request = request.replacing("signature-input", with: input + ";alg=\"rsa-v1_5-sha256\"")
    }

    #expect(throws: SignatureFailure.algorithmRefused) {
      try UnverifiedSignature.parse(request).verify(with: other.key, now: Correspondence.now)
    }
  }

  @Test("a covered field that is missing or carries a line feed is refused")
  func brokenField() throws {
    let alice = try Correspondence()
    var request = try alice.delivery(by: .draftCavage)
    request.fields.remove("content-type")

    #expect(throws: SignatureFailure.unavailable("content-type")) { try alice.verify(request) }
    for request in [request, try alice.delivery(by: .messageSignature)] {
      #expect(throws: SignatureFailure.malformed(.field)) {
        try alice.verify(request.replacing("content-type", with: "a\ndate: b"))
      }
    }
  }
}
