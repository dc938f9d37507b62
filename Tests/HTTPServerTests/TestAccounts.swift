import Federation
import Foundation
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

  // MARK: Mail

  var sendsMail: Bool { false }

  func mailStanding(of member: ActorID) async throws -> MailStanding {
    MailStanding(
      address: nil,
      preference: MailPreference(digestedAt: .distantPast),
      pausedBecause: nil
    )
  }

  func setMail(_ change: MailChange, of member: ActorID) async throws {}

  func sendConfirmation(to member: ActorID) async throws {}

  func confirmation(_ token: String) async throws -> (name: String, address: String) {
    throw Refusal.absent
  }

  func confirmAddress(by token: String) async throws { throw Refusal.absent }

  func askForPassword(_ typed: String) async throws {}

  func member(resettingBy token: String) async throws -> Member { throw Refusal.absent }

  func setPassword(_ password: String, resettingBy token: String) async throws {
    throw Refusal.absent
  }

  func member(invitedBy token: String) async throws -> Member { throw Refusal.absent }

  func accept(invitation token: String, password: String) async throws -> Member {
    throw Refusal.absent
  }

  func member(endingLettersBy token: String) async throws -> Member { throw Refusal.absent }

  func endLetters(by token: String) async throws { throw Refusal.absent }

  func tellSignIn(
    of member: Member,
    with browser: String,
    at time: Date,
    in tx: Transaction
  ) throws {}
}
