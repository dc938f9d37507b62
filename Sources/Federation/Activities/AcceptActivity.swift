import ActivityStreams
import Model
import Storage

/// Somebody says yes to a follow (ActivityPub §7.6), a quote, or what was said of it.
package enum AcceptActivity: ActivityHandler {
  package static let type = AS.ActivityType.accept
  package static let objects = ActivityObjects(
    received: ["Follow", "QuoteRequest", "EndorsementRequest"],
    sent: ["Follow", "QuoteRequest", "EndorsementRequest"]
  )

  package struct Prepared: Sendable {
    let answer: FollowAnswer
    let request: String?
    /// The stamp that answers a QuoteRequest.
    let stamp: String?
    /// The consent that answers an EndorsementRequest.
    let consent: GivenConsent?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    let result = activity.result?.embedded
    let isConsent = result?.type == AS.EndorsementAuthorization.type
    let carried = isConsent ? result?.json : nil
    var consent: GivenConsent?
    if let carried { consent = try await GivenConsent(carried, by: sender, with: services) }
    return Prepared(
      answer: try FollowAnswer(activity.object),
      request: activity.object?.id?.string,
      stamp: try activity.result?.id.map { try sender.proof(of: $0.string).id },
      consent: consent
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
      guard let given = prepared.consent, given.testimonial == asked.uri else {
        throw Refusal.malformed("It carries no consent to \(asked.uri).")
      }
      _ = try given.find(from: sender, in: tx)
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
    if let asked = try GivenConsent.asked(by: prepared.request, of: sender, in: tx) {
      guard let given = prepared.consent else { return }
      return try tx.testimonials.agree(to: asked.id, by: given.consent)
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
}
