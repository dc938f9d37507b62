import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

extension PeeringDesk {
  // MARK: Rules

  /// Changes what this node shares with a peer, and tells it.
  ///
  /// - Returns: The peering, and whether the peer has heard of it.
  package func change(
    _ host: String,
    _ body: (inout Peering) throws -> Void
  ) async throws -> (peering: Peering, isTold: Bool) {
    let known = try await existing(host)
    var (before, peering) = (known, known)
    try await modify(host) { found in
      guard let there = found else { throw Refusal.absent }
      (before, peering) = (there, there)
      try body(&peering)
      found = peering
    }
    guard peering != before, peering.ours != before.ours || peering.level != before.level else {
      return (peering, true)
    }
    return (peering, await tell(peering))
  }

  /// Tells a peer this node's record, scopes and valves as they are, and takes in the peer's.
  ///
  /// Where this node only asked and was not answered yet, it asks again: a node that takes no
  /// connections learns in no other way that somebody said yes.
  @discardableResult
  package func tell(_ peering: Peering) async -> Bool {
    guard let record = peering.record else { return false }
    do {
      let own = try await OwnRecord(services: services).current()
      let object = object(of: peering, own.document)
      let target = try target(of: peering)
      let hasAsked = peering.state == .requested(by: .us)
      let answer = try await send(hasAsked ? .offer : .update, object, to: target)
      try answer.verify(with: record.key)
      guard answer.object != nil else { return true }
      let offer = try answer.terms()
      try Self.require(offer.record, isOf: target)
      let heard = try await modify(peering.host, hearing: offer) { found in
        guard var heard = found else { throw Refusal.absent }
        try requireCommitted(offer.record, after: heard)
        if answer.kind == .accept, heard.state == .requested(by: .us) {
          heard.state = try heard.state.after(.accept)
        }
        found = heard
      }
      if case .active? = heard?.state { try await keepInvitations(in: offer, from: target) }
      return true
    } catch {
      services.logger.debug(
        "A peer was not told.",
        metadata: ["host": "\(peering.host)", "reason": "\(error)"]
      )
      return false
    }
  }

  /// Tells every active peer this node's record, if it has another one than it was told.
  func tellChanges() async {
    guard let own = try? await OwnRecord(services: services).current().record.digest.text else {
      return
    }
    for node in services.known.nodes {
      guard let peering = node.peering, peering.state.current(at: services.now()) == .active else {
        continue
      }
      await KeyRotation(services: services).repeatToPeer(node)
      let name = "told \(node.host)"
      let known = try? await services.database.read { try $0.state.value(name) }
      guard known != own, await tell(peering) else { continue }
      try? await services.database.write { try $0.state.set(name, to: own) }
    }
  }

  /// Stops both directions until a date, or until it is resumed; nothing is severed.
  package func suspend(_ host: String, until: Date?, reason: String) async throws -> Peering {
    try await change(host) { peering in
      peering.state = try peering.state.current(at: services.now()).after(.suspend(until: until))
      peering.reason = reason
    }.peering
  }

  package func resume(_ host: String) async throws -> Peering {
    let peering = try await change(host) { peering in
      peering.state = try peering.state.after(.resume)
      peering.reason = ""
    }.peering
    services.deliveryWakeup.call()
    return peering
  }

  // MARK: Ending

  /// What ending a peering severs.
  package struct Severance: Sendable, Hashable {
    package var waiting: Int
    package var held: Int
    package var followers: Int
    package var following: Int
    package var posts: Int
    package var actors: Int
  }

  /// Counts what is there between this node and a host.
  package func severance(_ host: String) async throws -> Severance {
    let lane = Origin(scheme: "https", authority: host).description
    return try await services.database.read { tx in
      let counts = try tx.actors.counts(host: host)
      return Severance(
        waiting: try tx.deliveries.waiting(in: lane, limit: 10_000).count,
        held: try tx.deliveries.held(lane: lane, limit: 10_000).count
          + tx.inbox.countHeld(peer: host),
        followers: counts.followers,
        following: counts.following,
        posts: counts.posts,
        actors: counts.actors
      )
    }
  }

  /// Ends a peering: what waits or is held between the two is given up, follows stay as they are
  /// between strangers.
  ///
  /// A node that takes no connections learns it when it collects next: until then, and for a month at
  /// most, the peering stays here as one that has ended.
  ///
  /// - Returns: Whether the other side has heard of it.
  @discardableResult
  package func remove(_ host: String) async throws -> Bool {
    let peering = try await existing(host)
    let isTold: Bool
    if peering.record != nil, let target = try? target(of: peering) {
      isTold = (try? await send(.undo, nil, to: target)) != nil
    } else {
      isTold = false
    }
    let lane = Origin(scheme: "https", authority: host).description
    let ended = ended(peering)
    try await services.database.write { tx in
      _ = try tx.deliveries.drop(lane: lane)
      _ = try tx.deliveries.dropHeld(lane: lane)
      _ = try tx.inbox.dropHeld(peer: host)
      let record = try tx.peerings.find(host: host)?.record
      try tx.peerings.remove(host: host)
      guard !isTold, let ended else { return }
      try tx.peerings.save(PeeringStore.Stored(peering: ended, record: record))
    }
    try await reload()
    return isTold
  }

