import ActivityStreams
import Foundation
import Model
import Storage

/// A vote in a consultation: of a member in its own node, or of a node in a territory.
package struct CastBallot: Sendable {
  let consultation: String
  let choice: String?
  private let counts: [Int]
  private let uri: String
  private let castAt: Date
  private let document: String
  /// Whether the sender is a node, by its record, rather than somebody of it.
  private let isNode: Bool
  /// The territory in which it is published.
  private let territory: String?
  private let now: Date

  /// Reads a vote and checks its proof.
  ///
  /// - Throws: `Refusal.forbidden` for another's, `Refusal.unauthenticated`, `Refusal.malformed`.
  init(
    _ embedded: AS.Reference.Embedded,
    in activity: AS.Activity,
    by sender: VerifiedSender,
    with services: FederationServices
  ) async throws {
    let word = try await SignedWord<AS.ConsultationVote>(
      embedded.json,
      by: sender.actor,
      with: services
    )
    let value = word.value
    guard value.attributedTo.string == sender.actor.uri else {
      throw Refusal.forbidden("\(sender.actor.uri) may not vote for \(value.attributedTo).")
    }
    uri = try sender.proof(of: value.id.string).id
    (consultation, choice, counts) = (value.consultation.string, value.choice, value.counts)
    (castAt, document, now) = (value.published, word.document, services.now())
    isNode = services.isNode(sender.actor)
    territory = activity.publication?.territory
  }

  /// - Throws: `Refusal`, and `Ignored` for what is not known or comes too late.
  func authorize(by sender: VerifiedSender, in tx: Transaction) throws {
    _ = try vote(by: sender, in: tx)
  }

  func apply(by sender: VerifiedSender, in tx: Transaction) throws {
    let (vote, post) = try vote(by: sender, in: tx)
    guard try tx.consultations.cast(vote, in: post.id) else {
      throw Ignored("\(sender.actor.uri) has voted later than that.")
    }
    if sender.isLocal, isNode { try tx.consultations.markDecided(post.id, at: now) }
  }

  private func vote(
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws -> (ConsultationVote, Post) {
    let post = try post(for: sender, in: tx)
    guard let consultation = post.body.consultation else {
      throw Ignored("\(post.uri) is no consultation.")
    }
    try requireRight(on: post, sender, in: tx)
    let end =
      post.audience == .territory && !isNode
      ? consultation.ballotsCloseAt(openedAt: post.publishedAt) : consultation.closesAt
    let standing = try tx.consultations.standing(post.id)
    guard now < end, standing?.endedAt == nil else {
      throw Refusal.conflict("The vote is over.")
    }
    if try tx.consultations.isVote(uri),
      try tx.consultations.vote(of: sender.actor.id, in: post.id)?.uri != uri
    {
      throw Refusal.conflict("\(uri) is another vote.")
    }
    let vote = ConsultationVote(
      uri: uri,
      voter: sender.actor.id,
      isOfNode: isNode,
      choice: try choice.map(consultation.place),
      counts: isNode && counts.count == consultation.options.count + 1 ? counts : [],
      castAt: min(castAt, now),
      document: document
    )
    return (vote, post)
  }

  /// In a territory the post may come after a vote in it: a gap in the log is filled later.
  private func post(for sender: VerifiedSender, in tx: Transaction) throws -> Post {
    if let post = try tx.posts.find(uri: consultation) { return post }
    if let territory, sender.territories.contains(territory),
      try !tx.posts.isKnown(uri: consultation)
    {
      throw Refusal.unreachable("\(consultation) has not come yet.")
    }
    throw Ignored("\(consultation) is not known here.")
  }

  /// Inside a node each member has one vote; in a territory each node that is in it.
  private func requireRight(on post: Post, _ sender: VerifiedSender, in tx: Transaction) throws {
    switch (sender.isLocal, isNode) {
    case (true, true):
      guard post.audience == .territory else {
        throw Refusal.forbidden("In what is for the node its members vote.")
      }
    case (true, false):
      guard sender.actor.kind == .person,
        try tx.members.find(sender.actor.id)?.state == .active
      else { throw Refusal.forbidden("People vote: one person, one vote.") }
      guard let facts = try tx.posts.facts(about: post.id, for: sender.reader),
        Permission.allows(sender.reader, toRead: facts)
      else { throw Refusal.absent }
    case (false, true):
      guard post.audience == .territory, let territory = post.territory,
        sender.territories.contains(territory)
      else { throw Refusal.forbidden("\(sender.actor.uri) has no vote in \(post.uri).") }
    case (false, false):
      throw Refusal.forbidden("Members vote at their own node, which has one vote.")
    }
  }
}

extension FederationServices {
  /// Whether an actor speaks for its node as a whole, by the node's record.
  func isNode(_ actor: ActorProfile) -> Bool {
    guard actor.kind == .application else { return false }
    if actor.isLocal { return actor.uri == addresses.nodeActor.string }
    return known.node(of: actor.uri)?.record.actor == actor.uri
  }
}
