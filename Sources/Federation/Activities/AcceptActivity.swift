import ActivityStreams
import Model
import Storage

/// Somebody says yes to a follow (ActivityPub §7.6).
package enum AcceptActivity: ActivityHandler {
  package static let type = AS.ActivityType.accept
  package static let objects = ActivityObjects(
    received: ["Follow"],
    sent: ["Follow"]
  )

  package struct Prepared: Sendable {
    let answer: FollowAnswer
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(answer: try FollowAnswer(activity.object))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    _ = try prepared.answer.find(askedOf: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let follow = try prepared.answer.find(askedOf: sender, in: tx)
    try tx.follows.accept(follower: follow.followerID, followee: follow.followeeID)
    guard !sender.isLocal, effects.services.settings.backfill.postsOfFollowed > 0 else { return }
    try tx.backgroundFetches.enqueue(
      .outbox,
      sender.actor.uri,
      at: effects.now,
      pause: BackgroundFetchWorker.pause(.outbox)
    )
  }
}
