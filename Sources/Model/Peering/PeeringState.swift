import Foundation

/// Where a peering stands; a pure state machine (Protocol/peering.md).
package enum PeeringState: Hashable, Sendable {
  /// A ticket was made for this host.
  case invited
  /// One side asked without a ticket; the other has not answered.
  case requested(by: Side)
  /// Both hold it, and nobody has compared the words: public traffic only.
  case unverified
  case active
  /// Stopped in both directions; ends by itself at a date, if there is one.
  case suspended(until: Date?)
  /// Ended; it takes a new ticket or request.
  case revoked

  /// One of the two sides, seen from this node.
  package enum Side: String, Sendable, Codable { case us, them }

  /// What can happen to a peering.
  package enum Event: Hashable, Sendable {
    /// They asked and proved that they hold our ticket.
    case ticketProven
    /// They took our proof of their ticket.
    case ticketAccepted
    case request(by: Side)
    /// The side that was asked said yes.
    case accept
    case reject
    /// The words were compared, or something as good.
    case verify
    case suspend(until: Date?)
    case resume
    case revoke
  }

  /// The state after an event.
  ///
  /// - Throws: `Refusal.conflict` when the event does not fit the state.
  package func after(_ event: Event) throws(Refusal) -> PeeringState {
    switch (self, event) {
    case (.invited, .ticketProven), (.revoked, .ticketProven), (.revoked, .ticketAccepted): .active
    case (.requested, .ticketProven), (.requested, .ticketAccepted): .active
    case (.unverified, .ticketProven), (.unverified, .ticketAccepted): .active
    case (.active, .ticketProven), (.active, .ticketAccepted): .active
    case (.invited, .ticketAccepted): .active
    case (.invited, .request(let side)), (.revoked, .request(let side)): .requested(by: side)
    case (.requested(let first), .request(let side)):
      // Both asked: that is a yes from both.
      first == side ? self : .unverified
    case (.requested, .accept): .unverified
    case (.requested, .reject), (.invited, .reject), (.unverified, .reject): .revoked
    case (.unverified, .verify): .active
    case (.active, .verify), (.active, .accept), (.unverified, .accept): self
    case (.active, .suspend(let date)), (.suspended, .suspend(let date)): .suspended(until: date)
    case (.suspended, .resume): .active
    case (_, .revoke): .revoked
    default: throw .conflict("A peering that is \(name) cannot \(event.name).")
    }
  }

  /// The state as things are at a time: a suspension may have ended.
  package func current(at now: Date) -> PeeringState {
    guard case .suspended(let until?) = self, until <= now else { return self }
    return .active
  }

  package var name: String {
    switch self {
    case .invited: "invited"
    case .requested: "requested"
    case .unverified: "unverified"
    case .active: "active"
    case .suspended: "suspended"
    case .revoked: "revoked"
    }
  }
}

extension PeeringState.Event {
  fileprivate var name: String {
    switch self {
    case .ticketProven, .ticketAccepted: "be joined by ticket"
    case .request: "be requested"
    case .accept: "be accepted"
    case .reject: "be rejected"
    case .verify: "be verified"
    case .suspend: "be suspended"
    case .resume: "be resumed"
    case .revoke: "be revoked"
    }
  }
}
