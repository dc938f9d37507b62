import ActivityStreams
import Model
import Storage

/// Somebody puts a post of its own on top (ActivityPub §6.6, Mastodon’s featured), or a moderator one
/// of a group, or makes somebody a moderator (FEP-1b12).
package enum AddActivity: ActivityHandler {
  package static let type = AS.ActivityType.add
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
    _ = try prepared.change.added(by: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch try prepared.change.added(by: sender, in: tx) {
    case .pin(let post, let owner): try tx.posts.pin(post, by: owner, at: effects.now)
    case .moderator(let actor, let group):
      let former = try tx.groups.standing(of: actor.id, in: group.id).affiliation
      try tx.groups.affiliate(actor.id, with: group.id, as: .moderator, at: effects.now)
      try NotificationWriter.tell(
        of: .moderator,
        after: former,
        to: actor,
        in: group,
        at: effects.now,
        tx
      )
    }
  }
}
