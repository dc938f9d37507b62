import Foundation
import Node
import Storage

/// The last backup of a node, as `status` and `doctor` tell of it.
struct LastBackup: Encodable, Sendable {
  let name: String
  let madeAt: Date
  let ageSeconds: Int
  let isVerified: Bool

  /// Nothing when there is none.
  init?(of node: OpenNode, at now: Date) {
    let backups = Backups(node.configuration, home: node.home)
    guard let last = backups.all(of: node.configuration.origin.description).last else { return nil }
    name = last.name
    madeAt = last.manifest.madeAt
    ageSeconds = max(0, Int(now.timeIntervalSince(madeAt)))
    isVerified = last.verifiedAt != nil
  }

  var shown: String {
    "\(TimeInterval(ageSeconds).shownDuration) ago" + (isVerified ? "" : ", never verified")
  }
}

extension NodeExamination {
  /// Longer without a backup is worth a word, whatever the configuration says.
  private static let longestAge = 8 * 86_400

  /// Whether there is a backup to go back to.
  func backups() async throws -> Check {
    guard let last = LastBackup(of: node, at: call.now) else {
      return .warning(
        "backup",
        "there is none",
        mend: "maillage backup create; backup.every makes them by itself"
      )
    }
    let unverified = Backups(node.configuration, home: node.home)
      .all(of: node.configuration.origin.description).filter { $0.verifiedAt == nil }.map(\.name)
    guard unverified.isEmpty else {
      return .warning(
        "backup",
        "never verified: \(unverified.prefix(3).joined(separator: ", "))"
          + (unverified.count > 3 ? " and \(unverified.count - 3) more" : ""),
        mend: "maillage backup verify \(unverified[0])"
      )
    }
    let due = max(2 * node.configuration.backupEvery * 3_600, 0)
    let limit = due == 0 ? Self.longestAge : due
    guard last.ageSeconds <= limit else {
      return .warning("backup", "the last was \(last.shown)", mend: "maillage backup create")
    }
    return .passed("backup", "the last was \(last.shown), and verified")
  }

  /// So many lines of the audit log are looked at; all of them by `audit verify`.
  private static let mostLines = 20_000

  /// Whether anybody changed the audit log since its end was noted in a backup that was verified.
  func auditLog() async throws -> Check {
    let (backups, origin) = (
      Backups(node.configuration, home: node.home), node.configuration.origin.description
    )
    let head = try await Offside.run {
      backups.all(of: origin).last { $0.verifiedAt != nil }?.manifest.auditHead
    }
    let noted = head.flatMap { AuditStore.Head("\($0.number):\($0.hash)") }
    let (complaints, since) = try await node.database.read {
      try $0.audit.latestComplaints(after: noted, atMost: Self.mostLines)
    }
    guard let first = complaints.first else {
      return .passed(
        "audit log",
        since > 1 ? "its chain is whole from line \(since) on" : "its chain is whole"
      )
    }
    return .failed("audit log", "\(first)", mend: "maillage audit verify")
  }
}
