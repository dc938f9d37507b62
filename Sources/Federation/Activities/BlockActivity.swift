import ActivityStreams
import Model
import Storage

/// Somebody wants nothing to do with somebody (ActivityPub §6.9).
package enum BlockActivity: ActivityHandler {
  package static let type = AS.ActivityType.block
  package static let objects = ActivityObjects(
    received: ["Person", "Service", "Group"],
    sent: ActivityObjects.actors
  )

  package struct Prepared: Sendable {
    let uri: String
    let targetURI: String
    /// The group that somebody is to be kept out of (FEP-1b12).
    let groupURI: String?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not whom to block.")
    }
    return Prepared(
      uri: activity.id.string,
      targetURI: id.string,
      groupURI: activity.target?.id?.string
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    let target = try target(prepared, in: tx)
    guard target.id != sender.actor.id else {
      throw Refusal.malformed("Nobody can block itself.")
    }
    if prepared.groupURI != nil {
      let group = try group(prepared, in: tx)
      let own = try tx.groups.standing(of: sender.actor.id, in: group.id)
      guard Permission.mayBan(own, try tx.groups.standing(of: target.id, in: group.id)) else {
        throw Refusal.forbidden("\(sender.actor.uri) may keep nobody out of \(group.uri).")
      }
      return
    }
    guard sender.isLocal || target.isLocal else {
      throw Ignored("It concerns nobody here.")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    guard prepared.groupURI == nil else {
      return try keepOut(try target(prepared, in: tx), of: try group(prepared, in: tx), effects, tx)
    }
    let (actor, target) = (sender.actor.id, try target(prepared, in: tx).id)
    let isNew = try tx.blocks.add(uri: prepared.uri, by: actor, against: target, at: effects.now)
    if !isNew, let first = try tx.blocks.uri(by: actor, against: target) {
      try tx.repeats.add(prepared.uri, of: first, by: actor)
    }
    try tx.follows.remove(follower: actor, followee: target)
    try tx.follows.remove(follower: target, followee: actor)
    try tx.timelines.remove(author: target, from: actor)
    try tx.timelines.remove(author: actor, from: target)
    try tx.notifications.removeAll(from: target, to: actor)
  }

  private static func keepOut(
    _ target: ActorProfile,
    of group: ActorProfile,
    _ effects: Effects,
    _ tx: Transaction
  ) throws {
    let (id, now) = (target.id, effects.now)
    let former = try tx.groups.standing(of: id, in: group.id).affiliation
    try tx.groups.affiliate(id, with: group.id, as: .outcast, at: now)
    try NotificationWriter.tell(of: .outcast, after: former, to: target, in: group, at: now, tx)
    try WithdrawnInvite.left(group.id, by: id, in: tx)
    try tx.follows.remove(follower: id, followee: group.id)
    try tx.timelines.remove(author: group.id, from: id)
  }

  private static func group(_ prepared: Prepared, in tx: Transaction) throws -> ActorProfile {
    guard let group = try prepared.groupURI.flatMap(tx.actors.find(uri:)), group.isLocal,
      group.kind == .group
    else { throw Ignored("It concerns no group of this node.") }
    return group
  }

  private static func target(_ prepared: Prepared, in tx: Transaction) throws -> ActorProfile {
    guard let target = try tx.actors.find(uri: prepared.targetURI) else {
      throw Ignored("\(prepared.targetURI) is not known here.")
    }
    return target
  }
}
