import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody reports an actor or posts to the admins (Mastodon’s Flag).
package enum FlagActivity: ActivityHandler {
  package static let type = AS.ActivityType.flag
  package static let objects = ActivityObjects(
    received: ActivityObjects.actors + ActivityObjects.posts,
    sent: ActivityObjects.actors + ActivityObjects.posts
  )

  /// How many reports of one actor wait for the admins: each is kept until they have seen to it.
  static let mostOpen = 100
  /// And how many of all actors of another node: they are as many as its admin likes.
  static let mostOpenOfHost = 500

  package struct Prepared: Sendable {
    let report: Report
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard !services.flows.rules(about: sender.actor.host).dropsReports else {
      throw Ignored("This node takes no reports from \(sender.actor.host).")
    }
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
    guard try tx.reports.countOpen(by: sender.actor.id) < mostOpen else {
      throw Ignored("\(sender.actor.uri) has \(mostOpen) reports here that nobody has seen to yet.")
    }
    let host = sender.actor.host
    let most = mostOpenOfHost
    guard try sender.isLocal || tx.reports.countOpen(from: host, upTo: most) < most else {
      throw Ignored("\(host) has \(most) reports here that nobody has seen to yet.")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    guard let id = try tx.reports.insert(prepared.report) else { return }
    try tx.reports.keep(try Evidence.collect(prepared.report, in: tx), of: id)
    try NotificationWriter.tell(ofReport: id, by: sender.actor.id, at: effects.now, in: tx)
  }
}
