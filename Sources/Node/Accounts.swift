import ActivityStreams
import Crypto
import Federation
import Foundation
import Model
import Signatures
import Storage

/// Makes and changes the actors of this node: members and groups.
package struct Accounts: Sendable {
  let node: OpenNode

  private var services: FederationServices { node.services }

  /// What a new member brings along.
  package struct Applicant: Sendable {
    package var name: LocalName
    package var displayName: String?
    package var email: String?
    package var role: Member.Role = .member
    package var state: Member.State = .active
    package var password: String?

    package init(name: LocalName) {
      self.name = name
    }
  }

  // MARK: Making

  /// Makes a member with keys of its own.
  package func add(_ applicant: Applicant) async throws -> Member {
    if let email = applicant.email, MailAddress(email) == nil {
      throw Refusal.malformed("‘\(email.prefix(80))’ is no mail address.")
    }
    let hash = try await applicant.password.asyncMap {
      try await node.passwords.hash($0).description
    }
    let actor = profile(.person, applicant.name, displayName: applicant.displayName)
    let keys = try await newKeys(of: actor)
    let now = services.now()
    return try await services.database.write { tx in
      try Self.requireFree(applicant.name, in: tx)
      if let email = applicant.email, try tx.members.find(email: email) != nil {
        // One signs in with it, too.
        throw Refusal.conflict("The mail address \(email) is that of another member.")
      }
      let id = try tx.actors.insertLocal(actor, keys: keys.map { ($0.0, sealed: $0.sealed) })
      let member = Member(
        actorID: id,
        name: applicant.name.description,
        role: applicant.role,
        state: applicant.state,
        email: applicant.email,
        passwordHash: hash,
        createdAt: now
      )
      try tx.members.insert(member)
      if hash != nil { try tx.members.notePasswordGiven(to: id, at: now) }
      return member
    }
  }

  /// Makes a group, which is an actor that nobody logs in as.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - displayName: What people see.
  ///   - summary: What it is about, in Markdown.
  ///   - rules: How it is run.
  ///   - isDiscoverable: Whether it is listed for those who are not in it, if it is closed.
  ///   - founder: The member who becomes its admin; nothing: it has none.
  /// - Returns: The group.
  /// - Throws: `Refusal.conflict` when the name is taken, or the founder looks after as many as one may.
  package func addGroup(
    _ name: LocalName,
    displayName: String?,
    summary: String? = nil,
    rules: GroupRules = GroupRules(),
    isDiscoverable: Bool = false,
    founder: ActorID? = nil
  ) async throws -> ActorProfile {
    var actor = profile(.group, name, displayName: displayName)
    actor.traits.isDiscoverable = isDiscoverable
    actor.summary = summary.map { Markdown.render($0).html } ?? ""
    let group = actor
    let keys = try await newKeys(of: group)
    let now = services.now()
    return try await services.database.write { tx in
      try Self.requireFree(name, in: tx)
      let id = try tx.actors.insertLocal(group, keys: keys.map { ($0.0, sealed: $0.sealed) })
      try tx.groups.setRules(rules, of: id)
      if let founder { try Self.entrust(id, to: founder, at: now, in: tx) }
      if let summary { try tx.actors.setSummarySource(summary, of: id) }
      guard let stored = try tx.actors.find(id) else { throw Refusal.absent }
      return stored
    }
  }

  /// Refuses a name that somebody has or had.
  package func requireFree(_ name: LocalName) async throws {
    try await services.database.read { try Self.requireFree(name, in: $0) }
  }

  // MARK: Changing

  package func setRole(_ role: Member.Role, of name: LocalName) async throws {
    try await change(name) { $0.role = role }
  }

  package func setDefaultAudience(_ audience: Audience?, of name: LocalName) async throws {
    try await change(name) { $0.defaultAudience = audience }
  }

  /// Sets what of a member is found by searching, and tells its followers' nodes.
  package func setFindable(
    _ id: ActorID,
    posts: Bool?,
    profile: Bool?
  ) async throws -> ActorTraits {
    let traits = try await services.database.write { tx in
      guard var actor = try tx.actors.find(id) else { throw Refusal.absent }
      if let posts { actor.traits.isIndexable = posts }
      if let profile { actor.traits.isDiscoverable = profile }
      try tx.actors.update(actor, of: id)
      return actor.traits
    }
    try await services.outbox.announceProfile(of: id)
    return traits
  }

  /// Makes a one-time token by which an invited person takes the account; only its digest is kept.
  package func invite(_ name: LocalName, validFor days: Int = 14) async throws -> String {
    // Not by itself: a command would take a dash at the beginning for an option.
    let token = "i" + SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64URL }
    let digest = Self.digest(ofInvitation: token)
    let endsAt = services.now().addingTimeInterval(TimeInterval(days) * 86_400)
    try await services.database.write { tx in
      guard let member = try tx.members.find(name: name.description), member.state == .pending
      else { throw Refusal.conflict("\(name) is no pending member.") }
      try tx.members.setInvitation(digest, endsAt: endsAt, of: member.actorID)
    }
    return token
  }

  /// Whom an invitation is for, while it stands.
  package func member(invitedBy token: String) async throws -> Member {
    let (digest, now) = (Self.digest(ofInvitation: token), services.now())
    guard
      let member = try await services.database.read({
        try $0.members.find(invitation: digest, at: now)
      })
    else { throw Refusal.absent }
    return member
  }

  /// Takes an invitation: sets the password and opens the account; the token is spent.
  package func accept(invitation token: String, password: String) async throws -> Member {
    let hash = try await node.passwords.hash(password).description
    let now = services.now()
    return try await services.database.write { tx in
      guard
        var member = try tx.members.find(invitation: Self.digest(ofInvitation: token), at: now)
      else { throw Refusal.absent }
      member.passwordHash = hash
      member.state = .active
      try tx.members.update(member)
      try tx.members.notePasswordChosen(by: member.actorID)
      try confirmInvited(member, by: token, at: now, in: tx)
      try tx.members.setInvitation(nil, endsAt: nil, of: member.actorID)
      return member
    }
  }

  /// Opens the account of a pending member.
  package func approve(_ name: LocalName) async throws {
    try await change(name) { member in
      guard member.state == .pending else {
        throw Refusal.conflict("\(name) does not wait for approval.")
      }
      member.state = .active
    }
  }

  package func suspend(_ name: LocalName) async throws {
    let now = services.now()
    try await change(name, to: .suspended, from: .active, suspendedAt: now)
    try await signOut(try await member(name).actorID)
  }

  package func restore(_ name: LocalName) async throws {
    try await change(name, to: .active, from: .suspended, suspendedAt: nil)
    let id = try await member(name).actorID
    try await services.database.write { _ = try $0.erasures.cancel(id) }
  }

  /// Suspends an account of here or elsewhere, or lifts its suspension and its limit.
  package func setSuspended(_ account: ActorProfile, at time: Date?) async throws {
    try await services.database.write { tx in
      if var member = try tx.members.find(account.id) {
        guard member.state != .deleted, time == nil || member.state != .pending else {
          throw Refusal.conflict("\(member.name) is \(member.state.rawValue).")
        }
        if time != nil { member.state = .suspended }
        if time == nil, member.state == .suspended { member.state = .active }
        try tx.members.update(member)
      }
      try tx.actors.setSuspended(account.id, at: time)
      try services.outbox.settlePlaces(of: account.id, isSuspended: time != nil, in: tx)
      if time == nil { try tx.limits.lift(from: account.id) }
    }
    services.senderCache.forget(account.id)
    services.talentWakeup.call()
    if time != nil { try await signOut(account.id) }
  }

  /// Deletes a member with all it wrote, and tells everyone who may have some of it.
  package func delete(_ name: LocalName) async throws {
    let member = try await member(name)
    try await services.outbox.deleteActor(member.actorID)
    services.talentWakeup.call()
    try await signOut(member.actorID)
  }

  /// Gives a member or group new keys and tells its followers.
  ///
  /// Documents that the old keys signed stay verifiable, unless somebody else may have those.
  package func rotateKeys(of name: LocalName, areCompromised: Bool = false) async throws {
    let found = try await services.database.read {
      try $0.actors.find(localName: name.description)
    }
    guard let actor = found, actor.kind != .application, actor.deletedAt == nil else {
      throw Refusal.absent
    }
    let old = try await services.database.read { try $0.actors.keys(of: actor.id) }
    let keys = try await newKeys(of: actor, after: old)
    let now = services.now()
    try await services.database.write { tx in
      for (key, sealed) in keys {
        try tx.actors.rotateKey(
          key,
          sealed: sealed,
          of: actor.id,
          at: now,
          isCompromised: areCompromised
        )
      }
    }
    services.keys.forget(actor.id)
    try await services.outbox.announceProfile(of: actor.id)
  }

  package func member(_ name: LocalName) async throws -> Member {
    guard
      let member = try await services.database.read({ try $0.members.find(name: name.description) }
      ),
      member.state != .deleted
    else { throw Refusal.absent }
    return member
  }

  // MARK: Parts

  private func profile(
    _ kind: ActorProfile.Kind,
    _ name: LocalName,
    displayName: String?
  )
    -> ActorProfile
  {
    let addresses = services.addresses
    let id = addresses.actor(kind, named: name.description)
    return ActorProfile(
      id: ActorID(rawValue: 0),
      uri: id.string,
      kind: kind,
      name: name.description,
      host: addresses.origin.authority,
      isLocal: true,
      displayName: displayName ?? name.description,
      endpoints: addresses.endpoints(of: id, page: addresses.page(of: name.description)),
      createdAt: services.now()
    )
  }

  /// An RSA and an Ed25519 key, the private halves sealed; made off the caller's thread, since an
  /// RSA key takes a tenth of a second.
  ///
  /// Their ids follow those of the keys that the actor has.
  private func newKeys(
    of actor: ActorProfile,
    after old: [ActorKey] = []
  ) async throws -> [(ActorKey, sealed: [UInt8])] {
    guard let id = AS.IRI(actor.uri) else { throw Refusal.malformed("\(actor.uri) is no address.") }
    let (addresses, secrets) = (services.addresses, node.secrets)
    return try await Task.detached {
      let made: [(ActorKey.Algorithm, SigningKey)] = [
        (.rsa, try SigningKey.generateRSA()), (.ed25519, SigningKey.generateEd25519()),
      ]
      return try made.map { algorithm, key in
        // Those that sign come first.
        let current = old.first { $0.algorithm == algorithm }
        let keyID =
          current.map { addresses.key(after: $0, of: id) } ?? addresses.key(algorithm, of: id)
        let sealed = try secrets.seal(Data(key.der), for: keyID.string)
        return (ActorKey(key.verificationKey, algorithm, at: keyID), sealed: Array(sealed))
      }
    }.value
  }

  private func change(
    _ name: LocalName,
    _ body: @escaping @Sendable (inout Member) throws -> Void
  ) async throws {
    try await services.database.write { tx in
      guard var member = try tx.members.find(name: name.description), member.state != .deleted
      else { throw Refusal.absent }
      try body(&member)
      try tx.members.update(member)
    }
  }

  private func change(
    _ name: LocalName,
    to state: Member.State,
    from earlier: Member.State,
    suspendedAt: Date?
  ) async throws {
    try await services.database.write { tx in
      guard var member = try tx.members.find(name: name.description) else { throw Refusal.absent }
      guard member.state == earlier else {
        throw Refusal.conflict("\(name) is \(member.state.rawValue), not \(earlier.rawValue).")
      }
      member.state = state
      try tx.members.update(member)
      try tx.actors.setSuspended(member.actorID, at: suspendedAt)
      try services.outbox.settlePlaces(
        of: member.actorID,
        isSuspended: suspendedAt != nil,
        in: tx
      )
    }
    services.talentWakeup.call()
  }

  private static func requireFree(_ name: LocalName, in tx: Transaction) throws {
    guard try tx.actors.find(localName: name.description) == nil else {
      throw Refusal.conflict("The name \(name) is taken; names are never given twice.")
    }
  }

  private static func digest(ofInvitation token: String) -> String {
    Data(SHA256.hash(data: Data(token.utf8))).base64URL
  }
}

extension Data {
  /// Base64 for addresses, without padding (RFC 4648 §5).
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}

extension Optional where Wrapped: Sendable {
  fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value?
  {
    guard let value = self else { return nil }
    return try await body(value)
  }
}