  /// What stays of a peering whose other side comes to ask; nothing where there is nothing to tell.
  private func ended(_ peering: Peering) -> Peering? {
    guard peering.record?.isReachable == false else { return nil }
    switch peering.state {
    case .unverified, .active, .suspended: break
    case .invited, .requested, .revoked: return nil
    }
    // Vouched for by nobody, it is forgotten like what strangers asked for.
    return Peering(
      host: peering.host,
      state: .revoked,
      trust: peering.trust,
      ours: Peering.Terms(scopes: []),
      reason: "ended here; the other side learns it when it asks next",
      createdAt: services.now(),
      lastHeardAt: peering.lastHeardAt
    )
  }

  /// Takes in that a peer has ended the peering, learnt by collecting, and says that it was learnt.
  func learnEnd(by host: String) async throws {
    guard let peering = services.known.peering(with: host), peering.state != .revoked else {
      return
    }
    if let target = try? target(of: peering) { _ = try? await send(.undo, nil, to: target) }
    _ = try await change(existing: host) { peering in
      peering.state = try peering.state.after(.revoke)
      peering.reason = "ended by the other side"
    }
  }

  /// Ends a peering and forgets everything of the host: its actors with all they wrote, and every
  /// follow in both directions.
  package func purge(_ host: String) async throws {
    if services.known.peering(with: host) != nil { try await remove(host) }
    while try await forgetSome(of: host) > 0 {}
    services.senderCache.removeAll()
    try await services.database.write { tx in
      _ = try tx.introductions.remove(host: host)
      try tx.introductions.forgetIntroduced(to: host)
    }
  }

  /// Forgets a portion of a host's actors; their places in events are given to those who wait.
  ///
  /// - Returns: How many actors.
  private func forgetSome(of host: String) async throws -> Int {
    let effects = Effects(now: services.now(), services: services)
    return try await services.database.write { tx in
      let events = try tx.attendances.localEvents(ofHost: host)
      let count = try tx.actors.purge(host: host)
      for event in events { try WaitingGuests.welcome(to: event, effects, in: tx) }
      return count
    }
  }

  // MARK: Parts

  func existing(_ host: String) async throws -> Peering {
    guard let peering = services.known.peering(with: host) else { throw Refusal.absent }
    return peering
  }

  /// The peering with a host, or the beginning of one.
  func peering(with host: String) async throws -> Peering {
    services.known.peering(with: host) ?? beginning(host)
  }

  func beginning(_ host: String) -> Peering {
    Peering(host: host, state: .invited, createdAt: services.now())
  }

  func target(of peering: Peering) throws(Refusal) -> PeerClient.Target {
    let node = services.known.node(host: peering.host)
    guard let record = node?.record ?? peering.record else {
      throw .conflict("\(peering.host) has not shown its record yet.")
    }
    guard record.isReachable else {
      throw .unreachable("\(peering.host) takes no connections; it will hear of it when it asks.")
    }
    guard node == nil else { return PeerClient.Target(host: peering.host, key: record.key) }
    // Whoever merely asked is answered where DNS or the admin's host map says that the host is; by
    // its own pins, since its key signs the answer (Protocol/peering.md).
    let pins = Set(record.tlsPins.compactMap { SPKIPin($0) })
    let way = pins.isEmpty ? nil : OutboundWay(pins: pins)
    return PeerClient.Target(host: peering.host, key: record.key, way: way)
  }

  func send(
    _ kind: PeerMessage.Kind,
    _ object: JSON?,
    to target: PeerClient.Target,
    offer: String? = nil
  ) async throws -> PeerMessage {
    let message = try PeerMessage.make(kind, object: object, offer: offer, with: services)
    let json = try await PeerClient(services: services)
      .post(message.document, to: "/peering", of: target)
    let answer = try PeerMessage(json)
    guard answer.offer == message.id, answer.actor.string == target.actor else {
      throw Refusal.unauthenticated("\(target.host) answered something else than it was asked.")
    }
    return answer
  }

  /// This node's side of a peering, as it is told.
  func object(
    of peering: Peering,
    _ record: JSONObject,
    ticket: (id: [UInt8], proof: [UInt8])? = nil
  ) -> JSON {
    PeeringOffer.object(
      peering.ours,
      level: peering.level,
      record: record,
      charters: charters(),
      ticket: ticket
    )
  }

  static func require(_ record: NodeRecord, isOf target: PeerClient.Target) throws(Refusal) {
    guard record.host == target.host, record.key == target.key else {
      throw .unauthenticated("The record that \(target.host) sent is not of its key.")
    }
  }

  /// The terms of this node's territories, by which both see whether they agree.
  func charters() -> [String: String] {
    Dictionary(
      services.known.territories.filter { $0.own != nil }
        .map { ($0.id.text, $0.state.terms.digest.text) },
      uniquingKeysWith: { $1 }
    )
  }
}
