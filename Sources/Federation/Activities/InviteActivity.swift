import ActivityStreams
import Model
import Storage

/// Somebody asks a person to be in a team, a group of its node (ActivityStreams vocabulary, Invite;
/// after FEP-7aa9's request, authorization and revocation).
package enum InviteActivity: ActivityHandler {
  package static let type = AS.ActivityType.invite
  package static let objects = ActivityObjects(received: ["Person"], sent: ["Person"])

  package struct Prepared: Sendable {
    let uri: String
    let personURI: String
    let groupID: ActorID
    let message: String?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let person = activity.object?.id, let group = activity.target?.id else {
      throw Ignored("It invites nobody to anything that is known here.")
    }
    if !sender.isLocal, !services.addresses.isOwn(person.string) {
      throw Ignored("\(person) is not of this node.")
    }
    // Nobody invites to what another node looks after.
    _ = try sender.proof(of: group.string)
    let message = VisibleText.clean(activity.content)
    guard message.fits(TeamInvitation.mostCharacters) else {
      throw Refusal.malformed("A message has up to \(TeamInvitation.mostCharacters) characters.")
    }
    return Prepared(
      uri: activity.id.string,
      personURI: person.string,
      groupID: try await services.actors.actor(group).id,
      message: message.isEmpty ? nil : message
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    let (person, group) = try people(prepared, in: tx)
    guard group.kind == .group, group.isActive else { throw Refusal.absent }
    if sender.isLocal {
      guard Permission.mayModerate(try tx.groups.standing(of: sender.actor.id, in: group.id)) else {
        throw Refusal.forbidden("\(sender.actor.name) is no moderator of \(group.address).")
      }
      return
    }
    guard person.isLocal, person.isActive, try tx.members.find(person.id) != nil,
      try !tx.blocks.exists(by: person.id, against: sender.actor.id)
    else { throw Refusal.absent }
    guard try tx.teams.countOpen(for: person.id) < TeamInvitation.mostOpen else {
      throw Ignored("\(person.uri) has more invitations than anybody reads.")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let (person, group) = try people(prepared, in: tx)
    let known = try tx.teams.find(person.id, in: group.id)
    guard known?.state != .accepted, known?.state != .pending else {
      throw Ignored("\(person.uri) was invited to that before.")
    }
    let invitation = TeamInvitation(
      groupID: group.id,
      inviterID: sender.actor.id,
      personID: person.id,
      uri: prepared.uri,
      message: prepared.message,
      createdAt: effects.now
    )
    try tx.teams.save(invitation)
    try NotificationWriter.tell(of: invitation, at: effects.now, in: tx)
  }

  private static func people(
    _ prepared: Prepared,
    in tx: Transaction
  ) throws -> (person: ActorProfile, group: ActorProfile) {
    guard let person = try tx.actors.find(uri: prepared.personURI),
      let group = try tx.actors.find(prepared.groupID)
    else { throw Refusal.absent }
    return (person, group)
  }
}

/// An invitation to a team, as who was invited answers it.
struct AnsweredInvite: AnsweredRequest {
  private let invitation: TeamInvitation
  private let person: ActorProfile

  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws {
    guard let uri = answer.uri, let invitation = try tx.teams.find(uri: uri) else { return nil }
    guard invitation.personID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) was not invited.")
    }
    self.invitation = invitation
    person = sender.actor
  }

  /// The team's node lets in who has agreed.
  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws {
    guard invitation.state == .pending || invitation.state == .declined else {
      throw Ignored("That invitation is \(invitation.state.rawValue).")
    }
    try tx.teams.setState(.accepted, of: person.id, in: invitation.groupID)
    try NotificationWriter.tell(ofAnswerTo: invitation, at: effects.now, in: tx)
    try NotificationWriter.forget(invitation, in: tx)
    guard let group = try tx.actors.find(invitation.groupID), group.isLocal else { return }
    let standing = try tx.groups.standing(of: person.id, in: group.id)
    guard standing.affiliation == nil else { return }
    try tx.groups.affiliate(person.id, with: group.id, as: .member, at: effects.now)
  }

  func reject(_ effects: Effects, in tx: Transaction) throws {
    guard invitation.state == .pending || invitation.state == .accepted else {
      throw Ignored("That invitation is \(invitation.state.rawValue).")
    }
    try tx.teams.setState(.declined, of: person.id, in: invitation.groupID)
    try NotificationWriter.tell(ofAnswerTo: invitation, at: effects.now, in: tx)
    try NotificationWriter.forget(invitation, in: tx)
    try tx.groups.dismiss(person.id, from: invitation.groupID)
  }
}

/// What becomes of an invitation when its team takes it back, also one that was accepted.
enum WithdrawnInvite {
  /// - Returns: Whether what is undone is an invitation of the sender.
  static func undo(_ uri: String?, by sender: VerifiedSender, in tx: Transaction) throws -> Bool {
    guard let uri, let invitation = try tx.teams.find(uri: uri),
      invitation.inviterID == sender.actor.id
    else { return false }
    try tx.teams.setState(.revoked, of: invitation.personID, in: invitation.groupID)
    try NotificationWriter.forget(invitation, in: tx)
    try tx.groups.dismiss(invitation.personID, from: invitation.groupID)
    return true
  }

  /// Who leaves a team's group is in the team no longer.
  static func left(_ group: ActorID, by person: ActorID, in tx: Transaction) throws {
    guard try tx.teams.find(person, in: group)?.state == .accepted else { return }
    try tx.teams.setState(.revoked, of: person, in: group)
    try tx.groups.dismiss(person, from: group)
  }
}
