import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody says yes to a follow (ActivityPub §7.6), a quote, an answer to what it needs or offers, or
/// that something agreed on was done.
package enum AcceptActivity: ActivityHandler {
  package static let type = AS.ActivityType.accept
  package static let objects = ActivityObjects(
    received: ["Follow", "QuoteRequest", "Offer", "EconomicEvent"],
    sent: ["Follow", "QuoteRequest", "Offer", "EconomicEvent"]
  )

  package struct Prepared: Sendable {
    let answer: FollowAnswer
    let request: String?
    /// The stamp that answers a QuoteRequest.
    let stamp: String?
    /// The agreement that answers an Offer.
    let agreement: AS.Agreement?
    let now: Date
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(
      answer: try FollowAnswer(activity.object),
      request: activity.object?.id?.string,
      stamp: try activity.result?.id.map { try sender.proof(of: $0.string).id },
      agreement: activity.result?.embedded.flatMap { try? AS.Agreement(json: $0.json) },
      now: services.now()
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    if let request = prepared.request,
      try QuoteConsent.post(askedBy: request, of: sender, in: tx) != nil
    {
      return
    }
    if let move = try move(prepared, by: sender, in: tx) {
      _ = try move.outcome()
      return
    }
    _ = try prepared.answer.find(askedOf: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    if let request = prepared.request,
      let (post, quote) = try QuoteConsent.post(askedBy: request, of: sender, in: tx)
    {
      guard let stamp = prepared.stamp else {
        throw Refusal.malformed("It has no stamp for the quote.")
      }
      try tx.quotes.set(
        Quotation(quoted: quote.quoted, authorization: stamp, state: .accepted),
        of: post.id
      )
      return try QuoteConsent.tell(post.id, effects, in: tx)
    }
    if let move = try move(prepared, by: sender, in: tx) {
      return try move.carryOut(by: sender, at: effects.now, in: tx)
    }
    let follow = try prepared.answer.find(askedOf: sender, in: tx)
    try tx.follows.accept(follower: follow.followerID, followee: follow.followeeID)
    try NotificationWriter.forgetRequest(follow, in: tx)
    guard !sender.isLocal, effects.services.settings.backfill.postsOfFollowed > 0 else { return }
    try tx.backgroundFetches.enqueue(
      .outbox,
      sender.actor.uri,
      at: effects.now,
      pause: BackgroundFetchWorker.pause(.outbox)
    )
  }

  private static func move(
    _ prepared: Prepared,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws -> AgreementMove? {
    guard let object = prepared.request else { return nil }
    return try AgreementMove.accepting(
      object,
      prepared.agreement,
      stamp: prepared.stamp,
      by: sender,
      at: prepared.now,
      in: tx
    )
  }
}
