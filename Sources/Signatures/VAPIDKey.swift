import Crypto
import Foundation
import StrictJSON

/// The key by which push services know a node: Voluntary Application Server Identification (RFC 8292).
///
/// Apps bind a subscription to its public half, so the key is as lasting as the node.
package struct VAPIDKey: Sendable {
  private let key: P256.Signing.PrivateKey

  /// How long a token is valid; a day at most (RFC 8292 §2).
  private static let lifetime: TimeInterval = 12 * 3600

  /// A new key.
  package init() { key = P256.Signing.PrivateKey() }

  /// Reads PKCS #8 in PEM.
  package init(pem: String) throws(SigningKey.Failure) {
    guard let block = PEM(pem),
      let key = try? P256.Signing.PrivateKey(derRepresentation: block.der)
    else { throw .malformed }
    self.key = key
  }

  package var pem: String { PEM(label: "PRIVATE KEY", der: Array(key.derRepresentation)).text }

  /// The public half as the API shows it to apps: the uncompressed point in base64 for URLs.
  package var publicKey: String { Base64URL.encode(key.publicKey.x963Representation) }

  /// The token of a request to a push service (RFC 8292 §2).
  ///
  /// - Parameters:
  ///   - audience: The origin of the push service.
  ///   - subject: How to reach whoever runs the node: `mailto:` or `https:`.
  ///   - now: The time.
  /// - Returns: A JSON Web Token.
  /// - Throws: When no signature can be made.
  package func token(
    for audience: String,
    subject: String,
    at now: Date
  ) throws(SigningKey.Failure) -> String {
    let end = Int64(now.timeIntervalSince1970 + Self.lifetime)
    let claims = [
      #""aud":\#(Self.quoted(audience))"#, #""exp":\#(end)"#, #""sub":\#(Self.quoted(subject))"#,
    ]
    let parts = [#"{"typ":"JWT","alg":"ES256"}"#, "{\(claims.joined(separator: ","))}"]
    let signed = parts.map { Base64URL.encode($0.utf8) }.joined(separator: ".")
    guard let signature = try? key.signature(for: Data(signed.utf8)) else { throw .signing }
    return "\(signed).\(Base64URL.encode(signature.rawRepresentation))"
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: JSON.string(text).serialized(), as: UTF8.self)
  }
}
