import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody takes back a Follow, Accept, Like, Announce or Block of its own (ActivityPub §6.10, §7.12).
package enum UndoActivity: ActivityHandler {
  package static let type = AS.ActivityType.undo
  package static let objects = ActivityObjects(
    received: ["Follow", "Accept", "Like", "Announce", "Block", "Invite"],
    sent: ["Follow", "Like", "Announce", "Block", "Invite"]
  )

  package struct Prepared: Sendable {
    let follow: FollowAnswer
    let uri: String?
    let embedded: AS.Activity?
    /// The follow whose Accept is taken back.
    let accepted: FollowAnswer?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    let embedded = activity.object?.embedded.flatMap { try? AS.Activity(json: $0.json) }
    if let embedded, embedded.actor != activity.actor {
      throw Refusal.forbidden("\(sender.actor.uri) may not undo what \(embedded.actor) did.")
    }
    return Prepared(
      follow: try FollowAnswer(activity.object),
      uri: activity.object?.id?.string,
      embedded: embedded,
      accepted: embedded?.type == .accept ? try FollowAnswer(embedded?.object) : nil
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    if let accepted = prepared.accepted { _ = try accepted.find(askedOf: sender, in: tx) }
    guard let follow = try prepared.follow.find(in: tx) else { return }
    guard follow.followerID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) may not undo \(follow.uri).")
    }
  }

  /// Everything is looked up together with the sender, so nobody else's can be found.
  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    if sender.isLocal, let uri = prepared.uri {
      try tx.outbox.remove(uri: uri, by: sender.actor.id)
    }
    if let follow = try prepared.accepted?.find(askedOf: sender, in: tx) {
      try tx.follows.remove(follower: follow.followerID, followee: follow.followeeID)
      try tx.timelines.remove(author: follow.followeeID, from: follow.followerID)
    } else if let follow = try prepared.follow.find(in: tx) {
      try tx.follows.remove(follower: sender.actor.id, followee: follow.followeeID)
      try NotificationWriter.forget(follow, in: tx)
      try WithdrawnInvite.left(follow.followeeID, by: sender.actor.id, in: tx)
      if sender.isLocal {
        try tx.timelines.remove(author: follow.followeeID, from: sender.actor.id)
      }
    } else if let post = try post(.boost, of: prepared, from: sender, in: tx) {
      try tx.reactions.remove(.boost, by: sender.actor.id, of: post)
      try tx.timelines.removeBoost(of: post, by: sender.actor.id)
      try NotificationWriter.forget(.boost, of: post, by: sender.actor.id, in: tx)
      if try tx.groups.state(of: post, in: sender.actor.id) != nil {
        try tx.groups.put(post, in: sender.actor.id, .removed)
      }
    } else if let post = try post(.like, of: prepared, from: sender, in: tx) {
      try tx.reactions.remove(.like, by: sender.actor.id, of: post)
      try NotificationWriter.forget(.like, of: post, by: sender.actor.id, in: tx)
    } else if let target = try blocked(prepared, from: sender, in: tx) {
      try tx.blocks.remove(by: sender.actor.id, against: target)
    } else if try WithdrawnInvite.undo(prepared.uri, by: sender, in: tx) {
      return
    } else {
      try forestall(prepared, from: sender, in: tx, at: effects.now)
    }
  }

  /// What is undone may wait to be tried again, or come later than its Undo.
  private static func forestall(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    at now: Date
  ) throws {
    guard !sender.isLocal, let uri = prepared.uri, let proof = try? sender.proof(of: uri) else {
      throw Ignored("There is nothing to undo.")
    }
    try tx.inbox.forestall(proof, from: sender.actor.id, at: now)
  }

  private static func post(
    _ kind: ReactionStore.Kind,
    of prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws -> PostID? {
    let actor = sender.actor.id
    if let uri = prepared.uri, let post = try tx.reactions.post(kind, uri: uri, by: actor) {
      return post
    }
    guard let inner = prepared.embedded, inner.type == (kind == .like ? .like : .announce),
      let object = inner.object?.id, let post = try tx.posts.find(uri: object.string)
    else { return nil }
    return try tx.reactions.uri(kind, by: actor, of: post.id) == nil ? nil : post.id
  }

  private static func blocked(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws -> ActorID? {
    let actor = sender.actor.id
    if let uri = prepared.uri, let target = try tx.blocks.target(uri: uri, by: actor) {
      return target
    }
    guard let inner = prepared.embedded, inner.type == .block, let object = inner.object?.id,
      let target = try tx.actors.find(uri: object.string)
    else { return nil }
    return try tx.blocks.exists(by: actor, against: target.id) ? target.id : nil
  }
}
