import ActivityStreams
import Federation
import Foundation
import HTTPServer
import Model
import Storage

extension Accounts {
  /// How many groups a member who makes a team looks after at most.
  package static let mostTeams = 50

  package func addTeam(
    _ name: String,
    title: String?,
    by member: ActorID
  ) async throws -> ActorProfile {
    let name = try LocalName(name)
    guard title?.fits(AS.Limits.name) ?? true else {
      throw Refusal.malformed("A title has up to \(AS.Limits.name) characters.")
    }
    let services = node.services
    let count = try await services.database.read { try $0.groups.countAdministered(by: member) }
    guard count < Self.mostTeams else {
      throw Refusal.conflict("You look after \(count) groups: that is as many as one may.")
    }
    let group = try await addGroup(name, displayName: title, rules: GroupRules(isClosed: true))
    let now = services.now()
    try await services.database.write { tx in
      try tx.groups.affiliate(member, with: group.id, as: .admin, at: now)
    }
    try await services.outbox.follow(group, as: member)
    return group
  }
}
