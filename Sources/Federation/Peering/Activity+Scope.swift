import ActivityStreams
import Model
import Storage

/// The kinds of activity by which valves tell them apart.
extension AS.Activity {
  /// Nothing for what ties people or takes something back.
  ///
  /// What was shared must be removable, whatever was closed since; and what is taken back before
  /// it is released is known as such (``PostStore/bury(_:at:)``, ``InboxStore/forestall(_:from:at:)``).
  var hasScope: Bool {
    switch type {
    // What is done of an agreement ties the two who agreed, whatever else their nodes share.
    case .create: object?.embedded?.type != AS.EconomicEvent.type
    case .announce, .like, .add, .join, .endorsementRequest: true
    case .update:
      object?.id != actor && object?.embedded?.type != AS.EndorsementAuthorization.type
    case .accept, .block, .delete, .flag, .follow, .ignore, .invite, .leave, .move, .offer,
      .quoteRequest, .reject, .remove, .undo, .other:
      false
    }
  }

  /// The scopes that all have to be open for it: one address more opens no closed valve.
  func scopes(by actor: ActorProfile, in tx: Transaction) throws -> Set<Scope> {
    guard hasScope else { return [] }
    if actor.kind == .group { return [.groups] }
    if type == .endorsementRequest { return [.talents] }
    let isToGroup = try audience.addresses.contains { address in
      try tx.actors.find(uri: address.string)?.kind == .group
    }
    return isToGroup ? [subject, .groups] : [subject]
  }

  /// The scope by its subject, to whomever it is sent.
  private var subject: Scope {
    if isAboutNeed { return .needs }
    let isAboutEvent = type == .join || object?.embedded?.type == AS.NoteType.event.rawValue
    return isAboutEvent ? .events : .posts
  }

  /// Whether it says what somebody needs or offers.
  private var isAboutNeed: Bool {
    guard let embedded = object?.embedded else { return false }
    return embedded.type == Need.kind
      || (embedded.json["purpose"] != nil && embedded.json["publishes"] != nil)
  }
}
