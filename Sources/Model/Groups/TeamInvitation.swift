import Foundation

/// That somebody was asked to be in a team, which is a group with people of several nodes.
///
/// The wish, the consent and its end are activities of those concerned (after FEP-7aa9: request,
/// authorization, revocation).
package struct TeamInvitation: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, CaseIterable, Codable {
    case pending, accepted, declined
    /// Taken back by the team, or left by the person.
    case revoked
  }

  package var groupID: ActorID
  package var inviterID: ActorID
  package var personID: ActorID
  /// The id of the Invite.
  package var uri: String
  /// What it is for.
  package var message: String?
  package var state: State
  package var createdAt: Date

  package init(
    groupID: ActorID,
    inviterID: ActorID,
    personID: ActorID,
    uri: String,
    message: String? = nil,
    state: State = .pending,
    createdAt: Date
  ) {
    self.groupID = groupID
    self.inviterID = inviterID
    self.personID = personID
    self.uri = uri
    self.message = message
    self.state = state
    self.createdAt = createdAt
  }

  /// The most characters of a message.
  package static let mostCharacters = 500
  /// How many invitations a member has open at once; what comes beyond that is refused.
  package static let mostOpen = 200
}
