import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

extension TerritoryDesk {
  // MARK: Deciding

  /// Vouches for somebody who has joined, after a look at whether it is who it says; when forced,
  /// also if this node cannot see that, since its admin knows.
  package func endorse(
    _ member: Digest,
    in territory: Digest,
    isForced: Bool = false
  ) async throws {
    let holding = try requireMember(of: territory)
    guard let candidate = holding.state.candidates.first(where: { $0.member == member }) else {
      return try await vouch(for: member, in: holding, isForced: isForced)
    }
    guard let own = holding.entry.memberID, !candidate.endorsers.contains(own) else {
      throw Refusal.conflict("This node has endorsed it already.")
    }
    if !isForced { try await OriginCheck(services: services).require(candidate.record) }
    try await write(.endorse(join: candidate.join), in: territory)
    try await settle(territory)
  }

  /// The members of which nothing has shown here that they are the hosts that they say: what they publish is
  /// not taken before somebody vouches for them.
  package func unproven(in holding: TerritoryRegistry.Holding) -> [TerritoryState.Member] {
    holding.state.members.filter { member in
      services.known.node(host: member.record.host).map { !$0.isProven } ?? false
    }
  }

  /// Vouches for a member that others admitted before this node knew anybody who vouched for it.
  private func vouch(
    for member: Digest,
    in holding: TerritoryRegistry.Holding,
    isForced: Bool
  ) async throws {
    guard let known = holding.state.member(member) else { throw Refusal.absent }
    let join = holding.ledger.entries(of: member).first { entry in
      if case .join = entry.content { true } else { false }
    }
    guard let join, unproven(in: holding).contains(where: { $0.id == member }) else {
      throw Refusal.conflict("It is a member already.")
    }
    if !isForced { try await OriginCheck(services: services).require(known.record) }
    try await write(.endorse(join: join.digest), in: holding.id)
    try await settle(holding.id)
  }

  /// Proposes, and votes for it.
  ///
  /// - Returns: The proposal's digest.
  @discardableResult
  package func propose(
    _ wish: Proposal.Wish,
    terms: JSONObject? = nil,
    reason: String,
    in territory: Digest
  ) async throws -> Digest {
    let holding = try elector(of: territory)
    guard reason.unicodeScalars.count <= 500 else {
      throw Refusal.malformed("A reason has at most 500 characters.")
    }
    let open = holding.state.proposals.first { $0.proposal.wish == wish }
    if let open {
      try await vote(for: open.digest, in: territory)
      return open.digest
    }
    let signed = try await write(
      .propose(wish, terms: terms, reason: reason),
      in: territory
    )
    try await write(.vote(proposal: signed.statement.digest), in: territory)
    try await settle(territory)
    return signed.statement.digest
  }

  /// Says yes to a proposal; there is no no: what is not carried lapses.
  package func vote(for proposal: Digest, in territory: Digest) async throws {
    let holding = try elector(of: territory)
    guard let tally = holding.state.proposals.first(where: { $0.digest == proposal }) else {
      throw Refusal.absent
    }
    guard let own = holding.entry.memberID, !tally.yes.contains(own) else {
      throw Refusal.conflict("This node has voted for it already.")
    }
    try await write(.vote(proposal: proposal), in: territory)
    try await settle(territory)
  }

  /// Leaves; what it has stated stays with the others.
  package func leave(_ territory: Digest) async throws {
    _ = try requireMember(of: territory)
    try await write(.leave, in: territory)
    try await settle(territory)
  }

  /// Puts this node's current record into its log, after settings or keys have changed.
  ///
  /// - Returns: Whether there was something new to say.
  @discardableResult
  package func publishRecord(in territory: Digest) async throws -> Bool {
    let holding = try requireMember(of: territory)
    let current = try await OwnRecord(services: services).current()
    guard let own = holding.entry.memberID, let known = holding.lastRecord(of: own),
      !known.saysTheSame(as: current.record), known.key == current.record.key
    else { return false }
    try await write(.record(current.document, successor: nil), in: territory)
    try await settle(territory)
    return true
  }

  /// Notes that a member of this node agrees to the terms as they are now.
  ///
  /// - Parameters:
  ///   - territory: Which one.
  ///   - read: The terms that the member has read; nothing: those of now.
  ///   - member: Who agrees.
  /// - Throws: `Refusal.conflict` when others are in force meanwhile.
  package func accept(
    _ territory: Digest,
    as read: Digest? = nil,
    by member: ActorID
  ) async throws {
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    let (terms, now) = (holding.state.terms.digest, services.now())
    guard read == nil || read == terms else {
      throw Refusal.conflict("The charter has changed since: read it again, then accept it.")
    }
    try await services.database.write { tx in
      try tx.acceptances.accept(terms, of: territory, by: member, at: now)
    }
  }

  // MARK: Parts

  func requireMember(of territory: Digest) throws(Refusal) -> TerritoryRegistry.Holding {
    guard let holding = services.territories.holding(territory) else { throw .absent }
    guard let own = holding.entry.memberID, holding.state.member(own) != nil else {
      throw .conflict("This node is no member of \(holding.charter.name).")
    }
    return holding
  }

  private func elector(of territory: Digest) throws(Refusal) -> TerritoryRegistry.Holding {
    let holding = try requireMember(of: territory)
    guard let own = holding.entry.memberID, holding.state.electors.contains(own) else {
      throw .conflict(
        "This node has no vote in \(holding.charter.name) yet: it comes with the next seal."
      )
    }
    return holding
  }

  /// Writes down where this node stands in a territory, as the statements have it now.
  func settle(_ territory: Digest) async throws {
    guard let holding = services.territories.holding(territory) else { return }
    guard let own = holding.entry.memberID else { return }
    let state = holding.state
    var entry = holding.entry
    if state.member(own) != nil {
      entry.state = .member
    } else if state.excluded.contains(own) {
      entry.state = .excluded
    } else if state.left.contains(own) {
      entry.state = .left
    } else if holding.ledger.head(of: own) != nil, entry.state == .member {
      entry.state = .left
    } else {
      entry.state = entry.state == .invited ? .joining : entry.state
    }
    guard entry.state != holding.entry.state else { return }
    let changed = entry
    try await services.database.write {
      _ = try $0.territories.setState(changed.state, of: territory)
    }
    services.territories.update(changed)
  }
}
