import Crypto
import Foundation

/// Seals secrets for the database: who has only the database cannot read them.
///
/// ChaCha20-Poly1305 (RFC 8439) with a random nonce. What a secret belongs to is sealed with it, so
/// that a sealed secret put into another row does not open.
package struct SecretBox: Sendable {
  /// Thrown for what was sealed by another key or for another owner, or was changed.
  package struct NotOpened: Error {}

  private static let version: UInt8 = 1
  private let key: SymmetricKey

  package init(key: SymmetricKey) {
    self.key = key
  }

  /// Seals a secret for its owner, such as the URI of the key.
  package func seal(_ secret: Data, for owner: String) throws -> Data {
    let box = try ChaChaPoly.seal(secret, using: key, authenticating: Data(owner.utf8))
    return [Self.version] + box.combined
  }

  /// What shows that a text came from here, for one purpose (HMAC-SHA256 with a key of its own).
  package func authenticator(of text: [UInt8], for purpose: String) -> [UInt8] {
    let own = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key,
      info: Data(purpose.utf8),
      outputByteCount: 32
    )
    return Array(HMAC<SHA256>.authenticationCode(for: Data(text), using: own))
  }

  /// Opens what ``seal(_:for:)`` sealed for the same owner.
  package func open(_ sealed: Data, for owner: String) throws(NotOpened) -> Data {
    guard sealed.first == Self.version else { throw NotOpened() }
    do {
      let box = try ChaChaPoly.SealedBox(combined: sealed.dropFirst())
      return try ChaChaPoly.open(box, using: key, authenticating: Data(owner.utf8))
    } catch {
      throw NotOpened()
    }
  }
}
