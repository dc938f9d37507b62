import Model
import Signatures

/// A secret of this node's making: 32 random bytes in base64url, of which only the digest is kept.
struct ClientSecret: Sendable {
  let text: String

  init() { text = Base64URL.encode(SharedSecret.random(count: 32)) }

  var digest: [UInt8] { Self.digest(of: text) }

  static func digest(of text: String) -> [UInt8] { BodyDigest(of: text.utf8).sha256 }

  /// Whether a text is the secret with a digest; how long that takes tells nothing.
  static func matches(_ text: String, _ digest: [UInt8]) -> Bool {
    zip(Self.digest(of: text), digest).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
