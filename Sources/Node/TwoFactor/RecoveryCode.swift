import Crypto
import Foundation
import Model

/// A code that lets a member in once without the authenticator app; the node keeps its digest only.
///
/// It has 80 bits, so that a digest is as good as a slow hash: nobody tries so many.
struct RecoveryCode: Sendable, Hashable, CustomStringConvertible {
  /// How many a member gets at a time.
  static let number = 10

  /// Four groups of four letters.
  let description: String

  init() {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<10).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let letters = Array(Base32.encode(bytes))
    description = stride(from: 0, to: 16, by: 4)
      .map { String(letters[$0..<($0 + 4)]) }.joined(separator: "-")
  }

  /// Reads a code as people type it: in any case, with any dashes and spaces; nothing for what can be
  /// none.
  init?(_ typed: String) {
    guard typed.utf8.count <= 64 else { return nil }
    let letters = typed.lowercased().filter { $0 != "-" && $0 != " " }
    guard letters.utf8.count == 16, Base32.decode(letters) != nil else { return nil }
    description = letters
  }

  /// What the node keeps; the code of one member is none of another's.
  func digest(for member: ActorID) -> [UInt8] {
    let letters = description.filter { $0 != "-" }
    return Array(SHA256.hash(data: Data("recovery \(member.rawValue) \(letters)".utf8)))
  }
}
