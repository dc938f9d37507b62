import Foundation
import Model
import Storage

/// Whether members of territories are the hosts that they say: only then their records count for
/// the way to them, and their word for their actors (Protocol/territory.md).
struct MemberOrigins: Sendable {
  let services: FederationServices

  /// Looks at so many at once, since each look may take as long as a connection may.
  private static let mostLooks = 4

  private static func key(_ member: Digest, _ territory: Digest) -> String {
    "proven \(territory.text) \(member.text)"
  }

  /// Remembers, at the start, what was shown before.
  static func load(
    of holding: TerritoryRegistry.Holding,
    from database: NodeDatabase,
    into known: KnownNodes
  ) async throws {
    let proven = try await database.read { tx in
      try holding.state.members.map(\.id).filter {
        try tx.state.value(key($0, holding.id)) != nil
      }
    }
    known.setProven(Set(proven), in: holding.id)
  }

  /// Looks at those members of a territory whose origin nothing has shown yet.
  func prove(in territory: Digest) async throws {
    guard let holding = services.territories.holding(territory),
      let own = services.known.territory(territory)?.own
    else { return }
    var looks = Self.mostLooks
    for member in holding.state.members where member.id != own {
      guard !services.known.isProven(member.id, in: territory) else { continue }
      let claim = Claim(member: member, holding: holding, own: own)
      guard try await isProven(claim, &looks) else { continue }
      let now = services.now()
      try await services.database.write { tx in
        try tx.state.set(
          Self.key(member.id, territory),
          to: "\(Int(now.timeIntervalSince1970))"
        )
      }
      services.known.setProven([member.id], in: territory)
    }
  }

  /// What a member says of itself, and where.
  private struct Claim: Sendable {
    let member: TerritoryState.Member
    let holding: TerritoryRegistry.Holding
    let own: Digest

    var record: NodeRecord { member.record }
  }

  private func isProven(_ claim: Claim, _ looks: inout Int) async throws -> Bool {
    // A peer is believed for its peering's sake, and as long as that lasts.
    if let node = services.known.node(host: claim.record.host), node.isProven { return false }
    let isKnownOtherwise = try await isKnownOtherwise(claim)
    let endorsers = endorsers(of: claim)
    // The admin has said so, perhaps by force.
    if !isKnownOtherwise, endorsers.contains(claim.own) { return true }
    switch await look(at: claim.record, &looks) {
    case .shown: return true
    case .other: return false
    case .silent: return !isKnownOtherwise && isVouchedFor(claim, by: endorsers)
    case nil: return false
    }
  }

  // MARK: What is known here

  /// Whether this node knows the host under another key, or as no node.
  private func isKnownOtherwise(_ claim: Claim) async throws -> Bool {
    let actor = claim.record.actor
    let former = services.known.territory(claim.holding.id)?.formerKeys[claim.member.id] ?? []
    let keys = former.union([claim.record.key])
    let isClaimedElsewhere = services.known.territories.contains { territory in
      guard territory.id != claim.holding.id, territory.own != nil,
        let other = territory.state.member(actor: actor)
      else { return false }
      return !keys.contains(other.record.key)
    }
    if isClaimedElsewhere { return true }
    return try await services.database.read { tx in
      if let known = try tx.actors.find(uri: actor),
        let key = try tx.actors.keys(of: known.id).first(where: { $0.uri == "\(actor)#ed25519-key" }
        )
      {
        return !keys.contains(key.publicKey)
      }
      return try tx.actors.counts(host: claim.record.host).actors > 0
    }
  }

  // MARK: What the host shows

  private func look(at record: NodeRecord, _ looks: inout Int) async -> OriginSight? {
    let now = services.now()
    if let sight = services.known.sight(of: record.digest, at: now) { return sight }
    guard looks > 0 else { return nil }
    looks -= 1
    let sight = await OriginCheck(services: services).sight(of: record)
    services.known.note(sight, of: record.digest, at: now)
    return sight
  }

  // MARK: Who vouches

  /// The members that endorsed its join.
  private func endorsers(of claim: Claim) -> Set<Digest> {
    let ledger = claim.holding.ledger
    let joins = ledger.entries(of: claim.member.id).compactMap { entry -> Digest? in
      if case .join = entry.content { entry.digest } else { nil }
    }
    let members = claim.holding.state.members.map(\.id).filter { member in
      member != claim.member.id
        && ledger.entries(of: member).contains { entry in
          if case .endorse(let join) = entry.content { joins.contains(join) } else { false }
        }
    }
    return Set(members)
  }

  /// Whether people with whom this node made peerings have compared it: as many as the territory
  /// asks for endorsed it, or the one that asked this node in founded the territory with it.
  private func isVouchedFor(_ claim: Claim, by endorsers: Set<Digest>) -> Bool {
    let holding = claim.holding
    let peers = endorsers.filter {
      holding.state.member($0).map { isActivePeer($0.record) } ?? false
    }
    if peers.count >= max(1, holding.state.terms.rules.endorsements) { return true }
    guard holding.charter.founders.contains(where: { $0.digest == claim.member.id }) else {
      return false
    }
    // Whom this node founded it with, its admin named.
    guard let sponsor = holding.entry.sponsor else { return true }
    return holding.charter.founders.contains { $0.actor == sponsor && isActivePeer($0) }
  }

  private func isActivePeer(_ record: NodeRecord) -> Bool {
    guard let node = services.known.node(host: record.host), let peering = node.peering else {
      return false
    }
    return peering.state.current(at: services.now()) == .active && node.record.key == record.key
  }
}
