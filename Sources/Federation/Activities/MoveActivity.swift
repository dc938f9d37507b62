import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody now lives at another account, and its followers are to follow that one (Mastodon’s
/// Move, FEP-7628).
///
/// The new account, asked afresh, must name the old one in `alsoKnownAs`: nobody can send
/// followers to an account that does not want them, nor take those of another.
package enum MoveActivity: ActivityHandler {
  package static let type = AS.ActivityType.move
  package static let objects = ActivityObjects(
    received: ActivityObjects.actors,
    sent: ["Person", "Service"]
  )
  package static let looksUpFirst = true

  /// After a move another one of the same actor is not acted on for so many seconds, so that an
  /// account that is passed around does not make the node ask and follow without end.
  package static let pause: TimeInterval = 30 * 86_400

  package struct Prepared: Sendable {
    let targetID: ActorID
    let at: Date
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard activity.object?.id?.string == sender.actor.uri else {
      throw Refusal.forbidden("\(sender.actor.uri) may move nobody but itself.")
    }
    guard let target = activity.target?.id, target.string != sender.actor.uri else {
      throw Refusal.malformed("It says not where to.")
    }
    let now = services.now()
    try await services.database.read { tx in
      try requirePause(sender.actor.id, at: now, in: tx)
      // A stranger must not make the node fetch.
      guard try sender.isLocal || tx.follows.hasLocalFollower(sender.actor.id) else {
        throw Ignored("Nobody here follows \(sender.actor.uri).")
      }
    }
    try services.flows.requireAdmitted(hostOf: target.string)
    let isOwn = services.addresses.isOwn(target.string)
    let actor =
      try await isOwn ? services.actors.actor(target) : services.actors.refresh(target)
    return Prepared(targetID: actor.id, at: now)
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    try requirePause(sender.actor.id, at: prepared.at, in: tx)
    let target = try target(prepared, in: tx)
    guard target.isActive, target.id != sender.actor.id, target.kind != .application else {
      throw Refusal.absent
    }
    let details = try tx.actors.details(of: target.id)
    guard details.aliases.contains(sender.actor.uri) else {
      throw Refusal.forbidden(
        "\(target.address) does not name \(sender.actor.address) among its other accounts."
      )
    }
    // Who has moved on is no place to move to: chains and circles end here.
    guard details.movedTo == nil else {
      throw Refusal.conflict("\(target.address) has itself moved away.")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let (old, new) = (sender.actor, try target(prepared, in: tx))
    try tx.actors.recordMove(of: old.id, to: new.uri, at: effects.now)
    for follower in try tx.follows.localFollowers(of: old.id) {
      guard let follow = try tx.follows.find(follower: follower.id, followee: old.id) else {
        continue
      }
      try follow.state == .accepted ? lead(follower, to: new, effects, in: tx) : ()
      try leave(follow, of: follower, to: old, effects, in: tx)
    }
  }

  private static func lead(
    _ follower: ActorProfile,
    to new: ActorProfile,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    guard follower.id != new.id,
      try tx.follows.find(follower: follower.id, followee: new.id) == nil,
      try !tx.blocks.exists(by: follower.id, against: new.id),
      try !tx.blocks.exists(by: new.id, against: follower.id),
      let object = AS.IRI(new.uri)
    else { return }
    var activity = try effects.services.outgoing.activity(
      .follow,
      by: follower,
      object: .id(object),
      at: effects.now
    )
    activity.audience = AS.Audience(to: [.address(object)])
    let isOpen = new.isLocal && !new.traits.approvesFollowers
    let follow = Follow(
      uri: activity.id.string,
      followerID: follower.id,
      followeeID: new.id,
      state: isOpen ? .accepted : .pending,
      createdAt: effects.now
    )
    try tx.follows.save(follow)
    try NotificationWriter.tell(of: follow, at: effects.now, in: tx)
    try effects.publish(
      OutgoingActivity(actor: follower, activity: activity, audience: .direct),
      in: tx
    )
  }

  /// Unfollows the old account; what it wrote stays where it was read.
  private static func leave(
    _ follow: Follow,
    of follower: ActorProfile,
    to old: ActorProfile,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    try tx.follows.remove(follower: follower.id, followee: old.id)
    guard !old.isLocal, let id = AS.IRI(follow.uri), let actor = AS.IRI(follower.uri),
      let object = AS.IRI(old.uri)
    else { return }
    let inner = AS.Activity(id: id, type: .follow, actor: actor, object: .id(object))
    var activity = try effects.services.outgoing.activity(
      .undo,
      by: follower,
      object: AS.Reference(inner),
      at: effects.now
    )
    activity.audience = AS.Audience(to: [.address(object)])
    try effects.publish(
      OutgoingActivity(actor: follower, activity: activity, audience: .direct),
      in: tx
    )
  }

  private static func requirePause(_ actor: ActorID, at now: Date, in tx: Transaction) throws {
    guard let last = try tx.actors.lastMove(of: actor), now.timeIntervalSince(last) < pause else {
      return
    }
    let days = Int((pause / 86_400).rounded())
    throw Refusal.conflict("An account moves at most once in \(days) days.")
  }

  private static func target(_ prepared: Prepared, in tx: Transaction) throws -> ActorProfile {
    guard let target = try tx.actors.find(prepared.targetID) else { throw Refusal.absent }
    return target
  }
}
