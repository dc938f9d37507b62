import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

@testable import Federation

/// A self-signed certificate made for one test.
struct TestCertificate {
  let key = P256.Signing.PrivateKey()
  let certificate: Certificate

  init(name: String, validFor validity: ClosedRange<Date>? = nil) throws {
    let validity = validity ?? Date(timeIntervalSinceNow: -3600)...Date(timeIntervalSinceNow: 3600)
    let subject = try DistinguishedName { CommonName(name) }
    let privateKey = Certificate.PrivateKey(key)
    certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: privateKey.publicKey,
      notValidBefore: validity.lowerBound,
      notValidAfter: validity.upperBound,
      issuer: subject,
      subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        SubjectAlternativeNames([.dnsName(name)])
      },
      issuerPrivateKey: privateKey
    )
  }

  /// Computed apart from the code under test.
  var pin: SPKIPin? {
    SPKIPin(
      "sha256/" + Data(SHA256.hash(data: key.publicKey.derRepresentation)).base64EncodedString()
    )
  }

  func pem() throws -> String { try certificate.serializeAsPEM().pemString }

  func serverContext() throws -> NIOSSLContext {
    try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [.certificate(NIOSSLCertificate(bytes: Array(pem().utf8), format: .pem))],
        privateKey: .privateKey(
          NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)
        )
      )
    )
  }
}
