import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody reports an actor or posts to the admins (Mastodon’s Flag).
package enum FlagActivity: ActivityHandler {
  package static let type = AS.ActivityType.flag

  package struct Prepared: Sendable {
    let report: Report
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    let objects = activity.objects.compactMap(\.id?.string)
    let concerning = sender.isLocal ? objects : objects.filter(services.addresses.isOwn)
    guard !concerning.isEmpty else { throw Ignored("It concerns nothing of this node.") }
    return Prepared(
      report: Report(
        uri: activity.id.string,
        reporterID: sender.actor.id,
        objects: concerning,
        content: PlainText.text(of: activity.content),
        createdAt: services.now()
      )
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    // Anybody who is heard at all may report; what follows from it, the admins decide.
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    try tx.reports.insert(prepared.report)
  }
}
