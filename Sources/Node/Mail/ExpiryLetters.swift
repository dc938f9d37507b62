import Foundation
import HTTPServer
import Mail
import Model
import Storage

/// Writes to the admins when the certificate is about to end: when it begins to matter, at half of
/// that time, and when it has ended; once each.
struct ExpiryLetters {
  let node: OpenNode

  private static let key = "certificateLetters"

  func write(about certificate: CertificateSummary, at now: Date) async throws {
    guard node.postbox.isOn, let stage = certificate.warning(at: now) else { return }
    let fingerprint = certificate.fingerprint
    let told = try await node.database.read { tx in
      try Self.toldStage(of: fingerprint, in: tx)
    }
    guard told < stage.rawValue else { return }
    try await node.database.write { tx in
      guard try Self.toldStage(of: fingerprint, in: tx) < stage.rawValue else { return }
      try tx.state.set(Self.key, to: "\(stage.rawValue) \(fingerprint)")
      for member in try tx.members.all() where member.role == .admin && member.state == .active {
        guard let address = member.email.flatMap(MailAddress.init),
          try tx.mailPreferences.find(member).isConfirmed(member.email)
        else { continue }
        let letter = node.postbox.paper.certificate(
          to: .init(member),
          endsAt: certificate.notAfter,
          hasEnded: stage == .ended
        )
        try node.postbox.write(
          letter,
          .certificate,
          to: address,
          of: member.actorID,
          at: now,
          in: tx
        )
      }
    }
  }

  private static func toldStage(of fingerprint: String, in tx: Transaction) throws -> Int {
    let parts = try tx.state.value(key)?.split(separator: " ") ?? []
    guard parts.count == 2, parts[1] == fingerprint else { return 0 }
    return Int(parts[0]) ?? 0
  }
}
