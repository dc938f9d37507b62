import Federation
import Foundation
import HTTPServer
import Model
import Storage
import TestSupport

/// Accounts whose password is their name backwards: what hashes them is tested where it is.
struct TestAccounts: ClosedDoors {
  let node: TestNode

  func signIn(_ name: String, password: String, code: String?) async throws -> SignInResult {
    let member = try await node.services.database.read { try $0.members.find(name: name) }
    guard let member, member.state == .active, password == String(name.reversed()) else {
      return .refused
    }
    return .member(member)
  }

  func addTeam(_ name: String, title: String?, by member: ActorID) async throws -> ActorProfile {
    let rules = GroupRules(isClosed: true)
    return try await addGroup(GroupDraft(name: name, title: title, rules: rules), by: member)
  }

  func addGroup(_ draft: GroupDraft, by member: ActorID) async throws -> ActorProfile {
    let group = try await node.group(draft.name, draft.rules)
    let now = node.clock.now
    try await node.database.write { tx in
      try tx.groups.affiliate(member, with: group.id, as: .admin, at: now)
    }
    var edit = Outbox.ProfileEdit(displayName: draft.title, summary: draft.summary)
    edit.isDiscoverable = draft.isDiscoverable
    try await node.outbox.edit(group, edit, rules: draft.rules)
    try await node.outbox.follow(group, as: member)
    return try await node.database.read { try $0.actors.find(group.id) } ?? group
  }

  // MARK: Mail, of which the address is kept

  func mailStanding(of member: ActorID) async throws -> MailStanding {
    let address = try await node.database.read { try $0.members.find(member)?.email }
    return MailStanding(
      address: address,
      preference: MailPreference(digestedAt: .distantPast),
      pausedBecause: nil
    )
  }

  func setMail(_ change: MailChange, of member: ActorID) async throws {
    guard let address = change.address else { return }
    try await node.database.write { tx in
      guard var known = try tx.members.find(member) else { throw Refusal.absent }
      known.email = address
      try tx.members.update(known)
    }
  }

  /// An archive has the same bytes at every place.
  func readArchive(
    _ id: Int64,
    of member: ActorID,
    _ range: Range<Int>
  ) async throws -> [UInt8] {
    let archive = try await node.database.read { try $0.memberArchives.find(id, of: member) }
    guard archive?.file != nil else { throw Refusal.absent }
    return [UInt8](repeating: UInt8(ascii: "z"), count: range.count)
  }
}
