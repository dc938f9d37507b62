import ActivityStreams
import Model
import Storage

/// Somebody says no to a follow, also to one that it had accepted (ActivityPub §7.7), to a quote, or to
/// what was said of it.
package enum RejectActivity: ActivityHandler {
  package static let type = AS.ActivityType.reject
  package static let objects = ActivityObjects(
    received: ["Follow", "QuoteRequest", "EndorsementRequest"],
    sent: ["Follow", "QuoteRequest", "EndorsementRequest"]
  )

  package struct Prepared: Sendable {
    let answer: FollowAnswer
    let request: String?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(
      answer: try FollowAnswer(activity.object),
      request: activity.object?.id?.string
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
    if let asked = try GivenConsent.asked(by: prepared.request, of: sender, in: tx) {
      guard asked.state == .asked else { throw Ignored("That was answered already.") }
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
    if let asked = try GivenConsent.asked(by: prepared.request, of: sender, in: tx) {
      return try tx.testimonials.hide(asked.id)
    }
    let follow = try prepared.answer.find(askedOf: sender, in: tx)
    try tx.follows.remove(follower: follow.followerID, followee: follow.followeeID)
    try tx.timelines.remove(author: follow.followeeID, from: follow.followerID)
    try NotificationWriter.forget(follow, in: tx)
  }
}
