import Foundation
import Model
import Signatures
import Storage

/// Where members write down their talents, let themselves be found, and take it back.
package struct TalentDesk: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  private var signing: TalentSigning { TalentSigning(services: services) }

  // MARK: The member's own

  /// What a member said of its talents; an empty profile if it never did.
  package func profile(of member: ActorID) async throws -> TalentProfile {
    let now = services.now()
    return try await services.database.read { tx in
      try tx.talents.profile(of: member) ?? Self.empty(of: member, at: now)
    }
  }

  /// Who changes what a member says.
  package enum Hand: Sendable, Hashable {
    /// The member, who has signed in.
    case own
    /// Whoever looks after the node: what it writes stays in the organisation, and nobody is listed by
    /// it.
    case other
  }

  /// Changes what a member says, and what directories show of it, in one transaction.
  ///
  /// - Parameters:
  ///   - member: The member, active.
  ///   - hand: Who changes it.
  ///   - change: What is changed.
  /// - Returns: The profile as it is then.
  /// - Throws: What `change` throws, `Refusal.absent` for no active member, and `Refusal.forbidden` when
  ///   another hand would show more of the member to other nodes.
  @discardableResult
  package func edit(
    _ member: ActorID,
    by hand: Hand,
    _ change: @escaping @Sendable (inout TalentProfile, Transaction) throws -> Void
  ) async throws -> TalentProfile {
    let now = services.now()
    let profile = try await services.database.write { tx in
      guard let known = try tx.members.find(member), known.state == .active else {
        throw Refusal.absent
      }
      let old = try tx.talents.profile(of: member) ?? Self.empty(of: member, at: now)
      var profile = old
      try change(&profile, tx)
      guard hand == .own || profile.reachesNoFurther(than: old) else {
        throw Refusal.forbidden(
          "Only \(known.name) decides what others see beyond the organisation."
        )
      }
      profile.updatedAt = now
      try tx.talents.put(profile)
      try show(profile, at: now, tx)
      if !profile.reachesNoFurther(than: old) { try tellOfWidening(known, at: now, tx) }
      return profile
    }
    services.talentWakeup.call()
    services.needWakeup.call()
    return profile
  }

  /// Tells a member whose password somebody else chose that others see more of its talents: it may not have
  /// been the member.
  private func tellOfWidening(_ member: Member, at now: Date, _ tx: Transaction) throws {
    guard try tx.members.passwordGivenAt(member.actorID) != nil,
      let node = try tx.actors.find(uri: services.addresses.nodeActor.string)
    else { return }
    _ = try tx.notifications.add(.init(.talentsShown, by: node.id), to: member.actorID, at: now)
  }

  private static func empty(of member: ActorID, at now: Date) -> TalentProfile {
    let number = SharedSecret.random(count: 16).map { byte in
      byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }
    return TalentProfile(member: member, number: number.joined(), updatedAt: now)
  }

  /// Lets a member be found for six months, or for six months more.
  @discardableResult
  package func list(_ member: ActorID) async throws -> TalentProfile {
    let end = services.now().addingTimeInterval(TalentProfile.listing)
    return try await edit(member, by: .own) { profile, _ in
      guard !profile.talents.isEmpty else {
        throw Refusal.conflict("There is nothing to be found by: name a skill first.")
      }
      profile.listedUntil = end
    }
  }

  /// Takes a member out of every directory at once; what it wrote stays for itself.
  ///
  /// - Returns: What shows it: when it was taken back, and the nodes that had it.
  package func withdraw(_ member: ActorID) async throws -> TalentReceipt {
    let number = try await profile(of: member).number
    try await edit(member, by: .other) { profile, _ in profile.listedUntil = nil }
    return try await receipt(number)
  }

  /// Deletes all that a member said of its talents, here and in every directory.
  package func erase(_ member: ActorID) async throws -> TalentReceipt {
    let receipt = try await withdraw(member)
    try await services.database.write { try $0.talents.remove(member) }
    return receipt
  }

  /// Which nodes hold a member's entry, or held it, and where it stands with each.
  package func receipt(_ number: String) async throws -> TalentReceipt {
    try await services.database.read { tx in
      TalentReceipt(number: number, holdings: try tx.talentDirectories.holdings(of: number))
    }
  }

  // MARK: Directories

  /// Puts what reaches each ring into this node's directories, and takes out what does not any more.
  private func show(_ profile: TalentProfile, at now: Date, _ tx: Transaction) throws {
    for (scope, entry) in try changes(of: profile, at: now, tx) {
      try put(entry, under: profile.number, in: scope, at: now, tx)
    }
  }

  /// The scopes in which a directory does not have what it should have of a member.
  private func changes(
    of profile: TalentProfile,
    at now: Date,
    _ tx: Transaction
  ) throws -> [(TalentScope, TalentEntry?)] {
    guard let actor = try tx.actors.find(profile.member) else { return [] }
    let isActive = try tx.members.find(profile.member)?.state == .active
    let person = TalentEntry.Person(uri: actor.uri, name: Self.shownName(of: actor))
    return try TalentSharing(services).ownScopes.compactMap { scope in
      let entry = isActive ? profile.entry(for: scope.ring, of: person, at: now) : nil
      let directory = try tx.talentDirectories.find("", scope)
      let old = try directory.flatMap {
        try tx.talentDirectories.entry(
          profile.number,
          in: $0,
          origin: services.addresses.origin.string
        )
      }
      return old == entry ? nil : (scope, entry)
    }
  }

  /// As other nodes take it: without what cannot be seen, in Unicode's composed form.
  private static func shownName(of actor: ActorProfile) -> String {
    let name = VisibleText.clean(actor.displayName).precomposedStringWithCanonicalMapping
    let scalars = name.unicodeScalars.prefix(TalentEntry.longestName)
    return String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
  }

  private func put(
    _ entry: TalentEntry?,
    under number: String,
    in scope: TalentScope,
    at now: Date,
    _ tx: Transaction
  ) throws {
    let directory = try tx.talentDirectories.open("", scope, at: now)
    let version = try signing.nextVersion(of: directory, tx)
    if let entry {
      try tx.talentDirectories.put(entry, in: directory, version: version)
    } else {
      _ = try tx.talentDirectories.withdraw(number, from: directory, at: now, version: version)
    }
    try signing.sign(TalentEntry.bucket(of: number), of: directory, version: version, tx)
  }

  // MARK: Keeping

  /// Brings this node's directories in step with what members say, and drops what may not be held.
  ///
  /// It catches what changes without a word to the desk: a consent that ended, a member who was
  /// suspended or renamed, a territory that was joined or left, a peering that ended. It reads first,
  /// and writes only where something is to be changed.
  package func keep() async throws {
    let now = services.now()
    try await forgetForeign(at: now)
    for member in try await outdated(at: now) {
      try await services.database.write { tx in
        guard let profile = try tx.talents.profile(of: member) else { return }
        try show(profile, at: now, tx)
        // Who is gone leaves nothing behind but the word that the entry was taken back.
        if try tx.members.find(member)?.state == .deleted { try tx.talents.remove(member) }
      }
    }
    try await services.database.write { tx in try tidyOwn(at: now, tx) }
    try await dropOwn()
    try await signAnew()
  }

  /// Members of whom directories have something else than they should.
  private func outdated(at now: Date) async throws -> [ActorID] {
    try await services.database.read { tx in
      try tx.talents.members().filter { member in
        guard let profile = try tx.talents.profile(of: member) else { return false }
        if try tx.members.find(member)?.state == .deleted { return true }
        return try !changes(of: profile, at: now, tx).isEmpty
      }
    }
  }

  /// Drops the directories of nodes that have no ground to be held any more, and entries whose time
  /// is over.
  private func forgetForeign(at now: Date) async throws {
    let oldest = now.addingTimeInterval(-TalentBucket.remembrance)
    let directories = try await services.database.read { try $0.talentDirectories.all() }
    for directory in directories where !directory.isOwn {
      let scopes = TalentSharing(services).scopes(with: directory.host, .in)
      if scopes.contains(directory.scope), directory.validatedAt > oldest { continue }
      try await drop(directory)
    }
    var purged = Self.portion
    while purged == Self.portion {
      purged = try await services.database.write { tx in
        try tx.talentDirectories.purge(expiredBefore: now, limit: Self.portion)
      }
    }
    _ = try await services.database.write { try $0.skills.purgeSeen(limit: Self.portion) }
  }

  /// How many rows one transaction takes away: nobody waits long for the writer.
  private static let portion = 1_000

  private func drop(_ directory: TalentDirectoryStore.Directory) async throws {
    while try await !services.database.write({ try $0.talentDirectories.remove(directory) }) {}
  }

  /// Drops this node's own directories for territories that it is in no more.
  private func dropOwn() async throws {
    let scopes = Set(TalentSharing(services).ownScopes)
    let directories = try await services.database.read { try $0.talentDirectories.all() }
    for directory in directories where directory.isOwn && !scopes.contains(directory.scope) {
      try await drop(directory)
    }
  }

  /// Forgets withdrawals that were told long enough.
  private func tidyOwn(at now: Date, _ tx: Transaction) throws {
    let oldest = now.addingTimeInterval(-TalentBucket.remembrance)
    for directory in try tx.talentDirectories.all() where directory.isOwn {
      for index in try tx.talentDirectories.purgeWithdrawals(before: oldest, of: directory) {
        let version = try signing.nextVersion(of: directory, tx)
        try signing.sign(index, of: directory, version: version, tx)
      }
    }
  }

  private static let signedBy = "talents.signedBy"

  /// Signs buckets again: all when the node's key is another than the one that signed them, else those
  /// that are not what was signed any more, as after a version that writes them otherwise.
  private func signAnew() async throws {
    guard let key = try services.keys.nodeSigner(.ed25519).key.verificationKey.multikey else {
      return
    }
    let outdated = try await services.database.read { tx in
      let isAnother = try tx.state.value(Self.signedBy) != key
      return try tx.talentDirectories.all().filter(\.isOwn).flatMap { directory in
        try tx.talentDirectories.heads(of: directory)
          .filter { head in
            guard !isAnother else { return true }
            return try signing.document(under: head, of: directory, tx) == nil
          }
          .map { (directory, $0.index) }
      }
    }
    try await services.database.write { tx in
      for (directory, index) in outdated {
        let version = try signing.nextVersion(of: directory, tx)
        try signing.sign(index, of: directory, version: version, tx)
      }
      if try tx.state.value(Self.signedBy) != key { try tx.state.set(Self.signedBy, to: key) }
    }
  }
}

/// What a node can show of where an entry is, and of its having been taken back.
package struct TalentReceipt: Sendable, Hashable {
  package let number: String
  package let holdings: [String: TalentDirectoryStore.Holding]
}
