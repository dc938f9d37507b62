import Crypto
import Foundation

/// How the lines of the audit log hang together: each hash is over its line and the hash before
/// (docs/decisions/0025-audit-chain.md).
///
/// A released migration uses it: it never changes; another chain would be another type.
enum AuditChain {
  /// What comes before the first line.
  static let start = [UInt8](repeating: 0, count: 32)

  /// The hash of a line.
  ///
  /// - Parameters:
  ///   - previous: The hash of the line before.
  ///   - number: The number of the line.
  ///   - at: Its time in milliseconds since 1970.
  ///   - fields: Who, what, target and why, in this order.
  /// - Returns: The 32 bytes of the hash.
  static func hash(after previous: [UInt8], number: Int64, at: Int64, fields: [String]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Data("maillage audit 1\n".utf8))
    hash.update(data: Data(previous))
    for value in [number, at] { hash.update(data: bytes(value)) }
    for field in fields {
      // With its length, so that no two lines are the same bytes.
      hash.update(data: bytes(Int64(field.utf8.count)))
      hash.update(data: Data(field.utf8))
    }
    return Array(hash.finalize())
  }

  private static func bytes(_ value: Int64) -> Data {
    withUnsafeBytes(of: value.bigEndian) { Data($0) }
  }
}
