import Crypto
import Foundation
import SwiftASN1
import X509

/// The keys of a test authority: a root, and what it signs with.
struct TestIssuer: Sendable {
  let root: Certificate
  private let rootKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
  private let middle: Certificate
  private let middleKey = Certificate.PrivateKey(P256.Signing.PrivateKey())

  init(at now: Date, name: String = "Test root") throws {
    root = try Self.authority(name, rootKey.publicKey, by: rootKey, name, now)
    middle = try Self.authority(
      "\(name) middle",
      middleKey.publicKey,
      by: rootKey,
      name,
      now
    )
  }

  var rootPEM: String { (try? root.serializeAsPEM().pemString + "\n") ?? "" }

  /// A chain as it was asked for, or wrong in the way that a test wants.
  func chain(
    for key: Certificate.PublicKey,
    _ names: [String],
    _ manner: TestAuthority.Manner,
    at now: Date
  ) throws -> String {
    let other = try TestIssuer(at: now, name: "Other root")
    let issuer = manner.chain == .foreignRoot ? other : self
    let leafKey = manner.chain == .otherKey ? issuer.rootKey.publicKey : key
    let names = manner.chain == .otherName ? ["other.example"] : names
    let end = manner.chain == .expired ? now - 60 : now + manner.lifetime
    let leaf = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: leafKey,
      notValidBefore: min(now, end) - 3_600,
      notValidAfter: end,
      issuer: issuer.middle.subject,
      subject: DistinguishedName(),
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(SubjectAlternativeNames(names.map(GeneralName.dnsName)))
        try ExtendedKeyUsage([.serverAuth])
      },
      issuerPrivateKey: issuer.middleKey
    )
    let above = manner.chain == .wrongIssuer ? other.middle : issuer.middle
    return try [leaf, above].map { try $0.serializeAsPEM().pemString + "\n" }.joined()
  }

  private static func authority(
    _ name: String,
    _ key: Certificate.PublicKey,
    by signer: Certificate.PrivateKey,
    _ issuer: String,
    _ now: Date
  ) throws -> Certificate {
    try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: key,
      notValidBefore: now - 86_400,
      notValidAfter: now + 3_650 * 86_400,
      issuer: try DistinguishedName { CommonName(issuer) },
      subject: try DistinguishedName { CommonName(name) },
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true))
      },
      issuerPrivateKey: signer
    )
  }
}
