import Foundation
import HTTPServer
import Model
import Storage

/// Accounts that nobody gets into, of a node that sends no mail and keeps no archives: a test opens what
/// it asks for.
package protocol ClosedDoors: AccountDoor {}

extension ClosedDoors {
  package func signIn(
    _ name: String,
    password: String,
    code: String?
  ) async throws -> SignInResult { .refused }

  package func setPassword(
    _ password: String,
    of member: Member,
    keeping session: Int64
  ) async throws { throw Refusal.unavailable("Not here.") }

  package func addTeam(
    _ name: String,
    title: String?,
    by member: ActorID
  ) async throws -> ActorProfile { throw Refusal.unavailable("Not here.") }

  package func addGroup(
    _ draft: GroupDraft,
    by member: ActorID
  ) async throws -> ActorProfile { throw Refusal.unavailable("Not here.") }
}

// MARK: The second factor

extension ClosedDoors {
  package func secondFactor(of member: ActorID) async throws -> SecondFactorStatus {
    SecondFactorStatus(enabledAt: nil, recoveryCodesLeft: 0)
  }

  package func beginSecondFactor(of member: Member) async throws -> SecondFactorSetup {
    throw Refusal.unavailable("Not here.")
  }

  package func confirmSecondFactor(
    of member: Member,
    secret: String,
    code: String
  ) async throws -> SecondFactorConfirmation { throw Refusal.unavailable("Not here.") }

  package func endSecondFactor(of member: Member) async throws {
    throw Refusal.unavailable("Not here.")
  }

  package func renewRecoveryCodes(of member: Member) async throws -> [String] {
    throw Refusal.unavailable("Not here.")
  }
}

// MARK: Mail and archives

extension ClosedDoors {
  package var sendsMail: Bool { false }

  package func mailStanding(of member: ActorID) async throws -> MailStanding {
    MailStanding(
      address: nil,
      preference: MailPreference(digestedAt: .distantPast),
      pausedBecause: nil
    )
  }

  package func setMail(_ change: MailChange, of member: ActorID) async throws {}

  package func sendConfirmation(to member: ActorID) async throws {}

  package func confirmation(_ token: String) async throws -> (name: String, address: String) {
    throw Refusal.absent
  }

  package func confirmAddress(by token: String) async throws { throw Refusal.absent }

  package func askForPassword(_ typed: String) async throws {}

  package func member(resettingBy token: String) async throws -> Member { throw Refusal.absent }

  package func setPassword(_ password: String, resettingBy token: String) async throws {
    throw Refusal.absent
  }

  package func member(invitedBy token: String) async throws -> Member { throw Refusal.absent }

  package func accept(invitation token: String, password: String) async throws -> Member {
    throw Refusal.absent
  }

  package func member(endingLettersBy token: String) async throws -> Member {
    throw Refusal.absent
  }

  package func endLetters(by token: String) async throws { throw Refusal.absent }

  package func tellSignIn(
    of member: Member,
    with browser: String,
    at time: Date,
    in tx: Transaction
  ) throws {}

  package func readArchive(
    _ id: Int64,
    of member: ActorID,
    _ range: Range<Int>
  ) async throws -> [UInt8] { throw Refusal.absent }
}
