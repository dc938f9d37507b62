import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// What an admin does about peerings, on either side (Protocol/peering.md).
package struct PeeringDesk: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  // MARK: Invitations

  /// Makes a ticket; its secret is shown once and kept sealed.
  ///
  /// It may be for one host only, and may ask whoever joins into a territory. The review date
  /// becomes that of this node's side of the peering; the other side hears it in the answer.
  package func invite(
    _ scopes: Set<Scope>,
    reviewAt: Date? = nil,
    host: String? = nil,
    territory: Digest? = nil,
    lifetime: TimeInterval
  ) async throws -> InvitationTicket {
    let own = try await OwnRecord(services: services).current().record
    guard let key = try VerificationKey(multikey: own.key).rawEd25519 else {
      throw Refusal.unavailable("The node's key is no Ed25519 key.")
    }
    let now = services.now()
    let ticket = InvitationTicket(
      origin: services.addresses.origin.string,
      key: key,
      pins: own.tlsPins.compactMap { SPKIPin($0)?.digest },
      addresses: own.addresses,
      id: SharedSecret.random(count: 8),
      secret: SharedSecret.random(count: 16),
      expiresAt: Date(timeIntervalSince1970: (now.timeIntervalSince1970 + lifetime).rounded()),
      scopes: scopes,
      territory: territory,
      name: own.presentation.name
    )
    let stored = PeeringTicket(
      id: ticket.id,
      sealedSecret: try services.identity.seal(ticket.secret, Self.owner(ofTicket: ticket.id)),
      host: host,
      scopes: scopes,
      reviewAt: reviewAt,
      territory: territory,
      expiresAt: ticket.expiresAt,
      createdAt: now
    )
    try await services.database.write { try $0.tickets.insert(stored) }
    return ticket
  }

  static func owner(ofTicket id: [UInt8]) -> String { "ticket \(Base64URL.encode(id))" }

  /// Joins by a ticket: asks its node for a peering, and holds it when that says yes.
  package func join(_ ticket: InvitationTicket) async throws -> Peering {
    let target = try Self.target(of: ticket, now: services.now())
    guard target.host != services.addresses.origin.authority else {
      throw Refusal.conflict("This ticket is of this node itself.")
    }
    try services.flows.requireNotBarred(target.host)
    try requireKnownKey(of: target)
    let own = try await OwnRecord(services: services).current()
    let proof = SharedSecret.proof(
      ticket.secret,
      over: PeeringOffer.ticketMessage(
        id: ticket.id,
        sponsor: target.actor,
        record: own.record.digest
      )
    )
    var peering = try await peering(with: target.host)
    peering.trust = ticket.pins.isEmpty ? .publicAuthorities : .pins
    peering.ours.scopes = ticket.scopes
    let object = object(of: peering, own.document, ticket: (ticket.id, proof))
    let answer = try await send(.offer, object, to: target)
    guard answer.kind == .accept else {
      throw Refusal.conflict("\(target.host) did not accept the ticket.")
    }
    try answer.verify(with: target.key)
    let offer = try answer.terms()
    try Self.require(offer.record, isOf: target)
    let (trust, scopes) = (peering.trust, peering.ours.scopes)
    try await modify(target.host, hearing: offer) { found in
      var joined = found ?? beginning(target.host)
      joined.state = try joined.state.after(.ticketAccepted)
      joined.verification = .ticket
      joined.trust = trust
      joined.ours.scopes = scopes
      found = joined
    }
    try await keepInvitations(in: offer, from: target)
    return try await existing(target.host)
  }

  /// What a ticket says of the way to its node, and of the key that must answer.
  package static func target(
    of ticket: InvitationTicket,
    now: Date
  ) throws(Refusal) -> PeerClient.Target {
    guard ticket.expiresAt > now else {
      throw .conflict("The ticket has expired. Ask for a new one.")
    }
    guard let origin = Origin(of: ticket.origin),
      let key = (try? VerificationKey(rawEd25519: ticket.key))?.multikey
    else { throw .malformed("The ticket's key is no key.") }
    let pins = Set(ticket.pins.compactMap { SPKIPin(digest: $0) })
    return PeerClient.Target(
      host: origin.authority,
      key: key,
      way: OutboundWay(pins: pins, addresses: ticket.addresses)
    )
  }

  /// What is known of a node rules: a ticket or a look at its host changes no key.
  private func requireKnownKey(of target: PeerClient.Target) throws(Refusal) {
    guard let known = services.known.key(ofSpeaker: target.host), known != target.key else {
      return
    }
    throw .conflict(
      """
      This node knows \(target.host) by another key. If that key is lost, remove the peering first \
      (maillage peer remove \(target.host)); if not, somebody claims to be \(target.host).
      """
    )
  }

  func keepInvitations(in offer: PeeringOffer, from target: PeerClient.Target) async throws {
    for charter in offer.invitations + (offer.charter.map { [$0] } ?? []) {
      try await TerritoryDesk(services: services).keepInvitation(charter, from: target.actor)
    }
  }

  // MARK: Without a ticket

  /// Asks a node for a peering; its admin decides.
  ///
  /// By the pins its TLS is known, when no authority vouches for it.
  package func request(
    _ host: String,
    _ scopes: Set<Scope>,
    pins: Set<SPKIPin>
  ) async throws
    -> Peering
  {
    try services.flows.requireNotBarred(host)
    let way = OutboundWay(pins: pins)
    let key = try await OriginCheck(services: services).key(of: host, way)
    let target = PeerClient.Target(host: host, key: key, way: way)
    try requireKnownKey(of: target)
    let own = try await OwnRecord(services: services).current()
    var peering = try await peering(with: host)
    peering.trust = pins.isEmpty ? .publicAuthorities : .pins
    peering.ours.scopes = scopes
    _ = try peering.state.after(.request(by: .us))
    let object = object(of: peering, own.document)
    let answer = try await send(.offer, object, to: target)
    try answer.verify(with: key)
    let offer = try answer.terms()
    try Self.require(offer.record, isOf: target)
    let trust = peering.trust
    try await modify(host, hearing: offer) { found in
      var asked = found ?? beginning(host)
      asked.state = try asked.state.after(.request(by: .us))
      if answer.kind == .accept { asked.state = try asked.state.after(.accept) }
      asked.trust = trust
      asked.ours.scopes = scopes
      found = asked
    }
    return try await existing(host)
  }

  /// Says yes to who asked.
  package func accept(_ host: String, _ scopes: Set<Scope>?) async throws -> Peering {
    let own = try await OwnRecord(services: services).current()
    let peering = try await change(existing: host) { peering in
      guard case .requested(by: .them) = peering.state else {
        throw Refusal.conflict("\(host) has not asked, or was answered already.")
      }
      if let scopes { peering.ours.scopes = scopes }
      peering.state = try peering.state.after(.accept)
    }
    let object = object(of: peering, own.document)
    // The other side learns it when it can be reached, or when it asks again.
    _ = try? await send(.accept, object, to: try target(of: peering))
    return peering
  }

  /// Says no to who asked, or gives up what was never made active.
  package func reject(_ host: String, reason: String) async throws {
    let peering = try await change(existing: host) { peering in
      peering.state = try peering.state.after(.reject)
      peering.reason = reason
    }
    guard peering.record != nil else { return }
    _ = try? await send(.reject, nil, to: try target(of: peering))
  }

  // MARK: Words

  /// The words that both sides see when both see the same two keys.
  package func words(_ host: String) async throws -> VerificationWords {
    let peering = try await existing(host)
    guard let record = peering.record else {
      throw Refusal.conflict("\(host) has not shown its key yet.")
    }
    let own = try multikey(try services.keys.nodeSigner(.ed25519))
    return VerificationWords(hash: try KeyComparison.hash(own, record.key))
  }

  /// Believes a key whose words somebody compared by voice.
  package func verify(_ host: String, typed: String) async throws -> Peering {
    let seen = try await existing(host).record?.key
    guard try await words(host).matches(typed) else {
      throw Refusal.conflict(
        """
        These are not the words that this node sees with \(host). Read them out once more; if they \
        differ, somebody stands between you: do not go on.
        """
      )
    }
    return try await change(existing: host) { peering in
      guard peering.record?.key == seen else {
        throw Refusal.conflict("\(host) has another key by now. Compare the words once more.")
      }
      peering.state = try peering.state.after(.verify)
      peering.verification = .words
      if let record = peering.record {
        peering.trust = record.tlsPins.isEmpty ? .publicAuthorities : .pins
      }
    }
  }
}

extension SPKIPin {
  /// Takes the 32 bytes of the hash.
  init?(digest: [UInt8]) {
    self.init("sha256/\(Base64.encode(digest))")
  }
}
