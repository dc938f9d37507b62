import ActivityStreams
import Federation
import Foundation
import HTTPServer
import Model
import Storage

extension Accounts {
  package func addTeam(
    _ name: String,
    title: String?,
    by member: ActorID
  ) async throws -> ActorProfile {
    let rules = GroupRules(isClosed: true)
    return try await addGroup(GroupDraft(name: name, title: title, rules: rules), by: member)
  }

  package func addGroup(_ draft: GroupDraft, by member: ActorID) async throws -> ActorProfile {
    let name = try LocalName(draft.name)
    guard draft.title?.fits(AS.Limits.name) ?? true else {
      throw Refusal.malformed("A title has up to \(AS.Limits.name) characters.")
    }
    try Outbox.ProfileEdit(summary: draft.summary).check()
    let group = try await addGroup(
      name,
      displayName: draft.title,
      summary: draft.summary,
      rules: draft.rules,
      isDiscoverable: draft.isDiscoverable,
      founder: member
    )
    try await node.services.outbox.follow(group, as: member)
    return group
  }

  /// Makes a member the admin of a group that was just made.
  ///
  /// - Throws: `Refusal.conflict` for who looks after as many groups as one may.
  static func entrust(
    _ group: ActorID,
    to member: ActorID,
    at time: Date,
    in tx: Transaction
  ) throws {
    let count = try tx.groups.countAdministered(by: member)
    guard count < GroupRules.mostPerAdmin else {
      throw Refusal.conflict("You look after \(count) groups: that is as many as one may.")
    }
    try tx.groups.affiliate(member, with: group, as: .admin, at: time)
  }
}
