import Signatures

/// RSA keys, made once for the whole run because each costs a tenth of a second.
package enum TestKeys {
  private static let pool = Result {
    try (0..<6).map { _ in try SigningKey.generateRSA() }
  }

  /// The key with a number; 0 is that of all local actors.
  package static func rsa(_ number: Int) throws -> SigningKey {
    let keys = try pool.get()
    return keys[number % keys.count]
  }
}
