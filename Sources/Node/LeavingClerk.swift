import Federation
import Foundation
import Model
import Storage

/// Erases the members whose day has come.
struct LeavingClerk {
  let services: FederationServices

  func work() async throws {
    let now = services.now()
    let due = try await services.database.read { try $0.erasures.due(at: now) }
    for member in due {
      do {
        try await erase(member, at: now)
      } catch {
        // One that cannot be erased keeps neither the others nor the rest of housekeeping.
        services.logger.error(
          "A member that left cannot be erased.",
          metadata: ["member": "\(member.rawValue)", "error": "\(error)"]
        )
      }
    }
  }

  private func erase(_ member: ActorID, at now: Date) async throws {
    try await services.outbox.deleteActor(member)
    let live = services.live
    try await services.database.write { tx in
      _ = try tx.clients.revokeAll(of: member, exceptSession: nil)
      let entry = AuditEntry(
        at: now,
        who: "the node",
        what: "member erase",
        target: "\(member.rawValue)",
        why: "the day that was set has come"
      )
      try tx.audit.append(entry)
      tx.afterCommit { live.end(member: member) }
    }
    services.talentWakeup.call()
  }
}
