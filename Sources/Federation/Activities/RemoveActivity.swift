import ActivityStreams
import Model
import Storage

/// Somebody takes a post of its own from the top (ActivityPub §6.7, Mastodon’s featured), or a
/// moderator one of a group, or dismisses a moderator (FEP-1b12).
package enum RemoveActivity: ActivityHandler {
  package static let type = AS.ActivityType.remove
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts + ActivityObjects.actors,
    sent: ["Note"]
  )

  package struct Prepared: Sendable {
    let change: CollectionChange
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(change: try CollectionChange(activity))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    _ = try prepared.change.removed(by: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch try prepared.change.removed(by: sender, in: tx) {
    case .pin(let post, let owner): try tx.posts.unpin(post, by: owner)
    case .moderator(let actor, let group):
      try tx.groups.affiliate(actor.id, with: group.id, as: .member, at: effects.now)
      guard actor.id != sender.actor.id else { return }
      try NotificationWriter.tell(
        of: .member,
        after: .moderator,
        to: actor,
        in: group,
        at: effects.now,
        tx
      )
    }
  }
}
