import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// What other nodes say about a peering.
extension PeeringDesk {
  /// In bytes: more than any record needs that says nothing but what is asked of it.
  private static let largestRecord = 16 << 10

  /// Takes a message and answers it; the request is the one that brought it, as signatures see it.
  package func receive(_ json: JSON, _ request: RequestMessage) async throws -> JSONObject {
    let message = try PeerMessage(json)
    let offer = message.kind == .invite || message.object == nil ? nil : try message.terms()
    let rotated = try offer.flatMap { try rotation(to: $0.record, in: message) }
    let caller = try caller(of: request, message, offer, followedBy: rotated)
    guard message.actor.string == caller.actor else {
      throw Refusal.forbidden("\(caller.host) cannot speak for \(message.actor).")
    }
    if rotated == nil {
      if !isKnownRotation(offer, message) { try message.verify(with: caller.key) }
      if let offer { try requireSameKey(offer.record, caller) }
    }
    let answer = try await answer(message, offer, from: caller)
    return answer.document
  }

  private func rotation(to record: NodeRecord, in message: PeerMessage) throws -> String? {
    guard let known = services.known.node(of: message.actor.string)?.record else { return nil }
    return try Self.successor(of: known, record, in: message)
  }

  /// Who asks; a rotation proves itself, also when the key after it makes the request by now.
  private func caller(
    of request: RequestMessage,
    _ message: PeerMessage,
    _ offer: PeeringOffer?,
    followedBy successor: String?
  ) throws -> PeerDoor.Caller {
    do {
      return try PeerDoor(services: services)
        .caller(
          of: request,
          offering: message.kind == .offer ? offer?.record : nil,
          followedBy: successor
        )
    } catch Refusal.unauthenticated(let reason) {
      guard let successor, let node = services.known.node(of: message.actor.string) else {
        throw Refusal.unauthenticated(reason)
      }
      try services.flows.requireNotBarred(node.host)
      return PeerDoor.Caller(host: node.host, key: successor, node: node)
    }
  }

  /// Whether a message says once more which key follows, after its answer was lost: its proof is by
  /// a key that is no longer known, the request's signature by the one that followed.
  private func isKnownRotation(_ offer: PeeringOffer?, _ message: PeerMessage) -> Bool {
    guard message.kind == .update, message.document.contains("successorProof"), let offer else {
      return false
    }
    let known = services.known.node(of: message.actor.string)?.record
    return known?.digest == offer.record.digest
  }

  /// A change of pins, addresses or anything else counts only under the key that is known.
  private func requireSameKey(_ record: NodeRecord, _ caller: PeerDoor.Caller) throws(Refusal) {
    guard record.host == caller.host else {
      throw .forbidden("\(caller.host) sent the record of \(record.host).")
    }
    guard record.key == caller.key else {
      throw .forbidden(
        "A record with another key is no record of \(caller.host): a key follows by rotation only."
      )
    }
  }

  private func answer(
    _ message: PeerMessage,
    _ offer: PeeringOffer?,
    from caller: PeerDoor.Caller
  ) async throws -> PeerMessage {
    switch (message.kind, offer) {
    case (.offer, let offer?): return try await receive(offer, message.id, from: caller)
    case (.update, let offer?):
      try await take(offer, from: caller)
      return try await reply(.accept, to: message.id, caller.host)
    case (.accept, let offer?):
      try await take(offer, from: caller, .accept)
      return try await reply(.accept, to: message.id, caller.host)
    case (.reject, _), (.undo, _):
      try await end(caller, message.kind)
      return try PeerMessage.make(.accept, object: nil, offer: message.id, with: services)
    case (.invite, _):
      try await invited(by: caller, message.object)
      return try PeerMessage.make(.tentativeAccept, object: nil, offer: message.id, with: services)
    default: throw Refusal.malformed("\(message.kind.rawValue) needs a peering as object.")
    }
  }

  // MARK: Offers

