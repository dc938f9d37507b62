import Crypto
import Federation
import Foundation
import HTTPServer
import Model
import Storage

/// What concerns a member's mail: its address, its wishes, and links that do something once.
extension Accounts {
  package var sendsMail: Bool { node.postbox.isOn }

  /// A secret for a link, of which only the digest is kept.
  private static func newToken() -> (text: String, digest: [UInt8]) {
    let text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64URL }
    return (text, digest(of: text))
  }

  private static func digest(of token: String) -> [UInt8] {
    Array(SHA256.hash(data: Data(token.utf8)))
  }

  package func mailStanding(of id: ActorID) async throws -> MailStanding {
    try await node.database.read { tx in
      guard let member = try tx.members.find(id) else { throw Refusal.absent }
      return MailStanding(
        address: member.email,
        preference: try tx.mailPreferences.find(member),
        pausedBecause: try member.email.flatMap { try tx.mail.pause(of: $0)?.reason }
      )
    }
  }

  package func setMail(_ change: MailChange, of id: ActorID) async throws {
    let address = try change.address.map { text in
      guard let address = MailAddress(text) else {
        throw Refusal.malformed("‘\(text.prefix(80))’ is no mail address.")
      }
      return address
    }
    let now = node.services.now()
    try await node.database.write { tx in
      guard var member = try tx.members.find(id), member.state != .deleted else {
        throw Refusal.absent
      }
      var preference = try tx.mailPreferences.find(member)
      if let pace = change.pace, pace != preference.pace {
        // What happened while nothing was to be told stays untold.
        if preference.pace == .never {
          preference.seen = try tx.mailPreferences.newestNotification()
        }
        preference.pace = pace
        preference.digestedAt =
          pace == .atOnce ? now.addingTimeInterval(-MailPreference.breath) : now
      }
      if let quiet = change.quiet { preference.quiet = quiet }
      preference.tellsSignIns = change.tellsSignIns ?? preference.tellsSignIns
      try tx.mailPreferences.set(preference, of: id)
      guard let address else { return }
      if let other = try tx.members.find(email: address.description), other.actorID != id {
        throw Refusal.conflict("The mail address \(address) is that of another member.")
      }
      try tellFormerAddress(of: member, unless: address, at: now, in: tx)
      member.email = address.description
      try tx.members.update(member)
      try writeConfirmation(to: member, at: now, in: tx)
    }
  }

  package func sendConfirmation(to id: ActorID) async throws {
    let now = node.services.now()
    guard sendsMail else { throw Refusal.conflict("This node sends no mail.") }
    try await node.database.write { tx in
      guard let member = try tx.members.find(id),
        !(try tx.mailPreferences.find(member).isConfirmed(member.email))
      else { throw Refusal.conflict("There is nothing to confirm.") }
      try writeConfirmation(to: member, at: now, in: tx)
    }
  }

  private func writeConfirmation(to member: Member, at now: Date, in tx: Transaction) throws {
    guard sendsMail, let address = member.email.flatMap(MailAddress.init),
      !(try tx.mailPreferences.find(member).isConfirmed(member.email))
    else { return }
    let token = Self.newToken()
    try tx.mailPreferences.issue(
      token.digest,
      .confirmation,
      of: member.actorID,
      for: address.description,
      at: now
    )
    let letter = node.postbox.paper.confirmation(to: .init(member), token: token.text)
    try node.postbox.write(
      letter,
      .confirmation,
      to: address,
      of: member.actorID,
      at: now,
      in: tx
    )
  }

  package func confirmation(_ token: String) async throws -> (name: String, address: String) {
    let now = node.services.now()
    return try await node.database.read { tx in
      let found = try Self.find(token, .confirmation, at: now, in: tx)
      return (found.member.name, found.recipient)
    }
  }

  package func confirmAddress(by token: String) async throws {
    let now = node.services.now()
    try await node.database.write { tx in
      let found = try Self.find(token, .confirmation, at: now, in: tx)
      try tx.mailPreferences.confirm(found.recipient, of: found.member.actorID, at: now)
      try tx.mailPreferences.spend(.confirmation, of: found.member.actorID)
    }
  }

  private static func find(
    _ token: String,
    _ purpose: MailTokenPurpose,
    at now: Date,
    in tx: Transaction
  ) throws -> (member: Member, recipient: String) {
    guard let found = try tx.mailPreferences.find(digest(of: token), purpose, at: now),
      let member = try tx.members.find(found.member), member.state == .active
    else { throw Refusal.absent }
    return (member, found.recipient)
  }

  // MARK: A forgotten password

  package func askForPassword(_ typed: String) async throws {
    let (now, authority) = (node.services.now(), node.services.addresses.origin.authority)
    let token = Self.newToken()
    try await node.database.write { tx in
      guard let member = try tx.members.find(typed: typed, at: authority), member.state == .active,
        let address = member.email.flatMap(MailAddress.init), sendsMail,
        try tx.mailPreferences.find(member).isConfirmed(member.email)
      else { return }
      let id = member.actorID
      try tx.mailPreferences.issue(
        token.digest,
        .passwordReset,
        of: id,
        for: address.description,
        at: now
      )
      let letter = node.postbox.paper.passwordReset(to: .init(member), token: token.text)
      try node.postbox.write(letter, .passwordReset, to: address, of: id, at: now, in: tx)
    }
  }

  package func member(resettingBy token: String) async throws -> Member {
    let now = node.services.now()
    return try await node.database.read {
      try Self.find(token, .passwordReset, at: now, in: $0).member
    }
  }

  package func setPassword(_ password: String, resettingBy token: String) async throws {
    let hash = try await node.passwords.hash(password).description
    let (now, live) = (node.services.now(), node.services.live)
    try await node.database.write { tx in
      var found = try Self.find(token, .passwordReset, at: now, in: tx)
      // Who could read the address then may not be its owner now.
      guard found.member.email?.lowercased() == found.recipient.lowercased() else {
        throw Refusal.absent
      }
      found.member.passwordHash = hash
      try tx.members.update(found.member)
      try tx.members.notePasswordChosen(by: found.member.actorID)
      try tx.mailPreferences.spend(.passwordReset, of: found.member.actorID)
      try Self.signOut(found.member.actorID, in: tx, live)
    }
  }

  // MARK: Letters

  package func member(endingLettersBy token: String) async throws -> Member {
    let id = try node.postbox.member(endingBy: token)
    guard let member = try await node.database.read({ try $0.members.find(id) }),
      member.state != .deleted
    else { throw Refusal.absent }
    return member
  }

  package func endLetters(by token: String) async throws {
    let member = try await member(endingLettersBy: token)
    var change = MailChange()
    change.pace = .never
    try await setMail(change, of: member.actorID)
  }

  package func tellSignIn(
    of member: Member,
    with browser: String,
    at time: Date,
    in tx: Transaction
  ) throws {
    let preference = try tx.mailPreferences.find(member)
    guard preference.tellsSignIns, preference.isConfirmed(member.email),
      let address = member.email.flatMap(MailAddress.init)
    else { return }
    let letter = node.postbox.paper.signIn(to: .init(member), at: time, browser: browser)
    try node.postbox.write(letter, .signIn, to: address, of: member.actorID, at: time, in: tx)
  }

  /// Tells a member that its password is another one, whatever else it wants to hear of.
  func tell(
    ofPasswordOf member: Member,
    isGiven: Bool,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard let address = try confirmedAddress(of: member, in: tx) else { return }
    let letter = node.postbox.paper.password(to: .init(member), at: now, isGiven: isGiven)
    try node.postbox.write(letter, .signIn, to: address, of: member.actorID, at: now, in: tx)
  }

  /// Tells the address that was confirmed that another takes its place: whoever reads it could get a new
  /// password until now.
  private func tellFormerAddress(
    of member: Member,
    unless next: MailAddress,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard let address = try confirmedAddress(of: member, in: tx),
      address.description.lowercased() != next.description.lowercased()
    else { return }
    let letter = node.postbox.paper.formerAddress(to: .init(member), at: now)
    try node.postbox.write(letter, .signIn, to: address, of: member.actorID, at: now, in: tx)
  }

  private func confirmedAddress(of member: Member, in tx: Transaction) throws -> MailAddress? {
    guard try tx.mailPreferences.find(member).isConfirmed(member.email) else { return nil }
    return member.email.flatMap(MailAddress.init)
  }

  /// What an invitation begins with that was in a letter and nowhere else.
  private static let mailed = "m"

  /// Who takes an invitation out of a letter has shown that the address is its own.
  func confirmInvited(
    _ member: Member,
    by token: String,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard token.hasPrefix(Self.mailed), let address = member.email else { return }
    try tx.mailPreferences.confirm(address, of: member.actorID, at: now)
  }

  /// Invites a pending member by mail; the token is in the letter alone.
  ///
  /// - Returns: The address that was written to; nothing where that is not possible.
  package func inviteByMail(_ name: LocalName, validFor days: Int) async throws -> MailAddress? {
    guard sendsMail, let address = try await member(name).email.flatMap(MailAddress.init) else {
      return nil
    }
    let token = Self.newToken()
    let now = node.services.now()
    return try await node.database.write { tx in
      guard let member = try tx.members.find(name: name.description), member.state == .pending
      else { throw Refusal.conflict("\(name) is no pending member.") }
      let text = Self.mailed + token.text
      try tx.members.setInvitation(
        Data(Self.digest(of: text)).base64URL,
        endsAt: now.addingTimeInterval(TimeInterval(days) * 86_400),
        of: member.actorID
      )
      let letter = node.postbox.paper.invitation(to: .init(member), token: text, days: days)
      let isSent = try node.postbox.write(
        letter,
        .invitation,
        to: address,
        of: member.actorID,
        at: now,
        in: tx
      )
      return isSent ? address : nil
    }
  }
}
