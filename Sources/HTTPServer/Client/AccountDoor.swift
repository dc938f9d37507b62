import Foundation
import Model

/// What the web server needs of the accounts of this node, which know passwords and second factors.
package protocol AccountDoor: MailDoor, ArchiveDoor {
  /// The active member with this name or mail address and password, and with a code of the second
  /// factor, or one for recovery, where the member has that.
  ///
  /// - Returns: What came of it; a wrong name takes as long as a wrong password.
  /// - Throws: When the database cannot be read.
  func signIn(_ name: String, password: String, code: String?) async throws -> SignInResult

  /// Sets a new password and ends all that the member is signed in with, streams too, but for one
  /// browser session (threat 31).
  ///
  /// - Parameters:
  ///   - password: The new one, within `Member.passwordBytes`.
  ///   - member: As it was when it showed its old password.
  ///   - session: The browser session that stays.
  /// - Throws: `Refusal.conflict` when password or session are not what they were any more.
  func setPassword(_ password: String, of member: Member, keeping session: Int64) async throws

  /// Makes a team: a closed group with the member as its admin, who is in it.
  ///
  /// - Throws: `Refusal` for a name that is none or taken, or a member who has made too many.
  func addTeam(_ name: String, title: String?, by member: ActorID) async throws -> ActorProfile

  /// Makes a group with the member as its admin, who is in it.
  ///
  /// - Throws: `Refusal`, as for a team.
  func addGroup(_ draft: GroupDraft, by member: ActorID) async throws -> ActorProfile

  // MARK: The second factor

  func secondFactor(of member: ActorID) async throws -> SecondFactorStatus

  /// Makes a secret for an authenticator app; no code is asked for until it is confirmed.
  ///
  /// - Throws: `Refusal.conflict` where there is a second factor already.
  func beginSecondFactor(of member: Member) async throws -> SecondFactorSetup

  /// Asks for codes from now on, if this is one of the secret that was shown.
  ///
  /// - Throws: `Refusal.conflict` when another secret was begun meanwhile, or none.
  func confirmSecondFactor(
    of member: Member,
    secret: String,
    code: String
  ) async throws -> SecondFactorConfirmation

  /// - Throws: `Refusal.conflict` where there is none.
  func endSecondFactor(of member: Member) async throws

  /// Makes new recovery codes in the place of all there were.
  ///
  /// - Throws: `Refusal.conflict` where there is no second factor.
  func renewRecoveryCodes(of member: Member) async throws -> [String]
}

/// A group as a member wishes it.
package struct GroupDraft: Sendable, Hashable {
  package var name: String
  package var title: String?
  /// Markdown.
  package var summary: String?
  package var rules: GroupRules
  /// Whether it is listed for those who are not in it, if it is closed.
  package var isDiscoverable: Bool

  package init(
    name: String,
    title: String? = nil,
    summary: String? = nil,
    rules: GroupRules = GroupRules(),
    isDiscoverable: Bool = false
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.rules = rules
    self.isDiscoverable = isDiscoverable
  }
}

/// What came of trying to sign in.
package enum SignInResult: Sendable {
  case member(Member)
  /// The password is right; a code of the second factor is needed.
  case needsCode
  /// Name, password or code is wrong, or the account is not active.
  case refused
}

/// How things stand with a member's second factor.
package struct SecondFactorStatus: Sendable, Hashable {
  /// Since when a code is asked for; nothing: none is.
  package let enabledAt: Date?
  package let recoveryCodesLeft: Int

  package init(enabledAt: Date?, recoveryCodesLeft: Int) {
    self.enabledAt = enabledAt
    self.recoveryCodesLeft = recoveryCodesLeft
  }
}

/// What an authenticator app is given.
package struct SecondFactorSetup: Sendable, Hashable {
  /// As people type it.
  package let secret: String
  /// `otpauth://totp/…`.
  package let uri: String
  /// The same as a QR code: an SVG element.
  package let picture: String

  package init(secret: String, uri: String, picture: String) {
    self.secret = secret
    self.uri = uri
    self.picture = picture
  }
}

/// What came of the first code of a new second factor.
package enum SecondFactorConfirmation: Sendable, Hashable {
  /// With the recovery codes, which are shown once.
  case confirmed([String])
  /// It can be tried again with the same secret.
  case wrongCode(SecondFactorSetup)
}
