import Crypto
import Federation
import Foundation
import Model
import SwiftASN1
import X509

/// Makes the certificate of a node that has none from an authority: its SPKI hash is what others pin.
package enum CertificateMaker {
  /// A certificate and its private key as files hold them.
  package struct Made: Sendable {
    package let certificatePEM: String
    package let keyPEM: String
  }

  /// Ten years: a pin, not an authority, is what vouches for it, and that outlives a renewal.
  private static let lifetime: TimeInterval = 10 * 365.25 * 86_400

  /// Makes a self-signed ECDSA P-256 certificate for a host and perhaps more names.
  ///
  /// Handing in the key of the last certificate keeps the pin.
  package static func selfSigned(
    host: String,
    otherNames: [String] = [],
    from start: Date,
    keyPEM: String? = nil
  ) throws -> Made {
    let key = try keyPEM.map(P256.Signing.PrivateKey.init(pemRepresentation:)) ?? .init()
    let signer = Certificate.PrivateKey(key)
    let name = try DistinguishedName { CommonName(String(host.prefix(64))) }
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: signer.publicKey,
      // An hour of grace for clocks that are behind.
      notValidBefore: start - 3_600,
      notValidAfter: start + lifetime,
      issuer: name,
      subject: name,
      extensions: try extensions(names: [host] + otherNames),
      issuerPrivateKey: signer
    )
    return Made(
      certificatePEM: try certificate.serializeAsPEM().pemString + "\n",
      keyPEM: key.pemRepresentation + "\n"
    )
  }

  /// A key for a certificate to come, in PEM.
  package static func newKey() -> String { P256.Signing.PrivateKey().pemRepresentation + "\n" }

  /// The pin that certificates of a key have.
  package static func pin(ofKeyPEM pem: String) throws -> SPKIPin {
    let key = try P256.Signing.PrivateKey(pemRepresentation: pem)
    return SPKIPin(ofKey: Array(key.publicKey.derRepresentation))
  }

  private static func extensions(names: [String]) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(BasicConstraints.notCertificateAuthority)
      Critical(KeyUsage(digitalSignature: true))
      // It also says who connects (``ClientIdentity``).
      try ExtendedKeyUsage([.serverAuth, .clientAuth])
      SubjectAlternativeNames(names.map(generalName))
    }
  }

  /// The name as RFC 5280 §4.2.1.6 holds it: addresses as bytes, all else as DNS name.
  private static func generalName(_ name: String) -> GeneralName {
    let bare = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
    guard let address = IPAddress(bare) else { return .dnsName(name) }
    return .ipAddress(ASN1OctetString(contentBytes: address.networkBytes[...]))
  }
}

extension IPAddress {
  /// The 4 or 16 bytes of the address, highest first.
  fileprivate var networkBytes: [UInt8] {
    switch self {
    case .v4(let bits): withUnsafeBytes(of: bits.bigEndian) { Array($0) }
    case .v6(let bits): withUnsafeBytes(of: bits.bigEndian) { Array($0) }
    }
  }
}
