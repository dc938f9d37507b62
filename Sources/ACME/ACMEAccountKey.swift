import Crypto
import Foundation
import Signatures
import StrictJSON

/// The key by which an authority knows a node (ES256): it signs every request.
package struct ACMEAccountKey: Sendable {
  private let key: P256.Signing.PrivateKey

  /// A new key.
  package init() { key = P256.Signing.PrivateKey() }

  /// Reads PKCS #8 in PEM; nothing for anything else.
  package init?(pem: String) {
    guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
    self.key = key
  }

  package var pem: String { key.pemRepresentation + "\n" }

  /// The public half as JWK, its members in the order that RFC 7638 §3 hashes.
  package var jwk: JSONObject {
    let point = key.publicKey.rawRepresentation
    return [
      "crv": "P-256", "kty": "EC", "x": .string(Base64URL.encode(point.prefix(32))),
      "y": .string(Base64URL.encode(point.suffix(32))),
    ]
  }

  /// What proves that whoever answers a challenge has this key (RFC 8555 §8.1).
  package func authorization(of token: String) -> String {
    let thumbprint = SHA256.hash(data: Data(jwk.serialized()))
    return "\(token).\(Base64URL.encode(Array(thumbprint)))"
  }

  /// How a request names the key.
  enum Name: Sendable {
    case account(String)
    case key
  }

  /// A request signed as flattened JSON (RFC 8555 §6.2); without payload it is a POST-as-GET.
  func sign(
    _ payload: JSONObject?,
    to url: String,
    nonce: String,
    as name: Name
  ) throws(ACMEFailure) -> [UInt8] {
    var header: [(String, JSON)] = [
      ("alg", "ES256"), ("nonce", .string(nonce)), ("url", .string(url)),
    ]
    switch name {
    case .account(let id): header.append(("kid", .string(id)))
    case .key: header.append(("jwk", .object(jwk)))
    }
    let parts = [JSONObject(header).serialized(), payload?.serialized() ?? []]
      .map { Base64URL.encode($0) }
    guard let signature = try? key.signature(for: Data(parts.joined(separator: ".").utf8)) else {
      throw .malformed(what: "the account's key cannot sign")
    }
    return Self.flattened(parts, Array(signature.rawRepresentation)).serialized()
  }

  /// The key signed with a secret that the authority gave (RFC 8555 §7.3.4).
  func binding(_ account: ExternalAccount, to url: String) -> JSONObject {
    let header: JSONObject = [
      "alg": "HS256", "kid": .string(account.id), "url": .string(url),
    ]
    let parts = [header, jwk].map { Base64URL.encode($0.serialized()) }
    let code = HMAC<SHA256>.authenticationCode(
      for: Data(parts.joined(separator: ".").utf8),
      using: SymmetricKey(data: account.secret)
    )
    return Self.flattened(parts, Array(code))
  }

  private static func flattened(_ parts: [String], _ signature: [UInt8]) -> JSONObject {
    [
      "protected": .string(parts[0]), "payload": .string(parts[1]),
      "signature": .string(Base64URL.encode(signature)),
    ]
  }
}

/// An account that somebody has at the authority already, outside of ACME.
package struct ExternalAccount: Sendable {
  let id: String
  let secret: [UInt8]

  /// - Parameters:
  ///   - id: The identifier of the key, as the authority gave it.
  ///   - secret: The key in base64 for URLs, as the authority gave it.
  package init?(id: String, secret: String) {
    guard let bytes = Base64URL.decode(secret.prefix { $0 != "=" }), bytes.count >= 16 else {
      return nil
    }
    self.id = id
    self.secret = bytes
  }
}
