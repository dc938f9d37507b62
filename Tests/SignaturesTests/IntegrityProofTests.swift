import Foundation
import StrictJSON
import Testing

@testable import Signatures

@Suite("Integrity proofs")
struct IntegrityProofTests {
  let signer: Signer
  let document: JSONObject = [
    "@context": ["https://www.w3.org/ns/activitystreams"],
    "id": "https://a.example/1", "type": "Create", "actor": "https://a.example/users/alice",
    "object": ["type": "Note", "content": "Grüße, 世界 😀", "position": -71.184902],
  ]

  init() throws {
    signer = Signer(
      keyID: try required(KeyID("https://a.example/users/alice#ed25519-key")),
      key: try Correspondence.ed25519.get()
    )
  }

  private func secured() throws -> JSONObject {
    try IntegrityProof.sign(document, as: signer, created: Correspondence.now)
  }

  /// The secured document with its proof changed.
  private func bending(_ change: (inout JSONObject) -> Void) throws -> JSONObject {
    var secured = try secured()
    var proof = try required(secured["proof"]?.object)
    change(&proof)
    secured["proof"] = .object(proof)
    return secured
  }

  @Test("are accepted, name their key and give back what they secure")
  func roundTrip() throws {
    let received = try JSON.parse(try secured().serialized())

    let proof = try IntegrityProof(in: required(received.object))
    let verified = try proof.verify(with: signer.key.verificationKey)

    #expect(verified.verificationMethod == signer.keyID)
    #expect(verified.created == "2026-09-21T14:13:20Z")
    #expect(verified.document == document)
  }

  @Test("hold when members come in another order and numbers in another form")
  func reordered() throws {
    let secured = try secured()
    let members = secured.members.reversed().map { ($0.key, $0.value) }
    let text = JSON.object(JSONObject(members)).text().replacing(
      "-71.184902",
      with: "-7118.4902e-2"
    )

    let proof = try IntegrityProof(in: required(JSON.parse(text: text).object))

    #expect(throws: Never.self) { try proof.verify(with: signer.key.verificationKey) }
  }

  @Test("hold without their own context, since the document's is put in", arguments: [true, false])
  func injectedContext(isSame: Bool) throws {
    let bent = try bending { $0["@context"] = isSame ? nil : ["https://evil.example/"] }

    if isSame {
      _ = try IntegrityProof(in: bent).verify(with: signer.key.verificationKey)
    } else {
      #expect(throws: ProofFailure.otherContext) { try IntegrityProof(in: bent) }
    }
  }

  @Test("do not speak for a Linked Data signature beside them")
  func linkedDataSignature() throws {
    var secured = try secured()
    secured["signature"] = ["type": "RsaSignature2017", "creator": "https://evil.example/"]

    let verified = try IntegrityProof(in: secured).verify(with: signer.key.verificationKey)

    #expect(verified.document["signature"] == nil)
  }

  @Test(
    "notice every change of the document",
    arguments: ["id", "type", "actor", "object", "new", "@context"]
  )
  func changed(key: String) throws {
    var secured = try secured()
    secured[key] = "https://evil.example/"
    if key == "@context" { secured = withProofContext(secured) }

    let proof = try IntegrityProof(in: secured)

    #expect(throws: ProofFailure.invalid) { try proof.verify(with: signer.key.verificationKey) }
  }

  private func withProofContext(_ secured: JSONObject) -> JSONObject {
    var copy = secured
    if var proof = secured["proof"]?.object {
      proof["@context"] = secured["@context"]
      copy["proof"] = .object(proof)
    }
    return copy
  }

  @Test("notice a changed time or name of key")
  func changedConfiguration() throws {
    for (key, value) in [
      ("created", "2020-01-01T00:00:00Z"), ("verificationMethod", "https://evil.example/k"),
    ] {
      let proof = try IntegrityProof(in: bending { $0[key] = .string(value) })
      #expect(throws: ProofFailure.invalid) { try proof.verify(with: signer.key.verificationKey) }
    }
  }

  @Test("are refused in any other form than the one we speak")
  func otherForms() throws {
    let cases: [(String, JSON?, ProofFailure)] = [
      ("type", "Ed25519Signature2020", .unknownSuite),
      ("cryptosuite", "eddsa-rdfc-2022", .unknownSuite),
      ("cryptosuite", nil, .unknownSuite), ("proofPurpose", "authentication", .wrongPurpose),
      ("proofPurpose", nil, .wrongPurpose),
      ("expires", "2030-01-01T00:00:00Z", .unknownCondition("expires")),
      ("domain", "b.example", .unknownCondition("domain")),
      ("verificationMethod", nil, .verificationMethodRefused),
      ("verificationMethod", "did:key:z6Mk", .verificationMethodRefused),
      ("proofValue", nil, .malformed),
      ("proofValue", "u0000", .malformed), ("proofValue", "z", .malformed),
      ("proofValue", 1, .malformed),
    ]
    for (key, value, failure) in cases {
      #expect(throws: failure) { try IntegrityProof(in: bending { $0[key] = value }) }
    }
  }

  @Test("come one to a document")
  func several() throws {
    var secured = try secured()
    secured["proof"] = .array([try required(secured["proof"])])

    #expect(throws: ProofFailure.ambiguous) { try IntegrityProof(in: secured) }
    #expect(throws: ProofFailure.missing) { try IntegrityProof(in: document) }
  }

  @Test("are made and checked with Ed25519 keys only")
  func otherKeys() throws {
    let rsa = try Correspondence()

    #expect(throws: ProofFailure.wrongKind) {
      try IntegrityProof(in: secured()).verify(with: rsa.key)
    }
    #expect(throws: ProofFailure.wrongKind) {
      try IntegrityProof.sign(document, as: rsa.signer, created: Correspondence.now)
    }
  }

  @Test(
    "authenticate nobody when JSON-LD could read something else (threat 7)",
    arguments: [
      #"{"@graph":[{"actor":"https://victim.example/"}]}"#, #"{"a":{"@included":[]}}"#,
      #"{"a":[{"b":{"@reverse":{}}}]}"#, #"{"@context":{"g":"@graph"},"g":[]}"#,
      #"{"@context":["https://a.example",{"g":{"@id":"@included"}}],"g":[]}"#,
      "{\"\\u0040graph\":[]}",
    ]
  )
  func keywords(text: String) throws {
    var bent = try required(JSON.parse(text: text).object)
    bent["proof"] = try secured()["proof"]

    #expect(throws: ProofFailure.linkedDataKeyword) { try IntegrityProof(in: bent) }
    #expect(LinkedDataKeyword.first(in: try JSON.parse(text: #"{"content":"@graph"}"#)) == nil)
  }

  @Test("a number no double can hold is refused")
  func hugeNumber() throws {
    var secured = try secured()
    secured["n"] = .number("1e400")

    #expect(throws: ProofFailure.numberOutOfRange) { try IntegrityProof(in: secured) }
  }

  @Test(
    "numbers are written as ECMAScript does",
    arguments: [
      ("-0", "0"), ("0.0", "0"), ("1e16", "10000000000000000"), ("1e-6", "0.000001"),
      ("1e-7", "1e-7"),
      ("9007199254740993", "9007199254740992"), ("123456789012345678", "123456789012345680"),
      ("100000000000000000000", "100000000000000000000"), ("1e21", "1e+21"), ("-1.50", "-1.5"),
      ("1e-400", "0"), ("999999999999999", "999999999999999"), ("12E1", "120"), ("0.1e1", "1"),
    ]
  )
  func numbers(lexeme: String, text: String) {
    #expect(ECMAScriptNumber.text(of: lexeme) == text)
  }
}
