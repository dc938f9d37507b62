import Crypto
import Foundation

/// The public key for which backups are encrypted: X25519, as text.
package struct BackupRecipient: Sendable, CustomStringConvertible {
  private static let prefix = "maillage-backup-"
  let key: Curve25519.KeyAgreement.PublicKey

  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix), text.utf8.count < 100,
      let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
      let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
    else { return nil }
    self.key = key
  }

  init(_ key: Curve25519.KeyAgreement.PublicKey) { self.key = key }

  package var description: String { Self.prefix + key.rawRepresentation.base64EncodedString() }
}

/// The private key that reads encrypted backups; it lies where the node is not.
package struct BackupKey: Sendable {
  private static let prefix = "MAILLAGE-BACKUP-KEY-"
  private let key: Curve25519.KeyAgreement.PrivateKey

  /// A new key.
  package init() { key = Curve25519.KeyAgreement.PrivateKey() }

  package init(file path: String) throws {
    guard let bytes = try PrivateFile.read(path, limit: 4_096) else {
      throw BackupFailure.notAKey(path: path)
    }
    let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines
    )
    guard text.hasPrefix(Self.prefix),
      let raw = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
      let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw)
    else { throw BackupFailure.notAKey(path: path) }
    self.key = key
  }

  package var recipient: BackupRecipient { BackupRecipient(key.publicKey) }

  /// Writes the key into a new file for its owner alone.
  package func write(to path: String) throws {
    let text = Self.prefix + key.rawRepresentation.base64EncodedString() + "\n"
    try PrivateFile.write(Array(text.utf8), to: path)
  }

  func open(_ sealing: BackupManifest.Sealing) throws -> BackupSeal {
    do {
      var receiver = try HPKE.Recipient(
        privateKey: key,
        ciphersuite: BackupSeal.suite,
        info: BackupSeal.info,
        encapsulatedKey: sealing.encapsulatedKey
      )
      return BackupSeal(key: SymmetricKey(data: try receiver.open(sealing.key)))
    } catch {
      throw BackupFailure.wrongKey
    }
  }
}

/// Encrypts the files of one backup under a key of its own (docs/decisions/0024-backups.md).
///
/// Each file has a key derived from that by its path; within it each chunk has its number and whether
/// it is the last as its nonce, so that none can be moved, repeated or cut off.
struct BackupSeal: Sendable {
  static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
  static let info = Data("maillage backup 1".utf8)
  static let chunk = 1 << 20
  private static let tag = 16

  private let key: SymmetricKey

  init(key: SymmetricKey = SymmetricKey(size: .bits256)) { self.key = key }

  /// The key, encrypted for who may read the backup.
  func sealing(for recipient: BackupRecipient) throws -> BackupManifest.Sealing {
    var sender = try HPKE.Sender(
      recipientKey: recipient.key,
      ciphersuite: Self.suite,
      info: Self.info
    )
    return BackupManifest.Sealing(
      recipient: recipient.description,
      encapsulatedKey: sender.encapsulatedKey,
      key: try sender.seal(key.withUnsafeBytes { Data($0) })
    )
  }

  static let sealedChunk = chunk + tag

  func seal(_ bytes: Data, of path: String, number: UInt64, isLast: Bool) throws -> Data {
    let box = try ChaChaPoly.seal(
      bytes,
      using: fileKey(path),
      nonce: try Self.nonce(number, isLast)
    )
    return box.ciphertext + box.tag
  }

  func open(_ bytes: Data, of path: String, number: UInt64, isLast: Bool) throws -> Data {
    let damage = BackupFailure.damaged(path: path, reason: "it is not what was encrypted")
    guard bytes.count >= Self.tag else { throw damage }
    do {
      let box = try ChaChaPoly.SealedBox(
        nonce: try Self.nonce(number, isLast),
        ciphertext: bytes.dropLast(Self.tag),
        tag: bytes.suffix(Self.tag)
      )
      return try ChaChaPoly.open(box, using: fileKey(path))
    } catch {
      throw damage
    }
  }

  private func fileKey(_ path: String) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(path.utf8), outputByteCount: 32)
  }

  private static func nonce(_ number: UInt64, _ isLast: Bool) throws -> ChaChaPoly.Nonce {
    let counter = withUnsafeBytes(of: number.bigEndian) { Data($0) }
    return try ChaChaPoly.Nonce(data: Data([0, 0, 0, isLast ? 1 : 0]) + counter)
  }
}
