import Foundation
import Model

/// A member as the command line prints it.
struct MemberShape: Encodable, Sendable {
  let name: String
  let displayName: String
  let address: String
  let uri: String
  let role: String
  let state: String
  let email: String?
  let defaultAudience: Audience?
  let createdAt: Date

  init(_ member: Member, _ actor: ActorProfile) {
    name = member.name
    displayName = actor.displayName
    address = actor.address
    uri = actor.uri
    role = member.role.rawValue
    state = member.state.rawValue
    email = member.email
    defaultAudience = member.defaultAudience
    createdAt = member.createdAt
  }
}
