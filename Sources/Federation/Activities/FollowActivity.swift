import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody wants to hear somebody (ActivityPub §6.5, §7.5).
package enum FollowActivity: ActivityHandler {
  package static let type = AS.ActivityType.follow
  package static let objects = ActivityObjects(
    received: ["Person", "Service", "Group"],
    sent: ActivityObjects.actors
  )

  package struct Prepared: Sendable {
    let activity: AS.Activity
    let followeeID: ActorID
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not whom to follow.")
    }
    if !sender.isLocal, !services.addresses.isOwn(id.string) {
      throw Ignored("\(id) is not of this node.")
    }
    try services.flows.requireAdmitted(hostOf: id.string)
    let followee = try await services.actors.actor(id)
    return Prepared(activity: activity, followeeID: followee.id)
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let followee = try tx.actors.find(prepared.followeeID), followee.isActive,
      followee.id != sender.actor.id
    else { throw Refusal.absent }
    guard followee.kind != .application || !followee.isLocal else {
      throw Ignored("The node itself has no followers.")
    }
    if followee.isLocal, followee.kind == .group,
      try tx.groups.standing(of: sender.actor.id, in: followee.id).affiliation == .outcast
    {
      throw Refusal.absent
    }
    if let target = try tx.actors.details(of: followee.id).movedTo, followee.isLocal {
      throw Refusal.conflict("\(followee.address) has moved to \(target).")
    }
    guard try !tx.blocks.exists(by: followee.id, against: sender.actor.id) else {
      throw Refusal.absent
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    guard let followee = try tx.actors.find(prepared.followeeID) else { throw Refusal.absent }
    let isOpen = try isOpen(followee, to: sender, in: tx)
    let known = try tx.follows.find(follower: sender.actor.id, followee: followee.id)
    var follow = Follow(
      uri: prepared.activity.id.string,
      followerID: sender.actor.id,
      followeeID: followee.id,
      state: .pending,
      createdAt: effects.now
    )
    try tx.follows.save(follow)
    let isAccepted = isOpen || (followee.isLocal && known?.state == .accepted)
    follow.state = isAccepted ? .accepted : .pending
    if known?.state != follow.state {
      try NotificationWriter.tell(of: follow, at: effects.now, in: tx)
    }
    guard isAccepted else { return }
    try tx.follows.accept(follower: sender.actor.id, followee: followee.id)
    guard !sender.isLocal else { return }
    let answer = try effects.services.outgoing.answer(
      .accept,
      by: followee,
      to: prepared.activity,
      at: effects.now
    )
    try effects.publish(answer, in: tx)
  }

  /// Whether a follow holds without anybody being asked.
  private static func isOpen(
    _ followee: ActorProfile,
    to sender: VerifiedSender,
    in tx: Transaction
  ) throws -> Bool {
    guard followee.isLocal else { return false }
    guard followee.kind == .group else { return !followee.traits.approvesFollowers }
    return Permission.admitsAtOnce(
      try tx.groups.standing(of: sender.actor.id, in: followee.id),
      by: try tx.groups.rules(of: followee.id)
    )
  }
}

extension Outgoing {
  /// An Accept or a Reject of a request of another node's actor, to the one who asked.
  func answer(
    _ type: AS.ActivityType,
    by asked: ActorProfile,
    to request: AS.Activity,
    at now: Date
  ) throws -> OutgoingActivity {
    var plain = request
    plain.audience = AS.Audience()
    let object = try AS.Reference(json: plain.json)
    var activity = try activity(type, by: asked, object: object, at: now)
    activity.audience = AS.Audience(to: [.address(request.actor)])
    return OutgoingActivity(actor: asked, activity: activity, audience: .direct)
  }
}
