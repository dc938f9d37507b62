import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody took back what it wrote, or left (ActivityPub §6.4, §7.4).
package enum DeleteActivity: ActivityHandler {
  package static let type = AS.ActivityType.delete
  package static let objects = ActivityObjects(
    received: ["Tombstone"] + ActivityObjects.posts + ActivityObjects.actors,
    sent: ["Tombstone", "Person", "Group"]
  )

  package enum Prepared: Sendable {
    case actor
    case object(OriginProof)
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not what to delete.")
    }
    return id == activity.actor ? .actor : .object(try sender.proof(of: id.string))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard case .object(let proof) = prepared, let post = try tx.posts.find(uri: proof.id) else {
      return
    }
    guard post.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) may not delete \(proof.id).")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch prepared {
    case .actor:
      _ = try tx.publications.forget(author: sender.actor.id)
      try tx.actors.markDeleted(sender.actor.id, at: effects.now)
      effects.services.senderCache.forget(sender.actor.id)
    case .object(let proof):
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
}