  private func receive(
    _ offer: PeeringOffer,
    _ id: String,
    from caller: PeerDoor.Caller
  ) async throws -> PeerMessage {
    if let ticket = offer.ticket { return try await redeem(ticket, offer, id, from: caller) }
    let record = offer.record
    let size = JSON.object(offer.recordDocument).serialized().count
    guard size <= Self.largestRecord else { throw Refusal.tooLarge(limit: Self.largestRecord) }
    let known = try await peering(with: caller.host)
    switch known.state.current(at: services.now()) {
    case .active, .unverified:
      // Who asks again learns what has become of it.
      try await take(offer, from: caller)
      return try await reply(.accept, to: id, caller.host)
    case .suspended: throw Refusal.againstPolicy("This peering is suspended.")
    case .invited, .requested, .revoked: break
    }
    // Another key than the one that somebody claimed before needs more than another claim.
    let isProven = known.state == .requested(by: .them) && known.record?.key != record.key
    if isProven {
      try await OriginCheck(services: services).require(record)
    } else {
      try await OriginCheck(services: services).requireNoOther(record)
    }
    let room: @Sendable (Transaction, Peering?) throws -> Void = {
      try requireRoom(for: caller.host, in: $0, $1)
    }
    let kept = try await modify(caller.host, hearing: offer, also: room) { found in
      var peering = found ?? beginning(caller.host)
      let isClaim = peering.state == .requested(by: .them)
      if !isClaim || !isProven { try requireCommitted(record, after: peering) }
      peering.state = try peering.state.after(.request(by: .them))
      found = peering
    }
    return try await reply(
      kept?.state == .unverified ? .accept : .tentativeAccept,
      to: id,
      caller.host
    )
  }

  private func requireRoom(for host: String, in tx: Transaction, _ before: Peering?) throws {
    guard before?.state != .requested(by: .them), before?.state != .requested(by: .us) else {
      return
    }
    switch RequestRoom(try tx.peerings.waitingRequests()).answer(to: host, at: services.now()) {
    case .room: return
    case .inPlaceOf(let other): try tx.peerings.remove(host: other)
    case .full: throw Refusal.rateLimited(seconds: 86_400)
    }
  }

  /// Uses a ticket up, in the transaction that makes the peering: what breaks off between the two
  /// would leave neither.
  private func redeem(
    _ ticket: PeeringOffer.TicketProof,
    _ offer: PeeringOffer,
    _ id: String,
    from caller: PeerDoor.Caller
  ) async throws -> PeerMessage {
    let stored = try await services.database.read { try $0.tickets.find(id: ticket.id) }
    guard let stored else { throw Self.noTicket }
    let secret = try services.identity.unseal(
      stored.sealedSecret,
      Self.owner(ofTicket: ticket.id)
    )
    let message = PeeringOffer.ticketMessage(
      id: ticket.id,
      sponsor: services.addresses.nodeActor.string,
      record: offer.record.digest
    )
    guard SharedSecret.isValid(ticket.proof, secret, over: message) else { throw Self.noTicket }
    if stored.host == nil { try await OriginCheck(services: services).require(offer.record) }
    let now = services.now()
    let key = offer.record.key
    try await modify(
      caller.host,
      hearing: offer,
      also: { tx, before in
        // Asking again with the same ticket, after an answer was lost, changes nothing.
        let isRepeated =
          stored.usedBy == caller.host && before?.record?.key == key && before?.state == .active
        if !isRepeated {
          let isMine = try tx.tickets.use(id: ticket.id, by: caller.host, at: now)
          guard isMine else { throw Self.noTicket }
        }
        guard let territory = stored.territory else { return }
        try TerritoryInvitations.note(to: caller.host, territory, at: now, in: tx)
      },
      { found in
        var peering = found ?? beginning(caller.host)
        peering.state = try peering.state.after(.ticketProven)
        peering.verification = .ticket
        peering.trust = offer.record.tlsPins.isEmpty ? .publicAuthorities : .pins
        peering.ours.scopes = stored.scopes
        peering.ours.reviewAt = stored.reviewAt
        found = peering
      }
    )
    return try await reply(.accept, to: id, caller.host, into: stored.territory)
  }

