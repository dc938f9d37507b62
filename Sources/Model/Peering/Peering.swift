import Foundation

/// What this node and another agreed to share, as this node holds it.
package struct Peering: Hashable, Sendable {
  /// How much passes in an active peering.
  package enum Level: String, Sendable, CaseIterable, Codable {
    case full
    /// Only those who follow somebody there see what comes from it.
    case limited
    /// Pictures and files are dropped.
    case mediaOff
    /// It is heard, and nothing is sent to it.
    case receiveOnly
  }

  /// What vouches for the other side's TLS.
  package enum Trust: String, Sendable, CaseIterable, Codable {
    case publicAuthorities, pins, both
  }

  /// Why the other side's key is believed.
  package enum Verification: String, Sendable, Codable { case none, ticket, words }

  /// What one side offers the other.
  package struct Terms: Hashable, Sendable {
    package var scopes: Set<Scope>
    /// When it is to be looked at again.
    package var reviewAt: Date?
    package var valves: [Valve]

    package init(
      scopes: Set<Scope> = [.posts, .groups],
      reviewAt: Date? = nil,
      valves: [Valve] = []
    ) {
      self.scopes = scopes
      self.reviewAt = reviewAt
      self.valves = valves
    }
  }

  /// Host, and port when it is not 443.
  package var host: String
  /// What the other node says of itself; nothing while it is only invited.
  package var record: NodeRecord?
  package var state: PeeringState
  package var level: Level
  package var trust: Trust
  package var verification: Verification
  /// What this node offers; the valves are this node's own rules for both directions.
  package var ours: Terms
  /// What the other node said it offers, with those of its valves that are not open.
  package var theirs: Terms
  /// The digest, as text, of the terms that each common territory had when they last spoke.
  package var charters: [String: String]
  /// Why it is suspended or revoked.
  package var reason: String
  package var createdAt: Date
  package var lastHeardAt: Date?

  package init(
    host: String,
    record: NodeRecord? = nil,
    state: PeeringState,
    level: Level = .full,
    trust: Trust = .publicAuthorities,
    verification: Verification = .none,
    ours: Terms = Terms(),
    theirs: Terms = Terms(scopes: []),
    charters: [String: String] = [:],
    reason: String = "",
    createdAt: Date,
    lastHeardAt: Date? = nil
  ) {
    self.host = host
    self.record = record
    self.state = state
    self.level = level
    self.trust = trust
    self.verification = verification
    self.ours = ours
    self.theirs = theirs
    self.charters = charters
    self.reason = reason
    self.createdAt = createdAt
    self.lastHeardAt = lastHeardAt
  }

  /// The valve for a kind of activity; open when nobody said otherwise.
  package func valve(_ scope: Scope, _ direction: Valve.Direction) -> Valve? {
    ours.valves.first { $0.scope == scope && $0.direction == direction }
  }

  /// How one kind of activity passes at a time.
  package func flow(_ scope: Scope, _ direction: Valve.Direction, at now: Date) -> Valve.Setting {
    guard case .active = state.current(at: now) else {
      // Public traffic between strangers needs no peering, and an unverified one changes nothing.
      switch state.current(at: now) {
      case .suspended: return .closed
      case .revoked, .invited, .requested, .unverified, .active: return .open
      }
    }
    if direction == .out, level == .receiveOnly { return .closed }
    return valve(scope, direction)?.setting ?? .open
  }
}

/// The secret by which an invitation is recognised; only its hash is kept with the rest of it.
package struct PeeringTicket: Hashable, Sendable {
  /// 8 bytes, named in the clear.
  package var id: [UInt8]
  /// The sealed secret: needed to check the joiner's HMAC.
  package var sealedSecret: [UInt8]
  /// The only host that may use it.
  package var host: String?
  package var scopes: Set<Scope>
  /// When the scopes are to be looked at again, once somebody has joined by it.
  package var reviewAt: Date?
  package var territory: Digest?
  package var expiresAt: Date
  package var createdAt: Date
  /// Who used it, and when.
  package var usedBy: String?

  package init(
    id: [UInt8],
    sealedSecret: [UInt8],
    host: String? = nil,
    scopes: Set<Scope>,
    reviewAt: Date? = nil,
    territory: Digest? = nil,
    expiresAt: Date,
    createdAt: Date,
    usedBy: String? = nil
  ) {
    self.id = id
    self.sealedSecret = sealedSecret
    self.host = host
    self.scopes = scopes
    self.reviewAt = reviewAt
    self.territory = territory
    self.expiresAt = expiresAt
    self.createdAt = createdAt
    self.usedBy = usedBy
  }
}
