import Foundation
import Model
import Storage
import TestSupport

@testable import HTTPServer

/// Accounts that nobody gets into.
struct NobodySignsIn: AccountDoor, NoMail {
  func signIn(_ name: String, password: String, code: String?) async throws -> SignInResult {
    .refused
  }

  func setPassword(_ password: String, of member: Member, keeping session: Int64) async throws {
    throw Refusal.unavailable("Not here.")
  }

  func addTeam(_ name: String, title: String?, by member: ActorID) async throws -> ActorProfile {
    throw Refusal.unavailable("Not here.")
  }

  func addGroup(_ draft: GroupDraft, by member: ActorID) async throws -> ActorProfile {
    throw Refusal.absent
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
