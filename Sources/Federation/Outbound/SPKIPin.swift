import Foundation
import Signatures

/// The SHA-256 of a certificate's public key by which a peer is known (RFC 7469 §2.4).
package struct SPKIPin: Hashable, Sendable, CustomStringConvertible {
  private static let prefix = "sha256/"

  /// The 32 bytes of the hash of the DER SubjectPublicKeyInfo.
  package let digest: [UInt8]

  /// The pin of a public key, given as DER SubjectPublicKeyInfo.
  package init(ofKey subjectPublicKeyInfo: [UInt8]) {
    digest = BodyDigest(of: subjectPublicKeyInfo).sha256
  }

  /// Reads `sha256/` followed by canonical base64.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix),
      let digest = Data(base64Encoded: String(text.dropFirst(Self.prefix.count)))
    else { return nil }
    self.digest = Array(digest)
    guard self.digest.count == 32, description == text else { return nil }
  }

  package var description: String { Self.prefix + Data(digest).base64EncodedString() }
}
