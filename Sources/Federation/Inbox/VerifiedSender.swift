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
  /// The territories, as text, that the actor's node shares with this one; of ours, none is asked.
  package let territories: Set<String>

  private init(actor: ActorProfile, door: Door, territories: Set<String> = []) {
    self.actor = actor
    self.door = door
    self.territories = territories
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
  static func remote(
    _ actor: ActorProfile,
    _ known: KnownNodes
  ) throws(Refusal) -> VerifiedSender {
    guard !actor.isLocal, actor.isActive else {
      throw .forbidden("\(actor.uri) may not act here.")
    }
    let territories = known.territories(of: actor.uri)
    return VerifiedSender(actor: actor, door: .inbox, territories: territories)
  }

  /// The same sender as it stands now: it may have left or been suspended since it was verified,
  /// or its node been excluded from a territory.
  func renewed(in tx: Transaction, _ known: KnownNodes) throws -> VerifiedSender {
    guard let current = try tx.actors.find(actor.id), current.isActive else {
      throw Refusal.forbidden("\(actor.uri) may not act here.")
    }
    let territories = isLocal ? [] : known.territories(of: current.uri)
    return VerifiedSender(actor: current, door: door, territories: territories)
  }

  /// The sender as one who reads.
  var reader: Reader {
    switch door {
    case .outbox: .member(actor.id)
    case .inbox: .remote(actor.id, territories: territories)
    }
  }

  /// The proof that an id may be written: it is of the sender's own origin.
  func proof(of id: String) throws(Refusal) -> OriginProof {
    try OriginProof(of: id, vouchedBy: actor.uri)
  }

  var isLocal: Bool { actor.isLocal }
}
