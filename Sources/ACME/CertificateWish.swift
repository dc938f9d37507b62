import Crypto
import Foundation
import SwiftASN1
import X509

/// What somebody wants of an authority.
package struct CertificateWish: Sendable {
  /// The DNS name that the certificate is for.
  package let name: String
  package let challenge: ChallengeKind
  /// `mailto:` addresses that the authority may write to.
  package let contacts: [String]
  package let agreesToTerms: Bool
  package let account: ExternalAccount?
  /// Who has to vouch for what comes; nothing: only that the chain holds together is looked at.
  package let authorities: [Certificate]?

  package init(
    name: String,
    challenge: ChallengeKind,
    contacts: [String] = [],
    agreesToTerms: Bool,
    account: ExternalAccount? = nil,
    authorities: [Certificate]?
  ) {
    self.name = name
    self.challenge = challenge
    self.contacts = contacts
    self.agreesToTerms = agreesToTerms
    self.account = account
    self.authorities = authorities
  }
}

/// The key of a certificate to come, made anew for each, and the request for it (RFC 2986).
struct CertificateKey: Sendable {
  private let key = P256.Signing.PrivateKey()

  var pem: String { key.pemRepresentation + "\n" }

  var publicKey: Certificate.PublicKey { Certificate.PrivateKey(key).publicKey }

  /// The request in DER: no subject, the name as alternative name (RFC 8555 §7.4).
  func request(for name: String) throws(ACMEFailure) -> [UInt8] {
    do {
      let names = try Certificate.Extensions { SubjectAlternativeNames([.dnsName(name)]) }
      let request = try CertificateSigningRequest(
        version: .v1,
        subject: DistinguishedName(),
        privateKey: Certificate.PrivateKey(key),
        attributes: CertificateSigningRequest.Attributes([
          try CertificateSigningRequest.Attribute(ExtensionRequest(extensions: names))
        ])
      )
      var serializer = DER.Serializer()
      try serializer.serialize(request)
      return serializer.serializedBytes
    } catch {
      throw .malformed(what: "the request for a certificate cannot be made: \(error)")
    }
  }
}

/// A certificate that came and was looked at.
package struct IssuedCertificate: Sendable {
  package let chainPEM: String
  package let keyPEM: String
  package let notAfter: Date

  /// Key and chain in one text, so that one file holds what belongs together.
  package var pem: String { keyPEM + chainPEM }
}
