import Foundation
import Testing

@testable import Signatures

/// Threat 6: bent headers either fail or leave binder and verifier with one and the same key name.
@Suite("Bent signature headers")
struct ParameterFuzzTests {
  private static let pieces = [
    "keyId", "keyid", "=", "\"", ",", ";", " ", "\t", "\\", "\\\"", "(", ")", ":", "#", "é",
    "\u{0}", "'",
    "keyId=\"https://evil.example/k\"", ";keyid=\"https://evil.example/k\"",
    "https://evil.example/k",
    "acct:a@evil.example", "signature=\"QUJD\"", "sig2=()",
    ", sig1=();keyid=\"https://evil.example/k\"",
  ]

  @Test(
    "never verify under another name, whatever was inserted, removed or doubled",
    arguments: SignatureScheme.allCases,
    0..<4
  )
  func bent(scheme: SignatureScheme, seed: UInt64) throws {
    let alice = try Correspondence(ed25519: true)
    let request = try alice.delivery(by: scheme)
    let name = scheme == .draftCavage ? "signature" : "signature-input"
    let field = try required(request.fields.combined(name))
    var random = SeededGenerator(seed: seed)
    var verified = 0

    for _ in 0..<2_000 {
      let bent = request.replacing(name, with: Self.bend(field, using: &random))
      guard let unverified = try? UnverifiedSignature.parse(bent) else { continue }
      let again = try UnverifiedSignature.parse(bent)
      #expect(again.keyID == unverified.keyID)
      #expect(KeyID(unverified.keyID.value) == unverified.keyID)
      guard
        let proof = try? unverified.verify(with: alice.key, now: Correspondence.now)
      else { continue }
      verified += 1
      #expect(proof.keyID == unverified.keyID)
      // RFC 9421 signs the key's name; the draft does not, so there the key must be fetched by it.
      if scheme == .messageSignature { #expect(proof.keyID == alice.signer.keyID) }
    }
    #expect(verified < 2_000)
  }

  @Test("never trap, whatever the bytes", arguments: 0..<4)
  func noise(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let count = Int.random(in: 0..<12, using: &random)
      let text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      _ = try? DraftCavage.Parameters(text)
      _ = try? MessageSignature.Received(in: ["signature-input": text, "signature": text])
      _ = KeyID(text)
      _ = try? ContentDigest.contentDigest.verify(text, against: .none)
      _ = HTTPDate.parse(text)
      _ = Authority(scheme: .https, text)
    }
  }

  private static func bend(_ text: String, using random: inout SeededGenerator) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 0...8, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: start)
      case 3: nameSecondKey(in: &bytes, using: &random)
      default:
        bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: start)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where a parameter ends, so that a reader which takes any of two could see either.
  private static func nameSecondKey(
    in bytes: inout [UInt8],
    using random: inout SeededGenerator
  ) {
    let ends = bytes.indices.filter { [0x2C, 0x3B].contains(bytes[$0]) } + [bytes.count]
    let second = [#",keyId="https://evil.example/k""#, #";keyid="https://evil.example/k""#]
    bytes.insert(
      contentsOf: (second.randomElement(using: &random) ?? "").utf8,
      at: ends.randomElement(using: &random) ?? 0
    )
  }
}
