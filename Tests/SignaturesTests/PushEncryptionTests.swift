import Crypto
import Foundation
import Testing

@testable import Signatures

@Suite("Web push")
struct PushEncryptionTests {
  /// RFC 8291 §5 and Appendix A.
  private enum Example {
    static let message = "When I grow up, I want to be a watermelon"
    static let sender = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
    static let receiver =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    static let salt = "DGv6ra1nlYgDCS1FRnbzlw"
    static let secret = "BTBZMqHH6r4Tts7J_aSIgg"
    static let body =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
      + "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
      + "lcy4a-fN"
  }

  /// The example's message with its keys.
  private func sealed(as coding: PushEncryption.Coding) throws -> PushEncryption.Sealed {
    try PushEncryption.encrypt(
      Array(Example.message.utf8),
      for: try #require(PushReceiver(p256dh: Example.receiver, auth: Example.secret)),
      as: coding,
      by: try P256.KeyAgreement.PrivateKey(
        rawRepresentation: try #require(Base64URL.decode(Example.sender))
      ),
      salt: try #require(Base64URL.decode(Example.salt))
    )
  }

  @Test("encrypts the example of RFC 8291 to the byte")
  func example() throws {
    let sealed = try sealed(as: .standard)

    #expect(Base64URL.encode(sealed.body) == Example.body)
    #expect(sealed.beside == nil)
  }

  /// The same message and keys, as http-ece 1.2.1 from PyPI encrypts them in `aesgcm`.
  @Test("encrypts by the draft that older apps read as others do, to the byte")
  func legacy() throws {
    let sealed = try sealed(as: .legacy)

    #expect(
      Base64URL.encode(sealed.body)
        == "4qwOLFm_mNy0vf1A8f3Bm6B5UD15y3aV_xZy14pixUhcPTIoZKHzq5i3dZ6PzqSMxBI_-VDUZ4jW04M"
    )
    let key =
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    #expect(sealed.beside == .init(key: key, salt: Example.salt))
  }

  @Test("uses another key and salt each time, and fits 4096 bytes")
  func fresh() throws {
    let receiver = try #require(PushReceiver(p256dh: Example.receiver, auth: Example.secret))
    let longest = [UInt8](repeating: 0x61, count: PushEncryption.longestMessage)

    let first = try PushEncryption.encrypt(longest, for: receiver).body
    let second = try PushEncryption.encrypt(longest, for: receiver).body

    #expect(first.count == 4_096)
    #expect(first.prefix(16) != second.prefix(16))
    #expect(first[21..<86] != second[21..<86])
    #expect(throws: PushEncryption.Failure.tooLong) {
      try PushEncryption.encrypt(longest + [0x61], for: receiver)
    }
  }

  @Test("takes keys in either alphabet, padded or not")
  func spellings() throws {
    let receiver = try #require(PushReceiver(p256dh: Example.receiver, auth: Example.secret))
    let standard = Example.receiver.replacing("-", with: "+").replacing("_", with: "/") + "="

    #expect(PushReceiver(p256dh: standard, auth: Example.secret + "==") == receiver)
    #expect(receiver.p256dh == Example.receiver)
    #expect(receiver.auth == Example.secret)
  }

  @Test(
    "takes no key that is no point of the curve",
    arguments: [
      "", "AAAA", Example.secret, "B" + String(repeating: "A", count: 86),
      String(repeating: "A", count: 1_000_000),
    ]
  )
  func unusable(key: String) {
    #expect(PushReceiver(p256dh: key, auth: Example.secret) == nil)
    #expect(PushReceiver(p256dh: Example.receiver, auth: key == Example.secret ? "AA" : key) == nil)
  }
}

@Suite("The key for push services")
struct VAPIDKeyTests {
  @Test("signs a token that says for whom, until when and by whom (RFC 8292 §2.4)")
  func token() throws {
    let key = VAPIDKey()

    let text = try key.token(
      for: "https://push.example.net",
      subject: "mailto:push@example.com",
      at: Date(timeIntervalSince1970: 1_453_523_768 - 43_200)
    )

    let token = text.split(separator: ".")
    #expect(
      text.hasPrefix(
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiO"
          + "jE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0."
      )
    )
    let point = try #require(Base64URL.decode(key.publicKey))
    #expect(point.count == 65)
    let signature = try P256.Signing.ECDSASignature(
      rawRepresentation: try #require(Base64URL.decode(token[2]))
    )
    let signed = Data(token[0...1].joined(separator: ".").utf8)
    #expect(
      try P256.Signing.PublicKey(x963Representation: point).isValidSignature(signature, for: signed)
    )
  }

  @Test("is the same when it was written and read")
  func pem() throws {
    let key = VAPIDKey()

    #expect(try VAPIDKey(pem: key.pem).publicKey == key.publicKey)
    #expect(key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    #expect(throws: SigningKey.Failure.self) { try VAPIDKey(pem: SigningKey.generateEd25519().pem) }
    #expect(throws: SigningKey.Failure.self) { try VAPIDKey(pem: "") }
  }
}
