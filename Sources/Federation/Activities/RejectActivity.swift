import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody says no to a follow, also to one that it had accepted (ActivityPub §7.7), to a quote, to an
/// answer, or that something agreed on was done.
package enum RejectActivity: ActivityHandler {
  package static let type = AS.ActivityType.reject
  package static let objects = ActivityObjects(
    received: ["Follow", "QuoteRequest", "Offer", "EconomicEvent"],
    sent: ["Follow", "QuoteRequest", "Offer", "EconomicEvent"]
  )

  package struct Prepared: Sendable {
    let answer: FollowAnswer
    let request: String?
    /// Why, in plain text.
    let reason: String
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
      reason: AgreementMove.words(activity.content),
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
      let (post, _) = try QuoteConsent.post(askedBy: request, of: sender, in: tx)
    {
      try tx.quotes.setState(.rejected, of: post.id)
      return try QuoteConsent.tell(post.id, effects, in: tx)
    }
    if let move = try move(prepared, by: sender, in: tx) {
      return try move.carryOut(by: sender, at: effects.now, in: tx)
    }
    let follow = try prepared.answer.find(askedOf: sender, in: tx)
    try tx.follows.remove(follower: follow.followerID, followee: follow.followeeID)
    try tx.timelines.remove(author: follow.followeeID, from: follow.followerID)
    try NotificationWriter.forget(follow, in: tx)
  }

  private static func move(
    _ prepared: Prepared,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws -> AgreementMove? {
    guard let object = prepared.request else { return nil }
    return try AgreementMove.rejecting(
      object,
      reason: prepared.reason,
      by: sender,
      at: prepared.now,
      in: tx
    )
  }
}
