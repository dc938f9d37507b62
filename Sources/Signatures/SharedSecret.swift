import Crypto
import CryptoExtras
import Foundation

/// What proves that somebody holds a secret without showing it: HMAC-SHA256 (RFC 2104).
package enum SharedSecret {
  /// New random bytes from the system.
  package static func random(count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  package static func proof(_ secret: [UInt8], over message: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
  }

  /// Whether a proof was made with a secret; how long that takes says nothing.
  package static func isValid(_ proof: [UInt8], _ secret: [UInt8], over message: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(
      proof,
      authenticating: message,
      using: SymmetricKey(data: secret)
    )
  }
}

/// What two nodes compare by voice: one hash of both their keys, dear to compute.
///
/// Words are few. Somebody in the middle would have to find two keys of its own whose words agree,
/// and by scrypt (RFC 7914) each try costs a tenth of a second and 32 MB (Protocol/peering.md).
package enum KeyComparison {
  /// - Parameters:
  ///   - one: A node's key as Multikey.
  ///   - other: The other node's; the order makes no difference.
  /// - Returns: 32 bytes.
  /// - Throws: When there is not enough memory.
  package static func hash(_ one: String, _ other: String) throws -> [UInt8] {
    let prints = [one, other].map { BodyDigest(of: $0.utf8).sha256 }
      .sorted { $0.lexicographicallyPrecedes($1) }
    let key = try KDF.Scrypt.deriveKey(
      from: Data(prints.joined()),
      salt: Data("maillage-words".utf8),
      outputByteCount: 32,
      rounds: 1 << 15,
      blockSize: 8,
      parallelism: 1
    )
    return key.withUnsafeBytes { Array($0) }
  }
}
