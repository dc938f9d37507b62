import Foundation
import SwiftASN1
// The clock is handed in, as everywhere.
@_spi(FixedExpiryValidationTime) import X509

/// A chain of certificates as an authority gave it, leaf first, found to be what was asked for.
struct IssuedChain: Sendable {
  let certificates: [Certificate]

  private static let mostCertificates = 10
  /// What clocks may differ by, in seconds.
  private static let tolerance: TimeInterval = 300

  var pem: String {
    get throws {
      try certificates.map { try $0.serializeAsPEM().pemString + "\n" }.joined()
    }
  }

  /// Reads a chain and refuses one that is not for this key and name, not valid now, not in order, or
  /// vouched for by nobody known.
  init(
    _ text: String,
    for key: Certificate.PublicKey,
    _ wish: CertificateWish,
    at now: Date
  ) async throws(ACMEFailure) {
    certificates = try Self.read(text)
    let leaf = certificates[0]
    guard leaf.publicKey == key else {
      throw .unusable(reason: "it is for another key")
    }
    let names = Self.names(of: leaf)
    guard names.contains(wish.name.lowercased()) else {
      throw .unusable(
        reason: "it is for \(names.sorted().joined(separator: ", ")), not \(wish.name)"
      )
    }
    let isValid = leaf.notValidBefore <= now + Self.tolerance && now < leaf.notValidAfter
    guard isValid else {
      throw .unusable(reason: "it does not hold at \(now.formatted(.iso8601))")
    }
    // Each certifies the one before it (RFC 8555 §9.1).
    for (one, next) in zip(certificates, certificates.dropFirst())
    where one.issuer != next.subject || !next.publicKey.isValidSignature(one.signature, for: one) {
      throw .unusable(
        reason: "`\(one.subject)` is not signed by `\(next.subject)`, which follows it"
      )
    }
    if let authorities = wish.authorities {
      try await Self.check(certificates, wish.name, authorities, now)
    }
  }

  private static func read(_ text: String) throws(ACMEFailure) -> [Certificate] {
    let found: [Certificate]
    do {
      found = try PEMDocument.parseMultiple(pemString: text).map(Certificate.init(pemDocument:))
    } catch {
      throw .unusable(reason: "it is no chain in PEM")
    }
    guard (1...Self.mostCertificates).contains(found.count) else {
      throw .unusable(reason: "the chain has \(found.count) certificates")
    }
    return found
  }

  private static func names(of leaf: Certificate) -> Set<String> {
    guard let names = try? leaf.extensions.subjectAlternativeNames else { return [] }
    return Set(
      names.map { name in
        if case .dnsName(let text) = name { text.lowercased() } else { "\(name)" }
      }
    )
  }

  private static func check(
    _ chain: [Certificate],
    _ name: String,
    _ authorities: [Certificate],
    _ now: Date
  ) async throws(ACMEFailure) {
    // A certificate that begins within the tolerance is looked at when it holds.
    let time = max(now, chain[0].notValidBefore)
    var verifier = Verifier(rootCertificates: CertificateStore(authorities)) {
      RFC5280Policy(fixedExpiryValidationTime: time)
      ServerIdentityPolicy(serverHostname: name, serverIP: nil)
    }
    let result = await verifier.validate(
      leaf: chain[0],
      intermediates: CertificateStore(chain.dropFirst())
    )
    guard case .validCertificate = result else {
      throw .unusable(reason: "no authority that this node knows vouches for it")
    }
  }
}
