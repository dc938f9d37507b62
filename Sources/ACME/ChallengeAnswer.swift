import Crypto
import Foundation
import SwiftASN1
import X509

/// How a node shows that a name is its own.
package enum ChallengeKind: String, CaseIterable, Sendable {
  /// By a file on port 80 (RFC 8555 §8.3).
  case http01 = "http-01"
  /// By a certificate in a handshake on port 443 (RFC 8737).
  case tlsALPN01 = "tls-alpn-01"
}

/// What the authority is going to look for.
package struct ChallengeAnswer: Hashable, Sendable {
  package let kind: ChallengeKind
  /// The host name that is to be shown.
  package let name: String
  package let token: String
  /// The token with the thumbprint of the account's key.
  package let authorization: String

  package init(_ kind: ChallengeKind, name: String, token: String, authorization: String) {
    self.kind = kind
    self.name = name
    self.token = token
    self.authorization = authorization
  }
}

/// The certificate that answers a `tls-alpn-01` challenge: signed by itself, good for nothing else.
package struct ChallengeCertificate: Sendable {
  package let der: [UInt8]
  package let keyPEM: String

  /// What a client offers, and the server takes, in such a handshake (RFC 8737 §4).
  package static let applicationProtocol = "acme-tls/1"
  /// `id-pe-acmeIdentifier` (RFC 8737 §6.1).
  package static let identifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 1, 31]

  package init(_ answer: ChallengeAnswer, at now: Date) throws {
    let key = P256.Signing.PrivateKey()
    let signer = Certificate.PrivateKey(key)
    let name = try DistinguishedName { CommonName(String(answer.name.prefix(64))) }
    let digest = Array(SHA256.hash(data: Data(answer.authorization.utf8)))
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: signer.publicKey,
      notValidBefore: now - 3_600,
      notValidAfter: now + 86_400,
      issuer: name,
      subject: name,
      extensions: try Certificate.Extensions {
        SubjectAlternativeNames([.dnsName(answer.name)])
        // An OCTET STRING with the digest, critical (RFC 8737 §3).
        Certificate.Extension(
          oid: Self.identifier,
          critical: true,
          value: ([0x04, UInt8(digest.count)] + digest)[...]
        )
      },
      issuerPrivateKey: signer
    )
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    der = serializer.serializedBytes
    keyPEM = key.pemRepresentation
  }
}
