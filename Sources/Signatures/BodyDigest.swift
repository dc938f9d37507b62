import Crypto

/// The SHA-256 of a message's content, computed once when the content has arrived.
package struct BodyDigest: Hashable, Sendable {
  package let sha256: [UInt8]
  package let isEmpty: Bool

  package init(of content: some Collection<UInt8>) {
    isEmpty = content.isEmpty
    sha256 = isEmpty ? Self.none.sha256 : Array(SHA256.hash(data: Array(content)))
  }

  private init(sha256: [UInt8]) {
    self.sha256 = sha256
    isEmpty = true
  }

  /// The digest of no content at all.
  package static let none = BodyDigest(sha256: Array(SHA256.hash(data: [UInt8]())))
}
