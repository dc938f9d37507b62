import ActivityStreams
import Model
import Storage

/// Somebody takes a post of its own from the top (ActivityPub §6.7, Mastodon’s featured).
package enum RemoveActivity: ActivityHandler {
  package static let type = AS.ActivityType.remove
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts,
    sent: ["Note"]
  )

  package struct Prepared: Sendable {
    let change: PinChange
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(change: try PinChange(activity))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    _ = try prepared.change.post(of: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let post = try prepared.change.post(of: sender, in: tx)
    try tx.posts.unpin(post, by: sender.actor.id)
  }
}
