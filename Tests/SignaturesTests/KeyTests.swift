import Testing

@testable import Signatures

@Suite("Keys")
struct KeyTests {
  @Test("RSA: PKCS #1 and SubjectPublicKeyInfo name the same key")
  func rsaForms() throws {
    let json = try Vectors.key("test-key-rsa")
    let spki = try VerificationKey(pem: required(json["publicPem"]?.string))
    let pkcs1 = try VerificationKey(pem: required(json["pkcs1PublicPem"]?.string))

    #expect(spki == pkcs1)
    #expect(spki.pem == json["publicPem"]?.string)
    #expect(try VerificationKey(multikey: required(spki.multikey)) == spki)
    #expect(try Vectors.signingKey("test-key-rsa").verificationKey == spki)
  }

  @Test("Ed25519: PEM, multikey and seed name the same key")
  func ed25519Forms() throws {
    let json = try Vectors.key("test-key-ed25519")
    let key = try VerificationKey(pem: required(json["publicPem"]?.string))
    let seed = try required(Base64.decode(required(json["seedBase64"]?.string).utf8))

    #expect(key.pem == json["publicPem"]?.string)
    #expect(try required(key.multikey).hasPrefix("z6Mk"))
    #expect(try VerificationKey(multikey: required(key.multikey)) == key)
    #expect(try SigningKey(ed25519Seed: seed).verificationKey == key)
  }

  @Test("a new key survives being stored and signs the same", arguments: [true, false])
  func storing(isRSA: Bool) throws {
    let key = isRSA ? try SigningKey.generateRSA() : SigningKey.generateEd25519()

    let stored = try SigningKey(der: key.der)
    let fromText = try SigningKey(pem: key.pem)
    let signature = try stored.sign([1, 2, 3])

    #expect(key.verificationKey.isValid(signature, for: [1, 2, 3]))
    #expect(!key.verificationKey.isValid(signature, for: [1, 2, 4]))
    #expect(fromText.verificationKey == key.verificationKey)
  }

  @Test("a PEM of one line, or with the line ends of Windows, is read")
  func lineEnds() throws {
    let pem = try required(Vectors.key("test-key-rsa")["publicPem"]?.string)
    let key = try VerificationKey(pem: pem)

    #expect(try VerificationKey(pem: pem.replacing("\n", with: "\r\n")) == key)
    #expect(try VerificationKey(pem: "\n" + pem.replacing("\n", with: " ")) == key)
  }

  @Test("RSA keys below 2048 bits are refused unless asked for by their unsafe name")
  func smallKeys() throws {
    let pem = try required(Vectors.key("Test")["publicPem"]?.string)

    #expect(throws: VerificationKey.Failure.wrongSize) { try VerificationKey(pem: pem) }
    #expect(throws: Never.self) { try VerificationKey(unsafeSmallRSA: pem) }
    #expect(throws: SigningKey.Failure.generation) { try SigningKey.generateRSA(bits: 1024) }
  }

  @Test(
    "what is no public key is refused",
    arguments: [
      "", "x", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
      "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      "-----BEGIN PUBLIC KEY-----\nA*AA\n-----END PUBLIC KEY-----",
      "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    ]
  )
  func refusedPEM(text: String) {
    #expect(throws: VerificationKey.Failure.self) { try VerificationKey(pem: text) }
  }

  @Test("a private key is never taken for a public one")
  func privateAsPublic() throws {
    let secret = try required(
      Vectors.load("proofs/fep-8b32.json")["key"]?["secretMultikey"]?.string
    )

    #expect(throws: VerificationKey.Failure.unknownKind) { try VerificationKey(multikey: secret) }
    #expect(throws: VerificationKey.Failure.unknownKind) {
      try VerificationKey(pem: SigningKey.generateEd25519().pem)
    }
  }

  @Test("P-256 is not accepted from the network")
  func noP256() throws {
    let pem = try required(Vectors.key("test-key-ecc-p256")["publicPem"]?.string)

    #expect(throws: VerificationKey.Failure.self) { try VerificationKey(pem: pem) }
  }

  @Test(
    "base64 has one text for one value",
    arguments: ["QQ=", "QQ", "QR==", "Q===", "QUI", "Q Q=", "=QQ=", "QQ==QQ=="]
  )
  func strictBase64(text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }

  @Test("base64 and base58 give back what they were given", arguments: 0..<70)
  func encodings(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let zeros = [UInt8](repeating: 0, count: count % 3)
    let bytes = zeros + (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }

    #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
    #expect(Base58BTC.decode(Base58BTC.encode(bytes)) == bytes)
  }

  @Test("base58 refuses the letters it leaves out, and what is too long")
  func strictBase58() {
    for text in ["0", "O", "I", "l", "+", "é", String(repeating: "2", count: 2049)] {
      #expect(Base58BTC.decode(text) == nil)
    }
  }
}
