import ActivityStreams
import Foundation
import Model
import Storage

/// What an Accept, a Reject or an Ignore says, before it is known which kind of request it is about.
struct RequestAnswer: Sendable {
  /// The id of the request.
  let uri: String?
  /// The request itself, where it is carried along.
  let request: AS.Activity?
  let follow: FollowAnswer
  /// What an Accept gives, such as the stamp of a quote.
  let result: String?
  /// The agreement that answers an Offer (FEP-0837).
  let agreement: AS.Agreement?
  /// Yes or no.
  let type: AS.ActivityType
  /// Why, in plain text.
  let reason: String
  let now: Date
  /// The consent that answers an EndorsementRequest, verified.
  var consent: GivenConsent?

  init(_ activity: AS.Activity, by sender: VerifiedSender, at now: Date) throws {
    (type, self.now) = (activity.type, now)
    reason = AgreementMove.words(activity.content)
    agreement = activity.result?.embedded.flatMap { try? AS.Agreement(json: $0.json) }
    follow = try FollowAnswer(activity.object)
    uri = activity.object?.id?.string
    request = activity.object?.embedded.flatMap { try? AS.Activity(json: $0.json) }
    result = try activity.result?.id.map { try sender.proof(of: $0.string).id }
  }

  /// The request that is answered, of the first kind that knows it.
  ///
  /// - Throws: `Refusal.forbidden` when another was asked, `Ignored` when nobody asked.
  func find(from sender: VerifiedSender, in tx: Transaction) throws -> any AnsweredRequest {
    for kind in Self.kinds {
      if let found = try kind.init(self, from: sender, in: tx) { return found }
    }
    throw Ignored("No such request is known here.")
  }

  /// A further kind of request is a line here.
  private static let kinds: [any AnsweredRequest.Type] = [
    AnsweredQuote.self, AnsweredEndorsement.self, AnsweredJoin.self, AnsweredInvite.self,
    AnsweredOffer.self,
    AnsweredFollow.self,
  ]
}

/// A request of one kind that the sender was asked, and what its answers do.
protocol AnsweredRequest: Sendable {
  /// - Returns: Nothing when the answer is not about a request of this kind.
  /// - Throws: `Refusal.forbidden` when another was asked.
  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws

  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws
  func reject(_ effects: Effects, in tx: Transaction) throws
}

/// A wish to quote (FEP-044f).
struct AnsweredQuote: AnsweredRequest {
  private let post: Post
  private let quote: Quotation

  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws {
    guard let uri = answer.uri,
      let (post, quote) = try QuoteConsent.post(askedBy: uri, of: sender, in: tx)
    else { return nil }
    self.post = post
    self.quote = quote
  }

  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws {
    guard let stamp = answer.result else {
      throw Refusal.malformed("It has no stamp for the quote.")
    }
    try tx.quotes.set(
      Quotation(quoted: quote.quoted, authorization: stamp, state: .accepted),
      of: post.id
    )
    try QuoteConsent.tell(post.id, effects, in: tx)
  }

  func reject(_ effects: Effects, in tx: Transaction) throws {
    try tx.quotes.setState(.rejected, of: post.id)
    try QuoteConsent.tell(post.id, effects, in: tx)
  }
}

/// A wish to follow (ActivityPub §7.6, §7.7).
struct AnsweredFollow: AnsweredRequest {
  private let follow: Follow
  private let followee: ActorProfile
  private let isOfMember: Bool

  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws {
    follow = try answer.follow.find(askedOf: sender, in: tx)
    followee = sender.actor
    isOfMember = sender.isLocal
  }

  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws {
    try tx.follows.accept(follower: follow.followerID, followee: follow.followeeID)
    try NotificationWriter.forgetRequest(follow, in: tx)
    guard !isOfMember, effects.services.settings.backfill.postsOfFollowed > 0 else { return }
    try tx.backgroundFetches.enqueue(
      .outbox,
      followee.uri,
      at: effects.now,
      pause: BackgroundFetchWorker.pause(.outbox)
    )
  }

  /// Also of one that was accepted before.
  func reject(_ effects: Effects, in tx: Transaction) throws {
    try tx.follows.remove(follower: follow.followerID, followee: follow.followeeID)
    try tx.timelines.remove(author: follow.followeeID, from: follow.followerID)
    try NotificationWriter.forget(follow, in: tx)
    // Who is let out of a team's group is in the team no longer, at its own node too.
    try WithdrawnInvite.left(follow.followeeID, by: follow.followerID, in: tx)
  }
}
