import Testing

@testable import Signatures

/// Threat 6: two readers of one header that see different keys.
@Suite("Reading signature parameters")
struct ParameterTests {
  static let valid =
    #"keyId="https://a.example/k#x",algorithm="rsa-sha256",headers="host date",signature="QUJD""#

  @Test("spaces after commas and unknown parameters are read over")
  func accepted() throws {
    let plain = try DraftCavage.Parameters(Self.valid)

    #expect(plain.keyID == "https://a.example/k#x")
    #expect(plain.covered == ["host", "date"])
    #expect(plain.signature == [0x41, 0x42, 0x43])
    #expect(try DraftCavage.Parameters(" " + Self.valid.replacing(",", with: " ,\t ")) == plain)
    #expect(try DraftCavage.Parameters(Self.valid + #",opaque="x y",n=12"#) == plain)
  }

  @Test(
    "whatever has more than one reading is refused",
    arguments: [
      "", " ", ",", "Signature " + valid, valid + ",", "," + valid, valid + ";x=1", valid + " x=1",
      valid.replacing(",", with: ",,"), valid.replacing(",", with: " "),
      valid + #",keyId="https://b.example/k#x""#, valid + #",keyid="https://b.example/k#x""#,
      valid + #",KEYID="https://b.example/k#x""#, valid + #",headers="(request-target)""#,
      valid + #",signature="QUJD""#, valid + #",algorithm="rsa-sha256""#,
      valid + #",x="1",X="2""#,
      valid.replacing("=\"https", with: " = \"https"), valid.replacing("keyId=", with: "keyId= "),
      valid.replacing("\"https://a.example/k#x\"", with: "https://a.example/k#x"),
      valid.replacing("\"https://a.example/k#x\"", with: "'https://a.example/k#x'"),
      valid.replacing("\"https://a.example/k#x\"", with: "12"),
      valid.replacing("#x\"", with: "#x"), valid.replacing("#x", with: "#x\\\""),
      valid.replacing("#x", with: "\\#x"), valid.replacing("#x", with: "#é"),
      valid.replacing("#x", with: "#\n"), valid.replacing("#x", with: "\u{0}"),
      valid.replacing("host date", with: "host  date"), valid.replacing("host date", with: " host"),
      valid.replacing("host date", with: "Host"), valid.replacing("host date", with: "date date"),
      valid.replacing("host date", with: ""), valid.replacing("host date", with: "(other)"),
      valid.replacing("host date", with: "host\tdate"),
      valid.replacing("QUJD", with: "QUJ"), valid.replacing("QUJD", with: ""),
      valid.replacing("QUJD", with: "QUJ-"),
      valid + #",created="12""#, valid + ",created=-1", valid + ",created=1.5",
      valid + ",created=", valid + ",created=12345678901234567890",
      #"keyId="",headers="date",signature="QUJD""#, #"headers="date",signature="QUJD""#,
      #"keyId="https://a.example/k""#, valid + ",x=\"" + String(repeating: "y", count: 8192) + "\"",
    ]
  )
  func refused(field: String) {
    #expect(throws: SignatureFailure.malformed(.signature)) { try DraftCavage.Parameters(field) }
  }

  @Test("two Signature lines are refused, and so is a request without any")
  func lines() throws {
    let alice = try Correspondence()
    var request = try alice.delivery(by: .draftCavage)
    request.fields.append("signature", try required(request.fields.combined("signature")))

    #expect(throws: SignatureFailure.ambiguous) { try UnverifiedSignature.parse(request) }
    request.fields.remove("signature")
    #expect(throws: SignatureFailure.missing) { try UnverifiedSignature.parse(request) }
  }

  @Test(
    "a key named otherwise than by a plain URL is refused",
    arguments: ["acct:a@a.example", "Test"]
  )
  func keyNames(name: String) throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: .draftCavage)
    let field = try required(request.fields.combined("signature"))

    #expect(throws: SignatureFailure.keyIDRefused) {
      try UnverifiedSignature.parse(
        request.replacing(
          "signature",
          with: field.replacing(alice.signer.keyID.value, with: name)
        )
      )
    }
  }

  static let input =
    #"sig1=("@method" "@target-uri");created=1;keyid="https://a.example/k#x""#

  @Test("RFC 9421: white space the standard allows changes nothing")
  func whitespace() throws {
    let plain = try received(Self.input)
    let spaced = try received(
      #"sig1=( "@method"   "@target-uri" ); created=1; keyid="https://a.example/k#x""#
    )

    #expect(plain.serialized == spaced.serialized)
    #expect(String(decoding: plain.serialized, as: UTF8.self) == String(Self.input.dropFirst(5)))
  }

  @Test(
    "RFC 9421: whatever is said twice, unknown or in another type is refused",
    arguments: [
      "", "sig1", "sig1=1", #"sig1="x""#, "sig1=(1)", "sig1=(date)", "sig1=(", "sig1=()x",
      input + #";keyid="https://b.example/k#x""#,
      input.replacing("created=1", with: "created=1;created=2"),
      input + "," + input, input + #",sig2=("@method");keyid="https://b.example/k""#,
      input.replacing("created=1", with: "created=\"1\""),
      input.replacing("created=1", with: "created=1.0"),
      input.replacing("created=1", with: "created=001"),
      input.replacing("created=1", with: "created"),
      input.replacing("\"https://a.example/k#x\"", with: "token"),
      input.replacing("\"@method\"", with: "\"@method\" \"@method\""),
      input.replacing("\"@method\"", with: "\"@method\";tr"),
      input.replacing("\"@method\"", with: "\"@method\";req=?0"),
      input.replacing("\"@method\"", with: "\"@method\";req;bs"),
      input.replacing("\"@method\"", with: "\"@Method\""),
      input.replacing("\"@method\"", with: "\"\""), input.replacing("sig1=", with: "Sig1="),
      input.replacing("sig1=", with: "sig2="),
      input + ";x=\"" + String(repeating: "y", count: 8192) + "\"",
    ]
  )
  func refusedInput(field: String) {
    #expect(throws: SignatureFailure.self) { try received(field) }
  }

  @Test(
    "RFC 9421: the signature must be the one of the input's label, once",
    arguments: [
      "", "sig1=QUJD", "sig1=:QUJD", "sig1=::", "sig2=:QUJD:", "sig1=:QUJD:, sig2=:QUJD:",
      "sig1=:QUJD:;a",
      "sig1=:QUJD:, sig1=:QUJE:", "sig1=:QUJD:,", "sig1=(:QUJD:)",
    ]
  )
  func refusedSignature(field: String) {
    #expect(throws: SignatureFailure.self) {
      try MessageSignature.Received(in: ["signature-input": Self.input, "signature": field])
    }
  }

  @Test("a component of the request has no place in the request's own signature")
  func reqInRequest() throws {
    let alice = try Correspondence()
    let request = try alice.delivery(by: .messageSignature)
    let field = try required(request.fields.combined("signature-input"))
    let bent = request.replacing(
      "signature-input",
      with: field.replacing("\"content-type\"", with: "\"@method\";req")
    )

    #expect(throws: SignatureFailure.unavailable("@method")) { try alice.verify(bent) }
  }

  private func received(_ field: String) throws -> MessageSignature.Received {
    try MessageSignature.Received(in: ["signature-input": field, "signature": "sig1=:QUJD:"])
  }
}
