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

  /// Changes what a member says, and what directories show of it, in one transaction.
  ///
  /// - Parameters:
  ///   - member: The member, active.
  ///   - change: What is changed.
  /// - Returns: The profile as it is then.
  /// - Throws: What `change` throws, and `Refusal.absent` for no active member.
  @discardableResult
  package func edit(
    _ member: ActorID,
    _ change: @escaping @Sendable (inout TalentProfile, Transaction) throws -> Void
  ) async throws -> TalentProfile {
    let now = services.now()
    let profile = try await services.database.write { tx in
      guard let known = try tx.members.find(member), known.state == .active else {
        throw Refusal.absent
      }
      var profile = try tx.talents.profile(of: member) ?? Self.empty(of: member, at: now)
      try change(&profile, tx)
      profile.updatedAt = now
      try tx.talents.put(profile)
      try show(profile, at: now, tx)
      return profile
    }
    services.talentWakeup.call()
    return profile
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
    return try await edit(member) { profile, _ in
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
    try await edit(member) { profile, _ in profile.listedUntil = nil }
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
    guard let actor = try tx.actors.find(profile.member) else { return }
    let isActive = try tx.members.find(profile.member)?.state == .active
    let person = TalentEntry.Person(
      uri: actor.uri,
      name: String(actor.displayName.prefix(TalentEntry.longestName))
    )
    for scope in TalentSharing(services).ownScopes {
      let entry = isActive ? profile.entry(for: scope.ring, of: person, at: now) : nil
      try put(entry, under: profile.number, in: scope, at: now, tx)
    }
  }

  private func put(
    _ entry: TalentEntry?,
    under number: String,
    in scope: TalentScope,
    at now: Date,
    _ tx: Transaction
  ) throws {
    let store = tx.talentDirectories
    let origin = services.addresses.origin.string
    if entry == nil, try store.find("", scope) == nil { return }
    let directory = try store.open("", scope, at: now)
    let old = try store.entry(number, in: directory, origin: origin)
    guard old != entry else { return }
    let index = TalentEntry.bucket(of: number)
    let version = try signing.nextVersion(of: directory, tx)
    if let entry {
      try store.put(entry, in: directory, version: version)
    } else {
      _ = try store.withdraw(number, from: directory, at: now, version: version)
    }
    try signing.sign(index, of: directory, version: version, tx)
  }

  // MARK: Keeping

  /// Brings this node's directories in step with what members say, and drops what may not be held.
  ///
  /// It catches what changes without a word to the desk: a consent that ended, a member who was
  /// suspended or renamed, a territory that was joined or left, a peering that ended.
  package func keep() async throws {
    let now = services.now()
    try await services.database.write { tx in try forgetForeign(at: now, tx) }
    for number in try await services.database.read({ try $0.talents.members() }) {
      try await services.database.write { tx in
        guard let profile = try tx.talents.profile(of: number) else { return }
        try show(profile, at: now, tx)
      }
    }
    try await services.database.write { tx in try tidyOwn(at: now, tx) }
    try await signAnew()
  }

  private func forgetForeign(at now: Date, _ tx: Transaction) throws {
    let sharing = TalentSharing(services)
    let oldest = now.addingTimeInterval(-TalentBucket.remembrance)
    for directory in try tx.talentDirectories.all() where !directory.isOwn {
      let isShared = sharing.scopes(with: directory.host, .in).contains(directory.scope)
      guard isShared, directory.validatedAt > oldest else {
        try tx.talentDirectories.remove(directory)
        continue
      }
      _ = try tx.talentDirectories.purge(expiredBefore: now, of: directory, limit: 5_000)
    }
    _ = try tx.skills.purgeSeen(limit: 1_000)
  }

  private func tidyOwn(at now: Date, _ tx: Transaction) throws {
    let scopes = Set(TalentSharing(services).ownScopes)
    let oldest = now.addingTimeInterval(-TalentBucket.remembrance)
    for directory in try tx.talentDirectories.all() where directory.isOwn {
      guard scopes.contains(directory.scope) else {
        try tx.talentDirectories.remove(directory)
        continue
      }
      for index in try tx.talentDirectories.purgeWithdrawals(before: oldest, of: directory) {
        let version = try signing.nextVersion(of: directory, tx)
        try signing.sign(index, of: directory, version: version, tx)
      }
    }
  }

  private static let signedBy = "talents.signedBy"

  /// Signs all buckets again when the node's key is another than the one that signed them.
  private func signAnew() async throws {
    guard let key = try services.keys.nodeSigner(.ed25519).key.verificationKey.multikey else {
      return
    }
    try await services.database.write { tx in
      guard try tx.state.value(Self.signedBy) != key else { return }
      for directory in try tx.talentDirectories.all() where directory.isOwn {
        for head in try tx.talentDirectories.heads(of: directory) {
          let version = try signing.nextVersion(of: directory, tx)
          try signing.sign(head.index, of: directory, version: version, tx)
        }
      }
      try tx.state.set(Self.signedBy, to: key)
    }
  }
}

/// What a node can show of where an entry is, and of its having been taken back.
package struct TalentReceipt: Sendable, Hashable {
  package let number: String
  package let holdings: [String: TalentDirectoryStore.Holding]
}
