import Crypto
import Foundation
import Model
import Storage

/// Sets up the second factor of members and checks their codes.
package struct TwoFactorDesk: Sendable {
  let database: NodeDatabase
  let secrets: SecretBox
  /// What authenticator apps name the node.
  let issuer: String

  /// What came of a code that was typed with a right password.
  package enum Answer: Sendable, Hashable {
    /// The member has no second factor.
    case notNeeded
    /// A code is needed and was not given.
    case needed
    /// Not right, or used before.
    case wrong
    case passed
    /// By a recovery code, of which so many are left.
    case recovered(left: Int)

    /// Whether the member may come in.
    package var isPassed: Bool {
      switch self {
      case .notNeeded, .passed, .recovered: true
      case .needed, .wrong: false
      }
    }
  }

  /// What an authenticator app is given.
  package struct Setup: Sendable, Hashable {
    /// As people type it.
    package let secret: String
    /// For a QR code: `otpauth://totp/…`.
    package let uri: String
  }

  /// How things stand with a member.
  package struct Status: Sendable, Hashable {
    /// Since when a code is asked for.
    package let enabledAt: Date?
    package let recoveryCodesLeft: Int
  }

  // MARK: Signing in

  /// Checks the code that a member gave with the password; one that is right is used up by it.
  ///
  /// Whoever calls holds back those who guess: of a million codes three are right at a time.
  ///
  /// - Parameters:
  ///   - member: Whose password was right.
  ///   - code: Of the app, or one for recovery; nothing where none was given.
  ///   - now: The time.
  /// - Returns: Whether the member may come in.
  /// - Throws: When the secret cannot be opened, or what is wrong with the database.
  package func check(
    member: ActorID,
    code: String?,
    at now: Date
  ) async throws -> Answer {
    let factor = try await database.read { try $0.twoFactors.find(member) }
    guard let factor, factor.enabledAt != nil else { return .notNeeded }
    guard let code, !code.allSatisfy(\.isWhitespace) else { return .needed }
    if let step = try codes(of: factor).step(of: code, at: now) {
      let isNew = try await database.write { try $0.twoFactors.take(step, of: member) }
      return isNew ? .passed : .wrong
    }
    guard let digest = RecoveryCode(code)?.digest(for: member) else { return .wrong }
    return try await database.write { tx in
      guard try tx.twoFactors.spendRecoveryCode(digest, of: member) else { return .wrong }
      return .recovered(left: try tx.twoFactors.countRecoveryCodes(of: member))
    }
  }

  // MARK: Setting up

  /// Makes a secret for a member to put into an app; nothing is asked for until ``confirm(_:code:at:)``.
  ///
  /// - Throws: `Refusal.conflict` where there is a second factor already.
  package func begin(_ member: Member, at now: Date) async throws -> Setup {
    let (factor, setup) = try made(for: member, at: now)
    try await database.write { tx in
      try Self.requireNone(of: member, in: tx)
      try tx.twoFactors.set(factor)
    }
    return setup
  }

  /// What was begun and is not confirmed yet, for who was shown its secret and for nobody else.
  func begun(_ member: Member, secret: String) async throws -> Setup? {
    let factor = try await database.read { try $0.twoFactors.find(member.actorID) }
    guard let factor, factor.enabledAt == nil else { return nil }
    let codes = try codes(of: factor)
    // How long it takes to compare two digests says nothing.
    guard SHA256.hash(data: Data(codes.text.utf8)) == SHA256.hash(data: Data(secret.utf8)) else {
      return nil
    }
    return setup(codes, of: member)
  }

  /// Asks for codes from now on, once the member has shown one: so nobody is shut out by an app that
  /// has the wrong secret.
  ///
  /// - Returns: The recovery codes, which are shown once.
  /// - Throws: `Refusal.unauthenticated` for a wrong code, `Refusal.conflict` where nothing was begun.
  package func confirm(_ member: Member, code: String, at now: Date) async throws -> [String] {
    let factor = try await database.read { try $0.twoFactors.find(member.actorID) }
    guard let factor, factor.enabledAt == nil else {
      throw Refusal.conflict("There is no second factor of \(member.name) to be confirmed.")
    }
    guard let step = try codes(of: factor).step(of: code, at: now) else {
      throw Refusal.unauthenticated("The code is wrong.")
    }
    let recovery = Self.newCodes()
    let digests = recovery.map { $0.digest(for: member.actorID) }
    try await database.write { tx in
      // The one that was shown, not another that was begun meanwhile.
      guard try tx.twoFactors.find(member.actorID)?.sealedSecret == factor.sealedSecret,
        try tx.twoFactors.take(step, of: member.actorID)
      else { throw Refusal.conflict("The second factor was changed meanwhile.") }
      try tx.twoFactors.enable(member.actorID, at: now)
      try tx.twoFactors.setRecoveryCodes(digests, of: member.actorID)
    }
    return recovery.map(\.description)
  }

  /// Gives a member a second factor at once, as an admin does.
  ///
  /// - Returns: What the app is given, and the recovery codes; both are shown once.
  /// - Throws: `Refusal.conflict` where there is one already.
  package func enable(_ member: Member, at now: Date) async throws -> (Setup, [String]) {
    var (factor, setup) = try made(for: member, at: now)
    factor.enabledAt = now
    let recovery = Self.newCodes()
    let digests = recovery.map { $0.digest(for: member.actorID) }
    try await database.write { [factor] tx in
      try Self.requireNone(of: member, in: tx)
      try tx.twoFactors.set(factor)
      try tx.twoFactors.setRecoveryCodes(digests, of: member.actorID)
    }
    return (setup, recovery.map(\.description))
  }

  package func disable(_ member: Member) async throws {
    try await database.write { tx in
      guard try tx.twoFactors.find(member.actorID) != nil else { throw Self.none(of: member) }
      try tx.twoFactors.remove(member.actorID)
    }
  }

  /// Makes ten new recovery codes; the old ones are worth nothing then.
  package func renewCodes(of member: Member) async throws -> [String] {
    let recovery = Self.newCodes()
    let digests = recovery.map { $0.digest(for: member.actorID) }
    try await database.write { tx in
      guard try tx.twoFactors.find(member.actorID)?.enabledAt != nil else {
        throw Self.none(of: member)
      }
      try tx.twoFactors.setRecoveryCodes(digests, of: member.actorID)
    }
    return recovery.map(\.description)
  }

  package func status(of member: ActorID) async throws -> Status {
    try await database.read { tx in
      Status(
        enabledAt: try tx.twoFactors.find(member)?.enabledAt,
        recoveryCodesLeft: try tx.twoFactors.countRecoveryCodes(of: member)
      )
    }
  }

  // MARK: Parts

  private func made(for member: Member, at now: Date) throws -> (TwoFactor, Setup) {
    let codes = TimeCodes()
    let sealed = try secrets.seal(Data(codes.secret), for: Self.owner(member.actorID))
    let factor = TwoFactor(memberID: member.actorID, sealedSecret: Array(sealed), createdAt: now)
    return (factor, setup(codes, of: member))
  }

  private func setup(_ codes: TimeCodes, of member: Member) -> Setup {
    Setup(secret: codes.text, uri: codes.uri(issuer: issuer, account: member.name))
  }

  private func codes(of factor: TwoFactor) throws -> TimeCodes {
    let secret = try secrets.open(
      Data(factor.sealedSecret),
      for: Self.owner(factor.memberID)
    )
    return TimeCodes(secret: Array(secret))
  }

  private static func newCodes() -> [RecoveryCode] {
    (0..<RecoveryCode.number).map { _ in RecoveryCode() }
  }

  private static func owner(_ member: ActorID) -> String { "two-factor:\(member.rawValue)" }

  private static func requireNone(of member: Member, in tx: Transaction) throws {
    guard try tx.twoFactors.find(member.actorID)?.enabledAt == nil else {
      throw Refusal.conflict("\(member.name) has a second factor already.")
    }
  }

  private static func none(of member: Member) -> Refusal {
    .conflict("\(member.name) has no second factor.")
  }
}

extension OpenNode {
  /// The second factors of its members.
  package var twoFactors: TwoFactorDesk {
    TwoFactorDesk(
      database: database,
      secrets: secrets,
      issuer: services.addresses.origin.authority
    )
  }
}
