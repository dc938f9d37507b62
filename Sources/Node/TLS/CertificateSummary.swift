import Crypto
import Federation
import Foundation
import Model
import NIOSSL
import X509

/// What people want to know of a certificate: for `certificate show` and `doctor`.
package struct CertificateSummary: Codable, Hashable, Sendable {
  package let subject: String
  package let issuer: String
  /// The hosts and addresses that the certificate is for.
  package let names: [String]
  package let notBefore: Date
  package let notAfter: Date
  /// The hash of the public key that others pin (RFC 7469 §2.4).
  package let pin: String
  /// SHA-256 of the certificate, as browsers show it.
  package let fingerprint: String
  package let isSelfSigned: Bool

  init(_ certificate: NIOSSLCertificate) throws {
    let bytes = try certificate.toDERBytes()
    let parsed = try Certificate(derEncoded: bytes)
    subject = parsed.subject.description
    issuer = parsed.issuer.description
    names = try parsed.extensions.subjectAlternativeNames?.compactMap(\.readable) ?? []
    notBefore = parsed.notValidBefore
    notAfter = parsed.notValidAfter
    pin = try SPKIPin(of: certificate).description
    fingerprint = SHA256.hash(data: bytes).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined(separator: ":")
    isSelfSigned = parsed.subject == parsed.issuer
  }

  /// Whole days until the certificate ends; negative when it has.
  package func daysLeft(at now: Date) -> Int {
    Int((notAfter.timeIntervalSince(now) / 86_400).rounded(.down))
  }

  /// When a renewal is due: a third of the life is left.
  package var renewalTime: Date { notAfter - lifetime / 3 }

  private var lifetime: TimeInterval { max(0, notAfter.timeIntervalSince(notBefore)) }

  /// How near its end a certificate is.
  package enum Warning: Int, Sendable {
    case soon = 1
    case verySoon, ended
  }

  /// What is to be said of the end; nothing while it is far: fourteen days, or a fifth of a short
  /// life.
  package func warning(at now: Date) -> Warning? {
    let left = notAfter.timeIntervalSince(now)
    let soon = min(14 * 86_400, lifetime / 5)
    guard left < soon else { return nil }
    return left <= 0 ? .ended : left < soon / 2 ? .verySoon : .soon
  }

  /// Whether the certificate holds at a time.
  package func isValid(at now: Date) -> Bool {
    (notBefore...max(notBefore, notAfter)).contains(now)
  }

  /// Whether the certificate is for a host (RFC 9525 §6.3: `*` stands for one whole label).
  package func covers(_ host: String) -> Bool {
    let host = host.trimmingCharacters(in: ["[", "]"])
    let parent = host.split(separator: ".", maxSplits: 1).dropFirst().first
    return names.contains { name in
      let name = name.lowercased()
      return name == host
        || (parent != nil && IPAddress(host) == nil && name == "*.\(parent ?? "")")
    }
  }
}

extension SPKIPin {
  /// The pin of a certificate's public key.
  package init(of certificate: NIOSSLCertificate) throws {
    self.init(ofKey: try certificate.extractPublicKey().toSPKIBytes())
  }
}

extension GeneralName {
  fileprivate var readable: String? {
    switch self {
    case .dnsName(let name): name
    case .ipAddress(let address): IPAddress(networkBytes: address.bytes)?.description
    default: nil
    }
  }
}
