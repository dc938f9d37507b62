import Crypto
import CryptoExtras
import Foundation

/// A private key of an actor or a node of ours.
package enum SigningKey: Sendable {
  /// For HTTP signatures to the whole network.
  case rsa(_RSA.Signing.PrivateKey)
  /// For integrity proofs and between nodes that know each other.
  case ed25519(Curve25519.Signing.PrivateKey)

  /// Why a private key could not be read or made.
  package enum Failure: Error, Hashable, Sendable {
    case malformed
    case generation
    case signing
  }

  private static let ed25519Prefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  /// Makes an RSA key; 2048 bits is what every server accepts.
  package static func generateRSA(bits: Int = 2048) throws(Failure) -> SigningKey {
    guard
      VerificationKey.rsaSizes.contains(bits),
      let key = try? _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits))
    else { throw .generation }
    return .rsa(key)
  }

  package static func generateEd25519() -> SigningKey { .ed25519(Curve25519.Signing.PrivateKey()) }

  /// Reads a key from PEM: PKCS #8 (`PRIVATE KEY`), or PKCS #1 (`RSA PRIVATE KEY`).
  package init(pem: String) throws(Failure) {
    guard let block = PEM(pem) else { throw .malformed }
    try self.init(der: block.der)
  }

  /// Reads a key from the DER of PKCS #8, or of PKCS #1 for RSA.
  package init(der: [UInt8]) throws(Failure) {
    if der.starts(with: Self.ed25519Prefix), der.count == Self.ed25519Prefix.count + 32 {
      try self.init(ed25519Seed: der.suffix(32))
    } else if let key = try? _RSA.Signing.PrivateKey(derRepresentation: der) {
      self = .rsa(key)
    } else {
      throw .malformed
    }
  }

  /// Makes the Ed25519 key of a 32-byte seed (RFC 8032 §5.1.5).
  package init(ed25519Seed seed: some Collection<UInt8>) throws(Failure) {
    guard
      seed.count == 32,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed))
    else { throw .malformed }
    self = .ed25519(key)
  }

  /// Reads an Ed25519 key from multibase (`z3u2…`), the form FEP-8b32 prints.
  package init(secretMultikey text: String) throws(Failure) {
    guard let (codec, seed) = Multikey.decode(text), codec == .ed25519Private else {
      throw .malformed
    }
    try self.init(ed25519Seed: seed)
  }

  package var verificationKey: VerificationKey {
    switch self {
    case .rsa(let key): .rsa(key.publicKey)
    case .ed25519(let key): .ed25519(key.publicKey)
    }
  }

  /// PKCS #8, the form in which keys are stored.
  package var der: [UInt8] {
    switch self {
    case .rsa(let key): Array(key.pkcs8DERRepresentation)
    case .ed25519(let key): Self.ed25519Prefix + key.rawRepresentation
    }
  }

  package var pem: String { PEM(label: "PRIVATE KEY", der: der).text }

  /// Signs: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
  package func sign(_ message: [UInt8]) throws(Failure) -> [UInt8] {
    switch self {
    case .rsa(let key):
      let signature = try? key.signature(for: message, padding: .insecurePKCS1v1_5)
      guard let signature else { throw .signing }
      return Array(signature.rawRepresentation)
    case .ed25519(let key):
      guard let signature = try? key.signature(for: message) else { throw .signing }
      return Array(signature)
    }
  }
}
