import Federation
import Foundation
import HTTPServer
import Model
import Storage

extension Accounts {
  /// Gives a member a password that somebody else chose; whatever was signed in with the old one is not any
  /// more (threat 31).
  ///
  /// Whoever chose it can act as the member: so the member is told, here and by letter.
  package func givePassword(_ password: String, to name: LocalName) async throws {
    let hash = try await node.passwords.hash(password).description
    let (live, now, nodeActor) = (node.services.live, node.services.now(), node.nodeActor.id)
    try await node.database.write { tx in
      guard var member = try tx.members.find(name: name.description), member.state != .deleted
      else { throw Refusal.absent }
      member.passwordHash = hash
      try tx.members.update(member)
      try tx.members.notePasswordGiven(to: member.actorID, at: now)
      let cause = MemberNotification.Cause(.passwordGiven, by: nodeActor)
      _ = try tx.notifications.add(cause, to: member.actorID, at: now)
      try tell(ofPasswordOf: member, isGiven: true, at: now, in: tx)
      try Self.signOut(member.actorID, in: tx, live)
    }
  }

  /// Ends all tokens, sessions and streams of a member.
  ///
  /// - Returns: How many tokens there were.
  @discardableResult
  package func signOut(_ member: ActorID) async throws -> Int {
    let live = node.services.live
    return try await node.database.write { try Self.signOut(member, in: $0, live) }
  }

  @discardableResult
  static func signOut(
    _ member: ActorID,
    keeping session: Int64? = nil,
    in tx: Transaction,
    _ live: LiveHub
  ) throws -> Int {
    let tokens = try tx.clients.revokeAll(of: member, exceptSession: session)
    tx.afterCommit { live.end(member: member) }
    return tokens.count
  }
}

extension Accounts: AccountDoor {
  package func signIn(
    _ name: String,
    password: String,
    code: String?
  ) async throws -> SignInResult {
    let authority = node.services.addresses.origin.authority
    let member = try await node.database.read { try $0.members.find(typed: name, at: authority) }
    guard try await node.passwords.verifies(password, against: member?.passwordHash), let member,
      member.state == .active
    else { return .refused }
    let answer = try await node.twoFactors.check(
      member: member.actorID,
      code: code,
      at: node.services.now()
    )
    if answer == .needed { return .needsCode }
    guard answer.isPassed else { return .refused }
    return .member(await renewingHash(of: member, password))
  }

  /// A hash that was made at another cost than today's is made anew, while the password is at hand.
  ///
  /// Whatever hinders that hinders nobody from signing in.
  private func renewingHash(of member: Member, _ password: String) async -> Member {
    guard let old = member.passwordHash, PasswordHash(old)?.isOutdated == true else {
      return member
    }
    do {
      let hash = try await node.passwords.hash(password).description
      let found = try await node.database.write { tx in
        guard var found = try tx.members.find(member.actorID), found.state == .active else {
          return member
        }
        guard found.passwordHash == old else { return found }
        found.passwordHash = hash
        try tx.members.update(found)
        return found
      }
      if found.passwordHash == hash { return found }
      // Another device was quicker with the same password, or it was changed meanwhile.
      let holds = try await node.passwords.verifies(password, against: found.passwordHash)
      return holds ? found : member
    } catch {
      node.services.logger.warning(
        "A password is not hashed anew.",
        metadata: ["member": "\(member.name)", "reason": "\(error)"]
      )
      return member
    }
  }

  package func setPassword(
    _ password: String,
    of member: Member,
    keeping session: Int64
  ) async throws {
    let hash = try await node.passwords.hash(password).description
    let (live, now) = (node.services.live, node.services.now())
    try await node.database.write { tx in
      // Somebody else may have changed the password while this was checked: then it was they who
      // ended this session.
      guard var found = try tx.members.find(member.actorID), found.state == .active,
        found.passwordHash == member.passwordHash,
        try tx.webSessions.exists(session, of: member.actorID)
      else { throw Refusal.conflict("The password was changed meanwhile.") }
      found.passwordHash = hash
      try tx.members.update(found)
      try tx.members.notePasswordChosen(by: found.actorID)
      try tell(ofPasswordOf: found, isGiven: false, at: now, in: tx)
      try Self.signOut(member.actorID, keeping: session, in: tx, live)
    }
  }

  // MARK: The second factor

  package func secondFactor(of member: ActorID) async throws -> SecondFactorStatus {
    let status = try await node.twoFactors.status(of: member)
    return SecondFactorStatus(
      enabledAt: status.enabledAt,
      recoveryCodesLeft: status.recoveryCodesLeft
    )
  }

  package func beginSecondFactor(of member: Member) async throws -> SecondFactorSetup {
    SecondFactorSetup(try await node.twoFactors.begin(member, at: node.services.now()))
  }

  package func confirmSecondFactor(
    of member: Member,
    secret: String,
    code: String
  ) async throws -> SecondFactorConfirmation {
    guard let setup = try await node.twoFactors.begun(member, secret: secret) else {
      throw Refusal.conflict("There is no second factor of \(member.name) to be confirmed.")
    }
    do {
      let now = node.services.now()
      return .confirmed(try await node.twoFactors.confirm(member, code: code, at: now))
    } catch Refusal.unauthenticated {
      return .wrongCode(SecondFactorSetup(setup))
    }
  }

  package func endSecondFactor(of member: Member) async throws {
    try await node.twoFactors.disable(member)
  }

  package func renewRecoveryCodes(of member: Member) async throws -> [String] {
    try await node.twoFactors.renewCodes(of: member)
  }
}

extension SecondFactorSetup {
  fileprivate init(_ setup: TwoFactorDesk.Setup) {
    self.init(secret: setup.secret, uri: setup.uri, picture: QRCode(setup.uri)?.svg ?? "")
  }
}
