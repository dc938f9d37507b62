import Model
import Storage

/// An actor of whom it is proven that it acts: by a signature, or because it is ours.
///
/// Handlers take this and never a name from a document.
package struct VerifiedSender: Sendable, Hashable {
  /// The way by which an activity came.
  package enum Door: Sendable, Hashable {
    /// From another node, signed.
    case inbox
    /// From a member of this node, who chose an audience.
    case outbox(Audience)
  }

  package let actor: ActorProfile
  package let door: Door

  private init(actor: ActorProfile, door: Door) {
    self.actor = actor
    self.door = door
  }

  /// A local actor; whoever calls this has authenticated it.
  static func local(
    _ actor: ActorProfile,
    choosing audience: Audience
  ) throws(Refusal)
    -> VerifiedSender
  {
    guard actor.isLocal, actor.isActive else { throw .forbidden("This account may not act now.") }
    return VerifiedSender(actor: actor, door: .outbox(audience))
  }

  /// A remote actor, proven by ``SenderVerification``, also when it is read back from the inbox.
  static func remote(_ actor: ActorProfile) throws(Refusal) -> VerifiedSender {
    guard !actor.isLocal, actor.isActive else {
      throw .forbidden("\(actor.uri) may not act here.")
    }
    return VerifiedSender(actor: actor, door: .inbox)
  }

  /// The same sender as it stands now: it may have left or been suspended since it was verified.
  func renewed(in tx: Transaction) throws -> VerifiedSender {
    guard let current = try tx.actors.find(actor.id), current.isActive else {
      throw Refusal.forbidden("\(actor.uri) may not act here.")
    }
    return VerifiedSender(actor: current, door: door)
  }

  /// The proof that an id may be written: it is of the sender's own origin.
  func proof(of id: String) throws(Refusal) -> OriginProof {
    try OriginProof(of: id, vouchedBy: actor.uri)
  }

  var isLocal: Bool { actor.isLocal }
}
