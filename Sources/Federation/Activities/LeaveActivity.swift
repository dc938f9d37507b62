import ActivityStreams
import Model
import Storage

/// Somebody takes part in an event no longer, or no longer wants to (FEP-8a8e, Mobilizon).
package enum LeaveActivity: ActivityHandler {
  package static let type = AS.ActivityType.leave
  package static let objects = ActivityObjects(received: ["Event"], sent: ["Event"])

  package struct Prepared: Sendable {
    let eventURI: String
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not which event it is about.")
    }
    return Prepared(eventURI: id.string)
  }

  /// Whoever is not among those who take part leaves nothing.
  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let post = try tx.posts.find(uri: prepared.eventURI), sender.isLocal || post.isLocal,
      try tx.attendances.find(sender.actor.id, in: post.id) != nil
    else { throw Ignored("\(sender.actor.uri) takes no part in \(prepared.eventURI).") }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    guard let post = try tx.posts.find(uri: prepared.eventURI) else { throw Refusal.absent }
    let known = try tx.attendances.find(sender.actor.id, in: post.id)
    // Who was turned away stays turned away.
    if known?.state != .rejected { try tx.attendances.remove(sender.actor.id, from: post.id) }
    try tx.notifications.remove(
      .init(.eventJoin, by: sender.actor.id, post: post.id),
      to: post.authorID
    )
    guard known?.state == .accepted else { return }
    try WaitingGuests.welcome(to: post.id, effects, in: tx)
  }
}
