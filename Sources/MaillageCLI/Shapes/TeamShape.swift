import Foundation
import Model
import Storage

/// An invitation to a team, as the command line prints it.
struct TeamInvitationShape: Encodable, Sendable {
  let team: ActorShape
  let person: ActorShape
  let inviter: ActorShape
  let state: TeamInvitation.State
  let message: String?
  let createdAt: Date

  init(_ invitation: TeamInvitation, in tx: Transaction) throws {
    func actor(_ id: ActorID) throws -> ActorShape {
      guard let actor = try tx.actors.find(id) else { throw Refusal.absent }
      return ActorShape(actor)
    }
    team = try actor(invitation.groupID)
    person = try actor(invitation.personID)
    inviter = try actor(invitation.inviterID)
    state = invitation.state
    message = invitation.message
    createdAt = invitation.createdAt
  }
}

/// A team, as the command line prints it.
struct TeamShape: Encodable, Sendable {
  let group: ActorShape
  let invitations: [TeamInvitationShape]

  init(_ group: ActorProfile, in tx: Transaction) throws {
    self.group = ActorShape(group)
    invitations = try tx.teams.list(of: group.id).map { try TeamInvitationShape($0, in: tx) }
  }

  func count(_ state: TeamInvitation.State) -> Int {
    invitations.count { $0.state == state }
  }

  var shown: String {
    var table = Table("PERSON", "STATE", "SINCE")
    for invitation in invitations {
      table.add(
        invitation.person.address,
        invitation.state.rawValue,
        invitation.createdAt.shown
      )
    }
    return "\(group.address) \(group.displayName)\n" + table.text(ifEmpty: "Nobody was invited.")
  }
}
