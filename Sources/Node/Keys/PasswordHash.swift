import Crypto
import CryptoExtras
import Foundation
import Model

/// A password as the database holds it: scrypt (RFC 7914) in the PHC string format.
///
/// `$scrypt$ln=15,r=8,p=1$salt$hash`; base64 without padding.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
  /// Longer passwords are cut off nowhere but refused.
  package static let maximumBytes = Member.passwordBytes.upperBound

  /// Thrown for a password that is empty or longer than ``maximumBytes``.
  package struct UnsuitablePassword: Error {}

  private let cost: Cost
  private let salt: Data
  private let hash: Data

  /// Hashes a new password.
  ///
  /// It takes about 0.1 s of CPU time and 32 MB: see ``PasswordHasher``.
  package init(of password: String) throws {
    var generator = SystemRandomNumberGenerator()
    let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    try self.init(of: password, salt: salt, cost: .standard)
  }

  init(of password: String, salt: Data, cost: Cost) throws {
    guard let bytes = Self.bytes(of: password) else { throw UnsuitablePassword() }
    self.cost = cost
    self.salt = salt
    hash = try cost.derive(from: bytes, salt: salt).withUnsafeBytes { Data($0) }
  }

  /// Reads a stored hash; nothing for one that is broken or would cost too much to check.
  package init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard text.utf8.count <= 256, parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
      let cost = Cost(parts[2]), let salt = Data(unpaddedBase64: parts[3]),
      let hash = Data(unpaddedBase64: parts[4]), (8...64).contains(salt.count), hash.count == 32
    else { return nil }
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  package var description: String {
    "$scrypt$\(cost)$\(salt.unpaddedBase64)$\(hash.unpaddedBase64)"
  }

  /// Whether this is the hash of a password; takes the same time whether it is or not.
  package func matches(_ password: String) -> Bool {
    guard let bytes = Self.bytes(of: password) else { return false }
    // Two symmetric keys are compared in constant time.
    return (try? cost.derive(from: bytes, salt: salt)) == SymmetricKey(data: hash)
  }

  /// Whether the hash was made with another cost than is used now.
  package var isOutdated: Bool { cost != .standard }

  /// A hash of nobody's password: checked for members that do not exist, so that time does not
  /// tell who does.
  package static let decoy = PasswordHash(
    cost: .standard,
    salt: Data(count: 16),
    hash: Data(count: 32)
  )

  private init(cost: Cost, salt: Data, hash: Data) {
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// The bytes to hash: the same for every way to type an accented letter (RFC 8265 §4.2).
  private static func bytes(of password: String) -> Data? {
    guard (1...maximumBytes).contains(password.utf8.count) else { return nil }
    return Data(password.precomposedStringWithCanonicalMapping.utf8)
  }
}

extension PasswordHash {
  /// What one hash costs: `ln` is the binary logarithm of scrypt's N.
  struct Cost: Hashable, Sendable, CustomStringConvertible {
    let logRounds: Int
    let blockSize: Int
    let parallelism: Int

    static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 1)

    var description: String { "ln=\(logRounds),r=\(blockSize),p=\(parallelism)" }

    fileprivate func derive(from password: Data, salt: Data) throws -> SymmetricKey {
      try KDF.Scrypt.deriveKey(
        from: password,
        salt: salt,
        outputByteCount: 32,
        rounds: 1 << logRounds,
        blockSize: blockSize,
        parallelism: parallelism
      )
    }
  }
}

extension PasswordHash.Cost {
  /// Reads `ln=15,r=8,p=1`, up to 64 MB and four times the standard work.
  fileprivate init?(_ text: Substring) {
    let values = text.split(separator: ",", omittingEmptySubsequences: false)
    guard values.count == 3, let logRounds = Self.value(values[0], named: "ln"),
      let blockSize = Self.value(values[1], named: "r"),
      let parallelism = Self.value(values[2], named: "p"),
      (10...16).contains(logRounds), (1...8).contains(blockSize), (1...2).contains(parallelism)
    else { return nil }
    self.init(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
  }

  private static func value(_ text: Substring, named name: String) -> Int? {
    guard text.hasPrefix(name + "=") else { return nil }
    let digits = text.dropFirst(name.count + 1)
    guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(digits)
  }
}

extension Data {
  fileprivate var unpaddedBase64: String {
    base64EncodedString().replacing("=", with: "")
  }

  fileprivate init?(unpaddedBase64 text: Substring) {
    guard !text.contains("=") else { return nil }
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    self.init(base64Encoded: text + padding)
  }
}
