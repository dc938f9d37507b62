import Crypto

/// The digest by which two servers compare a set of followers (FEP-8fcf).
///
/// Order does not matter: the hashes of the members are combined by exclusive or.
package struct CollectionDigest: Hashable, Sendable {
  private var bytes = [UInt8](repeating: 0, count: 32)

  package init(_ ids: some Sequence<String> = []) {
    for id in ids { toggle(id) }
  }

  /// Adds a member, or takes it away when it was there.
  package mutating func toggle(_ id: String) {
    for (index, byte) in SHA256.hash(data: Array(id.utf8)).enumerated() { bytes[index] ^= byte }
  }

  /// The value of the `digest` parameter in Collection-Synchronization.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self
    )
  }
}
