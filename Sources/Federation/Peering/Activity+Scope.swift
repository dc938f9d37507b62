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
    case .create, .announce, .like, .add, .join: true
    case .update:
      object?.id != actor && object?.embedded?.type != AS.EndorsementAuthorization.type
    case .endorsementRequest: true
    case .accept, .block, .delete, .flag, .follow, .ignore, .invite, .leave, .move, .quoteRequest,
      .reject,
      .remove, .undo, .other:
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
    let subject: Scope = isAboutEvent ? .events : .posts
    return isToGroup ? [subject, .groups] : [subject]
  }

  private var isAboutEvent: Bool {
    type == .join || object?.embedded?.type == AS.NoteType.event.rawValue
  }
}
