import ActivityStreams
import Foundation
import Model
import Storage

/// What valves hold of and for a peer, in both directions: to be looked at, released or dropped.
package struct HeldTraffic: Sendable {
  let services: FederationServices

  /// The name of something held, as people write it: `in-12`, `out-7`.
  package struct ID: Sendable, Hashable, CustomStringConvertible {
    package var direction: Valve.Direction
    package var number: Int64

    package init(direction: Valve.Direction, number: Int64) {
      self.direction = direction
      self.number = number
    }

    package init?(_ text: String) {
      let parts = text.split(separator: "-", maxSplits: 1)
      guard parts.count == 2, let direction = Valve.Direction(rawValue: String(parts[0])),
        let number = Int64(parts[1]), number > 0
      else { return nil }
      self.init(direction: direction, number: number)
    }

    package var description: String { "\(direction.rawValue)-\(number)" }
  }

  /// One activity that is held.
  package struct Item: Sendable, Hashable {
    package var id: ID
    package var activityURI: String
    /// The activity's type on the wire.
    package var type: String
    /// Who did it.
    package var actorURI: String
    package var heldAt: Date
    /// The activity as it came or as it would be sent.
    package var body: [UInt8]
  }

  /// How much of a request was found.
  package struct Count: Sendable, Hashable, Codable {
    package var `in` = 0
    package var out = 0

    package var sum: Int { `in` + out }
  }

  // MARK: Looking

  /// The oldest that is held of and for a peer, some of each direction.
  package func list(
    _ host: String,
    limit: Int = 100,
    after: (in: Int64, out: Int64) = (0, 0)
  ) async throws -> [Item] {
    let lane = Self.lane(host)
    return try await services.database.read { tx in
      let received = try tx.inbox.held(peer: host, limit: limit, after: after.in)
      let waiting = try tx.deliveries.held(lane: lane, limit: limit, after: after.out)
      return try received.map { try Item($0, in: tx) } + waiting.map { try Item($0, in: tx) }
    }
  }

  /// How much is held of and for a peer.
  package func count(_ host: String) async throws -> Count {
    let lane = Self.lane(host)
    return try await services.database.read { tx in
      let waiting = try tx.deliveries.depths().first { $0.lane == lane }
      return Count(in: try tx.inbox.countHeld(peer: host), out: waiting?.held ?? 0)
    }
  }

  /// Those of some ids that are not held of or for the peer.
  package func missing(_ ids: [ID], of host: String) async throws -> [ID] {
    let own = try await services.database.read { try Self.owned(ids, by: host, in: $0) }
    return ids.filter { id in
      id.direction == .in ? !own.in.contains(id.number) : !own.out.contains(id.number)
    }
  }

  // MARK: Deciding

  /// - Throws: `Refusal.conflict` while the peering is suspended: what is released would be lost.
  package func requireExchange(with host: String) throws {
    guard services.flows.isAdmitted(host) else {
      throw Refusal.conflict(
        "This node does not exchange with \(host) now; resume that first, or drop what is held."
      )
    }
  }

  /// Lets pass what is held: all of a peer, or what is named.
  ///
  /// - Throws: `Refusal.conflict` while the peering is suspended: it would be lost.
  package func release(_ host: String, _ ids: [ID]? = nil) async throws -> Count {
    try requireExchange(with: host)
    let now = services.now()
    let count = try await services.database.write { tx in
      try Self.release(host, ids, at: now, in: tx)
    }
    wake()
    return count
  }

  /// The same in a transaction of the caller, who wakes the workers afterwards (``wake()``).
  package static func release(
    _ host: String,
    _ ids: [ID]?,
    at now: Date,
    in tx: Transaction
  ) throws -> Count {
    guard let ids else {
      return Count(
        in: try tx.inbox.release(peer: host),
        out: try tx.deliveries.release(lane: lane(host), at: now)
      )
    }
    let own = try owned(ids, by: host, in: tx)
    return Count(
      in: try tx.inbox.release(own.in),
      out: try tx.deliveries.release(own.out, at: now)
    )
  }

  /// Turns away what is held: all of a peer, or what is named.
  package func drop(_ host: String, _ ids: [ID]? = nil) async throws -> Count {
    try await services.database.write { try Self.drop(host, ids, in: $0) }
  }

  /// The same in a transaction of the caller.
  package static func drop(_ host: String, _ ids: [ID]?, in tx: Transaction) throws -> Count {
    guard let ids else {
      return Count(
        in: try tx.inbox.dropHeld(peer: host),
        out: try tx.deliveries.dropHeld(lane: lane(host))
      )
    }
    let own = try owned(ids, by: host, in: tx)
    return Count(
      in: try tx.inbox.dropHeld(own.in),
      out: try tx.deliveries.dropHeld(own.out)
    )
  }

  /// Lets the workers look at what was released.
  package func wake() {
    services.inboxWakeup.call()
    services.deliveryWakeup.call()
  }

  // MARK: Parts

  /// Those of some ids that are held of this peer: whoever names one of another has mistaken it.
  private static func owned(
    _ ids: [ID],
    by host: String,
    in tx: Transaction
  ) throws -> (in: [Int64], out: [Int64]) {
    let lane = lane(host)
    let found = try Set(ids).filter { id in
      switch id.direction {
      case .in:
        try tx.inbox.held(peer: host, limit: 1, after: id.number - 1).first?.id == id.number
      case .out:
        try tx.deliveries.held(lane: lane, limit: 1, after: id.number - 1).first?.delivery.id
          == id.number
      }
    }
    return (
      in: found.filter { $0.direction == .in }.map(\.number).sorted(),
      out: found.filter { $0.direction == .out }.map(\.number).sorted()
    )
  }

  private static func lane(_ host: String) -> String {
    Model.Origin(scheme: "https", authority: host).description
  }
}

extension HeldTraffic.Item {
  fileprivate init(_ held: InboxStore.Held, in tx: Transaction) throws {
    self.init(
      id: HeldTraffic.ID(direction: .in, number: held.id),
      activityURI: held.uri,
      type: held.type,
      actorURI: try tx.actors.find(held.senderID)?.uri ?? "",
      heldAt: held.receivedAt,
      body: held.body
    )
  }

  fileprivate init(_ job: DeliveryStore.Job, in tx: Transaction) throws {
    self.init(
      id: HeldTraffic.ID(direction: .out, number: job.delivery.id),
      activityURI: job.activityURI,
      type: (try? Inbox.activity(in: try Inbox.parse(job.body)).type.rawValue) ?? "",
      actorURI: try tx.actors.find(job.delivery.senderID)?.uri ?? "",
      heldAt: job.delivery.enqueuedAt,
      body: job.body
    )
  }
}
