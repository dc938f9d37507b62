import Crypto
import CryptoExtras
import Foundation

/// A public key of somebody else, with which signatures are checked.
package enum VerificationKey: Sendable {
  /// RSASSA-PKCS1-v1_5 with SHA-256, what every server of the network can do.
  case rsa(_RSA.Signing.PublicKey)
  case ed25519(Curve25519.Signing.PublicKey)
  /// ECDSA on P-256: read only for the vectors of RFC 9421, never from the network.
  case p256(P256.Signing.PublicKey)

  /// Smaller keys are weak, larger ones only cost time (the same bounds as tootik's).
  static let rsaSizes = 2048...8192

  /// Why a public key was not taken.
  package enum Failure: Error, Hashable, Sendable {
    case malformed
    case wrongSize
    case unknownKind
  }

  private static let ed25519Prefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  /// Reads a key from PEM labelled `PUBLIC KEY` or `RSA PUBLIC KEY`.
  package init(pem: String) throws(Failure) {
    guard let block = PEM(pem) else { throw .malformed }
    guard ["PUBLIC KEY", "RSA PUBLIC KEY"].contains(block.label) else { throw .unknownKind }
    try self.init(der: block.der)
  }

  /// Reads a key from the DER of a SubjectPublicKeyInfo, or of PKCS #1 for RSA.
  package init(der: [UInt8]) throws(Failure) {
    if der.starts(with: Self.ed25519Prefix) {
      try self.init(ed25519: der.dropFirst(Self.ed25519Prefix.count))
    } else {
      try self.init(rsa: der, sizes: Self.rsaSizes)
    }
  }

  /// Reads a key from multibase (`z6Mk…`), as actors publish it in `assertionMethod`.
  package init(multikey: String) throws(Failure) {
    guard let (codec, key) = Multikey.decode(multikey) else { throw .malformed }
    switch codec {
    case .ed25519Public: try self.init(ed25519: key)
    case .rsaPublic: try self.init(rsa: key, sizes: Self.rsaSizes)
    case .ed25519Private: throw .unknownKind
    }
  }

  /// Reads an RSA key of any size from 1024 bits: for the draft's own test vectors only.
  package init(unsafeSmallRSA pem: String) throws(Failure) {
    guard let block = PEM(pem) else { throw .malformed }
    try self.init(rsa: block.der, sizes: 1024...8192)
  }

  /// Reads a P-256 key: for the vectors of RFC 9421 only.
  package init(p256 pem: String) throws(Failure) {
    guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else { throw .malformed }
    self = .p256(key)
  }

  private init(ed25519 bytes: some Collection<UInt8>) throws(Failure) {
    guard bytes.count == 32 else { throw .wrongSize }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Array(bytes)) else {
      throw .malformed
    }
    self = .ed25519(key)
  }

  private init(rsa der: [UInt8], sizes: ClosedRange<Int>) throws(Failure) {
    guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: der) else {
      throw .malformed
    }
    guard sizes.contains(key.keySizeInBits) else { throw .wrongSize }
    self = .rsa(key)
  }
}

// MARK: - Checking and writing

extension VerificationKey {
  /// Whether the signature was made over exactly these bytes with the key's private half.
  package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    switch self {
    case .rsa(let key):
      let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
      return key.isValidSignature(signature, for: message, padding: .insecurePKCS1v1_5)
    case .ed25519(let key): return key.isValidSignature(signature, for: message)
    case .p256(let key):
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(signature, for: message)
    }
  }

  /// The SubjectPublicKeyInfo, by which two keys are compared and stored.
  package var der: [UInt8] {
    switch self {
    case .rsa(let key): Array(key.derRepresentation)
    case .ed25519(let key): Self.ed25519Prefix + key.rawRepresentation
    case .p256(let key): Array(key.derRepresentation)
    }
  }

  /// The key as actors publish it in `publicKeyPem`.
  package var pem: String { PEM(label: "PUBLIC KEY", der: der).text }

  /// The key in multibase; nil for P-256, which is never published.
  package var multikey: String? {
    switch self {
    case .rsa(let key): Multikey.encode(.rsaPublic, key.pkcs1DERRepresentation)
    case .ed25519(let key): Multikey.encode(.ed25519Public, key.rawRepresentation)
    case .p256: nil
    }
  }
}

extension VerificationKey: Hashable {
  package static func == (lhs: VerificationKey, rhs: VerificationKey) -> Bool { lhs.der == rhs.der }

  package func hash(into hasher: inout Hasher) { hasher.combine(der) }
}

extension VerificationKey {
  /// Takes the 32 bytes of an Ed25519 key.
  package init(rawEd25519 bytes: [UInt8]) throws(Failure) { try self.init(ed25519: bytes) }

  /// The 32 bytes of an Ed25519 key; nothing for other kinds.
  package var rawEd25519: [UInt8]? {
    if case .ed25519(let key) = self { Array(key.rawRepresentation) } else { nil }
  }
}
