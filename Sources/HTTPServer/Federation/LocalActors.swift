import Federation
import Model
import Storage

/// Finds the actors of this node that others may see.
struct LocalActors: Sendable {
  let addresses: Addresses

  /// The member or group with a name.
  ///
  /// - Throws: `Refusal.absent` for one that is not there, or invited and not yet come;
  ///   `Refusal.gone` for one that was deleted; `Refusal.forbidden` for one that is suspended: it may
  ///   come back, and "gone" would let others delete it for good (Mastodon does the same).
  func find(
    _ kind: ActorProfile.Kind,
    named name: String,
    in tx: Transaction
  ) throws -> ActorProfile {
    try shown(try tx.actors.find(uri: addresses.actor(kind, named: name).string), in: tx)
  }

  /// A member or group with a name, or the node's own actor by its.
  func find(named name: String, in tx: Transaction) throws -> ActorProfile {
    try shown(try tx.actors.find(localName: name), in: tx)
  }

  func node(in tx: Transaction) throws -> ActorProfile {
    guard let actor = try tx.actors.find(uri: addresses.nodeActor.string) else {
      throw Refusal.absent
    }
    return actor
  }

  func shown(_ actor: ActorProfile?, in tx: Transaction) throws -> ActorProfile {
    guard let actor, actor.isLocal else { throw Refusal.absent }
    guard actor.deletedAt == nil else { throw Refusal.gone(id: actor.uri) }
    let member = try tx.members.find(actor.id)
    guard actor.suspendedAt == nil, member?.state != .suspended else {
      throw Refusal.forbidden("This account is suspended.")
    }
    guard member == nil || member?.state == .active else { throw Refusal.absent }
    return actor
  }
}
