import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody takes back a Follow, Accept, Like, Announce, Block or Offer of its own (ActivityPub §6.10,
/// §7.12).
package enum UndoActivity: ActivityHandler {
  package static let type = AS.ActivityType.undo
  package static let objects = ActivityObjects(
    received: ["Follow", "Accept", "Like", "Announce", "Block", "Invite", "Offer"],
    sent: ["Follow", "Like", "Announce", "Block", "Invite", "Offer"]
  )

  package struct Prepared: Sendable {
    let follow: FollowAnswer
    var uri: String?
    let embedded: AS.Activity?
    /// The follow whose Accept is taken back.
    let accepted: FollowAnswer?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    let embedded = activity.object?.embedded.flatMap { try? AS.Activity(inside: $0.json) }
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
    if let move = try AgreementMove.withdrawing(prepared.uri, by: sender, in: tx) {
      _ = try move.outcome()
      return
    }
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
    if let move = try AgreementMove.withdrawing(prepared.uri, by: sender, in: tx) {
      try move.carryOut(by: sender, at: effects.now, in: tx)
      return try removeLocal(prepared, from: sender, in: tx)
    }
    var prepared = prepared
    // What was said several times is kept under its first id.
    if let first = try prepared.uri.flatMap({ try tx.repeats.first(of: $0, by: sender.actor.id) }) {
      prepared.uri = first
    }
    try removeLocal(prepared, from: sender, in: tx)
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
    } else if let post = try boosted(prepared, from: sender, in: tx) {
      try tx.reactions.remove(.boost, by: sender.actor.id, of: post)
      try tx.timelines.removeBoost(of: post, by: sender.actor.id)
      try NotificationWriter.forget(.boost, of: post, by: sender.actor.id, in: tx)
      if try tx.groups.state(of: post, in: sender.actor.id) != nil {
        try tx.groups.put(post, in: sender.actor.id, .removed)
      }
    } else if try takeBackLike(prepared, from: sender, in: tx) {
      return
    } else if let target = try blocked(prepared, from: sender, in: tx) {
      try tx.blocks.remove(by: sender.actor.id, against: target)
    } else if try WithdrawnInvite.undo(prepared.uri, by: sender, in: tx) {
      return
    } else {
      try forestall(prepared, from: sender, in: tx, at: effects.now)
    }
  }

  /// What a member takes back is in its outbox no longer.
  private static func removeLocal(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard sender.isLocal, let uri = prepared.uri else { return }
    let actor = sender.actor.id
    for again in try tx.repeats.all(of: uri, by: actor) {
      try tx.outbox.remove(uri: again, by: actor)
    }
    try tx.outbox.remove(uri: uri, by: actor)
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

  private static func boosted(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws -> PostID? {
    let actor = sender.actor.id
    if let uri = prepared.uri, let post = try tx.reactions.post(.boost, uri: uri, by: actor) {
      return post
    }
    guard let post = try post(of: .announce, in: prepared, tx) else { return nil }
    return try tx.reactions.uri(.boost, by: actor, of: post) == nil ? nil : post
  }

  /// The post that the activity is about which is taken back.
  private static func post(
    of type: AS.ActivityType,
    in prepared: Prepared,
    _ tx: Transaction
  ) throws -> PostID? {
    guard let inner = prepared.embedded, inner.type == type, let object = inner.object?.id else {
      return nil
    }
    return try tx.posts.find(uri: object.string)?.id
  }

  /// Takes back a like, or one of several reactions that are one like together.
  ///
  /// - Returns: Whether there was one.
  private static func takeBackLike(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws -> Bool {
    let actor = sender.actor.id
    var undone = prepared.uri
    // A like is known by its post and its emoji, too.
    if let post = try post(of: .like, in: prepared, tx), let inner = prepared.embedded {
      let emoji = LikeActivity.emoji(of: inner)
      undone = try tx.reactions.like(with: emoji, by: actor, of: post) ?? undone
    }
    guard let undone else { return false }
    if try tx.reactions.removeFurther(uri: undone, by: actor) { return true }
    guard let post = try tx.reactions.post(.like, uri: undone, by: actor) else { return false }
    guard try !tx.reactions.replaceLike(by: actor, of: post) else { return true }
    try tx.reactions.remove(.like, by: actor, of: post)
    try NotificationWriter.forget(.like, of: post, by: actor, in: tx)
    return true
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
