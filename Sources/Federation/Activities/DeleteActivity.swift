import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody took back what it wrote, or left (ActivityPub §6.4, §7.4).
package enum DeleteActivity: ActivityHandler {
  package static let type = AS.ActivityType.delete
  package static let objects = ActivityObjects(
    received: ["Tombstone", "QuoteAuthorization", AS.EndorsementAuthorization.type]
      + AS.Endorsement.types + ActivityObjects.posts + ActivityObjects.actors,
    sent: [
      "Tombstone", "QuoteAuthorization", AS.EndorsementAuthorization.type, "Person", "Service",
      "Group",
    ]
      + AS.Endorsement.types
  )

  package enum Prepared: Sendable {
    case actor
    /// A post, with the proof that its id is of the sender's origin; a moderator has none.
    case object(String, Result<OriginProof, Refusal>)
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not what to delete.")
    }
    if id == activity.actor { return .actor }
    return .object(id.string, Result { () throws(Refusal) in try sender.proof(of: id.string) })
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard case .object(let uri, let proof) = prepared else { return }
    try QuoteConsent.requireOwner(uri, sender, in: tx)
    try GivenConsent.requireOwner(uri, sender, in: tx)
    guard let post = try tx.posts.find(uri: uri), post.authorID != sender.actor.id else {
      _ = try proof.get()
      return
    }
    // A moderator takes it out of the group; the post itself stays its author's.
    guard try isModerated(post, by: sender, in: tx) else {
      _ = try proof.get()
      throw Refusal.forbidden("\(sender.actor.uri) may not delete \(uri).")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch prepared {
    case .actor: try forget(sender.actor.id, effects, in: tx)
    case .object(let uri, let proof):
      if let post = try tx.posts.find(uri: uri), post.authorID != sender.actor.id { return }
      let proof = try proof.get()
      if try GivenConsent.takeBack(proof.id, sender, in: tx) { return }
      try QuoteConsent.revoke(proof.id, effects, in: tx)
      try tx.quotes.removeStamp(uri: proof.id)
      _ = try tx.publications.forget(postURI: proof.id)
      if let post = try tx.posts.find(uri: proof.id) {
        try tx.outbox.remove(about: post.id)
        try tx.posts.delete(post, at: effects.now)
      } else if !sender.isLocal, try tx.actors.find(uri: proof.id) == nil {
        // It may have overtaken its Create.
        try tx.posts.bury(proof, at: effects.now)
      }
    }
  }

  /// Does away with an actor and all that is tied to it.
  static func forget(_ actor: ActorID, _ effects: Effects, in tx: Transaction) throws {
    _ = try tx.publications.forget(author: actor)
    let events = try tx.attendances.localEvents(of: actor, .accepted)
    try tx.actors.markDeleted(actor, at: effects.now)
    for event in events { try WaitingGuests.welcome(to: event, effects, in: tx) }
    effects.services.senderCache.forget(actor)
  }

  /// Whether the sender moderates a group of this node that shows the post.
  private static func isModerated(
    _ post: Post,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws -> Bool {
    try tx.groups.groups(showing: post.id).contains { group in
      guard group.isLocal, group.isActive else { return false }
      return Permission.mayModerate(try tx.groups.standing(of: sender.actor.id, in: group.id))
    }
  }
}
