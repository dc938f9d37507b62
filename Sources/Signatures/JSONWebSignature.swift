import Crypto
import CryptoExtras
import StrictJSON

/// Signs claims as a compact JWS (RFC 7515 §7.1), with the public key beside the signature.
package enum JSONWebSignature {
  /// Signs with RSASSA-PKCS1-v1_5 and SHA-256 (`RS256`), what every verifier of badges can do.
  ///
  /// - Parameters:
  ///   - claims: The payload.
  ///   - key: An RSA key.
  /// - Returns: Header, payload and signature, with points between them.
  /// - Throws: `SigningKey.Failure` for a key of another kind.
  package static func sign(
    _ claims: JSONObject,
    with key: SigningKey
  ) throws(SigningKey.Failure) -> String {
    guard case .rsa(let secret) = key,
      let (n, e) = try? Self.primitives(of: secret.publicKey)
    else { throw .signing }
    let header: JSON = [
      "alg": "RS256", "typ": "JWT",
      "jwk": [
        "kty": "RSA", "n": .string(Base64URL.encode(n)), "e": .string(Base64URL.encode(e)),
      ],
    ]
    let signed = [header, .object(claims)].map { Base64URL.encode($0.serialized()) }
      .joined(separator: ".")
    return "\(signed).\(Base64URL.encode(try key.sign(Array(signed.utf8))))"
  }

  private static func primitives(
    of key: _RSA.Signing.PublicKey
  ) throws -> ([UInt8], [UInt8]) {
    let primitives = try key.getKeyPrimitives()
    return (Array(primitives.modulus), Array(primitives.publicExponent))
  }
}