  private static var noTicket: Refusal {
    .forbidden("The ticket is not valid: it is unknown, used, expired or for another host.")
  }

  // MARK: Everything else

  /// Takes what a peer says of its side.
  private func take(
    _ offer: PeeringOffer,
    from caller: PeerDoor.Caller,
    _ event: PeeringState.Event? = nil
  ) async throws {
    try await modify(caller.host, hearing: offer) { found in
      guard var peering = found else { throw Refusal.absent }
      if let event {
        guard peering.state != .requested(by: .them) else {
          throw Refusal.conflict("This node was asked; it has not asked.")
        }
        peering.state = try peering.state.after(event)
      }
      guard peering.state != .revoked, peering.state != .invited else {
        throw Refusal.conflict("There is no peering: ask for one.")
      }
      try requireCommitted(offer.record, after: peering)
      found = peering
    }
  }

  private func end(_ caller: PeerDoor.Caller, _ kind: PeerMessage.Kind) async throws {
    try await modify(caller.host) { found in
      guard var peering = found else { throw Refusal.absent }
      // Of a claim that nobody here answered nothing is left: anybody can make one.
      guard peering.state != .requested(by: .them) else {
        found = nil
        return
      }
      // Said twice, it changes nothing; but who learnt it by collecting need not be told any more.
      guard peering.state != .revoked else {
        if peering.record?.isReachable == false { found = nil }
        return
      }
      peering.state = try peering.state.after(kind == .reject ? .reject : .revoke)
      peering.reason = kind == .reject ? "rejected by the other side" : "ended by the other side"
      found = peering
    }
  }

  private func invited(by caller: PeerDoor.Caller, _ charter: JSON?) async throws {
    guard case .active? = caller.node?.peering?.state.current(at: services.now()) else {
      throw Refusal.forbidden("Only an active peer may invite into a territory.")
    }
    guard let charter else { throw Refusal.malformed("An invitation carries a charter.") }
    try await TerritoryDesk(services: services).keepInvitation(charter, from: caller.actor)
  }

  /// This node's side, in answer to an offer; with the charter of the territory that its ticket was
  /// for.
  private func reply(
    _ kind: PeerMessage.Kind,
    to offer: String,
    _ host: String,
    into territory: Digest? = nil
  ) async throws -> PeerMessage {
    try PeerMessage.make(
      kind,
      object: try await side(towards: host, into: territory),
      offer: offer,
      with: services
    )
  }

  /// What a host hears of this node's side.
  func side(towards host: String, into territory: Digest? = nil) async throws -> JSON {
    let own = try await OwnRecord(services: services).current()
    let peering = services.known.peering(with: host)
    let holding = territory.flatMap { services.territories.holding($0) }
    return PeeringOffer.object(
      peering?.ours ?? Peering.Terms(),
      level: peering?.level ?? .full,
      record: own.document,
      charters: charters(),
      charter: try holding.map { try JSON.parse($0.entry.charter) },
      invitations: try await invitations(of: host)
    )
  }

  /// The charters of territories that a peer was invited into, if it takes no connections: it hears
  /// of them in no other way.
  private func invitations(of host: String) async throws -> [JSON] {
    guard let node = services.known.node(host: host), node.peering?.state == .active,
      !node.record.isReachable
    else { return [] }
    var charters: [JSON] = []
    for holding in services.territories.all
    where !holding.concerns("https://\(host)/actor")
      || holding.state.unsigned.contains(where: { holding.isFounder($0, at: host) })
    {
      let isInvited = try await services.database.read {
        try TerritoryInvitations.exists(to: host, holding.id, in: $0)
      }
      if isInvited { charters.append(try JSON.parse(holding.entry.charter)) }
    }
    return charters
  }
}

extension TerritoryRegistry.Holding {
  fileprivate func isFounder(_ member: Digest, at host: String) -> Bool {
    charter.founders.contains { $0.digest == member && $0.host == host }
  }
}
