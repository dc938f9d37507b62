import Crypto
import Foundation
import Signatures

/// The keys in a home's `keys/`: the node's own, and the one that seals those of its members.
package struct KeyFiles: Sendable {
  /// The node's RSA key, PKCS #8 in PEM.
  package let rsa: String
  /// The node's Ed25519 key, PKCS #8 in PEM.
  package let ed25519: String
  /// Seals members' private keys in the database.
  package let secrets: SecretBox
  /// What push services know the node by; made where there is none yet.
  package let push: VAPIDKey

  // No key is larger.
  private static let sizeLimit = 16_384

  /// Reads the keys of a home; an Ed25519 key that is given takes the place of the one there.
  package init(reading home: NodeHome, ed25519 given: String? = nil) throws(StartupFailure) {
    rsa = try Self.pem(home.rsaKey)
    if let given {
      ed25519 = given
    } else {
      ed25519 = try Self.pem(home.ed25519Key)
    }
    secrets = SecretBox(key: try Self.sealingKey(home.sealingKey))
    push = try Self.pushKey(home.pushKey)
  }

  /// Makes the keys of a new home; never touches a key that is there already.
  ///
  /// So a first run that was interrupted can be repeated, and keys from a backup can be laid there
  /// beforehand.
  package static func create(
    in home: NodeHome,
    rsa: () throws -> String,
    ed25519: () throws -> String
  ) throws -> KeyFiles {
    try write(rsa, to: home.rsaKey)
    try write(ed25519, to: home.ed25519Key)
    try write({ newSealingKey() }, to: home.sealingKey)
    return try KeyFiles(reading: home)
  }

  private static func newSealingKey() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() } + "\n"
  }

  private static func write(_ make: () throws -> String, to path: String) throws {
    guard try FileStatus(of: path) == nil else { return }
    try PrivateFile.write(Array(make().utf8), to: path)
  }

  private static func text(_ path: String) throws(StartupFailure) -> String {
    guard let bytes = try PrivateFile.read(path, limit: sizeLimit) else {
      throw .keyMissing(path: path)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .keyBroken(path: path, reason: "it is not text")
    }
    return text
  }

  private static func pem(_ path: String) throws(StartupFailure) -> String {
    let text = try text(path)
    guard text.hasPrefix("-----BEGIN PRIVATE KEY-----") else {
      throw .keyBroken(path: path, reason: "it does not begin with BEGIN PRIVATE KEY")
    }
    return text
  }

  /// A home from before the first push has none.
  private static func pushKey(_ path: String) throws(StartupFailure) -> VAPIDKey {
    guard try FileStatus(of: path) != nil else {
      let key = VAPIDKey()
      try PrivateFile.write(Array(key.pem.utf8), to: path)
      return key
    }
    let text = try pem(path)
    guard let key = try? VAPIDKey(pem: text) else {
      throw .keyBroken(path: path, reason: "it is no P-256 key")
    }
    return key
  }

  private static func sealingKey(_ path: String) throws(StartupFailure) -> SymmetricKey {
    let text = try text(path).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
      throw .keyBroken(path: path, reason: "it does not hold 32 bytes in base64")
    }
    return SymmetricKey(data: bytes)
  }
}
