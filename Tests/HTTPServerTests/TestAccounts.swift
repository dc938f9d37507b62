import Federation
import HTTPServer
import Model
import Storage
import TestSupport

/// Accounts whose password is their name backwards: what hashes them is tested where it is.
struct TestAccounts: AccountDoor {
  let node: TestNode

  func signIn(_ name: String, password: String, code: String?) async throws -> SignInResult {
    let member = try await node.services.database.read { try $0.members.find(name: name) }
    guard let member, member.state == .active, password == String(name.reversed()) else {
      return .refused
    }
    return .member(member)
  }

  func addTeam(_ name: String, title: String?, by member: ActorID) async throws -> ActorProfile {
    let group = try await node.group(name, GroupRules(isClosed: true))
    let now = node.clock.now
    try await node.database.write { tx in
      try tx.groups.affiliate(member, with: group.id, as: .admin, at: now)
    }
    try await node.outbox.follow(group, as: member)
    return group
  }

  // MARK: What only the real ones do

  func setPassword(_ password: String, of member: Member, keeping session: Int64) async throws {
    throw Refusal.unavailable("Not here.")
  }

  func secondFactor(of member: ActorID) async throws -> SecondFactorStatus {
    SecondFactorStatus(enabledAt: nil, recoveryCodesLeft: 0)
  }

  func beginSecondFactor(of member: Member) async throws -> SecondFactorSetup {
    throw Refusal.unavailable("Not here.")
  }

  func confirmSecondFactor(
    of member: Member,
    secret: String,
    code: String
  ) async throws -> SecondFactorConfirmation {
    throw Refusal.unavailable("Not here.")
  }

  func endSecondFactor(of member: Member) async throws {
    throw Refusal.unavailable("Not here.")
  }

  func renewRecoveryCodes(of member: Member) async throws -> [String] {
    throw Refusal.unavailable("Not here.")
  }
}
