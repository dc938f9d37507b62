import Federation
import Foundation
import Model
import Node
import Storage

/// A peering as the command line prints it.
struct PeerShape: Encodable, Sendable {
  let host: String
  let name: String?
  let state: String
  let requestedBy: String?
  let suspendedUntil: Date?
  let level: String
  let trust: String
  let verification: String
  let key: String?
  let isReachable: Bool?
  let pins: [String]
  let addresses: [String]
  let ours: Side
  let theirs: Side
  let territories: [String]
  let reason: String?
  let createdAt: Date
  let lastHeardAt: Date?

  /// What one side offers the other.
  struct Side: Encodable, Sendable {
    let scopes: [String]
    let reviewAt: Date?
    let valves: [ValveShape]

    init(_ terms: Peering.Terms) {
      scopes = terms.scopes.sorted().map(\.rawValue)
      reviewAt = terms.reviewAt
      valves = terms.valves.map(ValveShape.init)
    }
  }

  init(_ peering: Peering, territories: [String] = [], at now: Date) {
    host = peering.host
    name = peering.record?.presentation.name
    let current = peering.state.current(at: now)
    state = current.name
    if case .requested(let side) = current {
      requestedBy = side.rawValue
    } else {
      requestedBy = nil
    }
    if case .suspended(let until) = current { suspendedUntil = until } else { suspendedUntil = nil }
    level = peering.level.word
    trust = peering.trust.rawValue
    verification = peering.verification.rawValue
    key = peering.record?.key
    isReachable = peering.record?.isReachable
    pins = peering.record?.tlsPins ?? []
    addresses = peering.record?.addresses ?? []
    ours = Side(peering.ours)
    theirs = Side(peering.theirs)
    self.territories = territories
    reason = peering.reason.isEmpty ? nil : peering.reason
    createdAt = peering.createdAt
    lastHeardAt = peering.lastHeardAt
  }

  /// Where it stands, for people.
  var shownState: String {
    switch state {
    case "active": Styled.good(state)
    case "suspended":
      Styled.warning(suspendedUntil.map { "suspended until \($0.shownDay)" } ?? state)
    case "requested": requestedBy == "them" ? Styled.warning("asks for a peering") : "asked"
    case "unverified": Styled.warning("words to be compared")
    case "revoked": Styled.bad("ended")
    default: state
    }
  }
}

/// A flow rule as the command line prints it.
struct ValveShape: Encodable, Sendable {
  let scope: String
  let direction: String
  let setting: String
  let author: String?
  let reason: String
  let createdAt: Date?
  let reviewAt: Date?

  init(_ valve: Valve) {
    scope = valve.scope.rawValue
    direction = valve.direction.rawValue
    setting = valve.setting.rawValue
    author = valve.author.isEmpty ? nil : valve.author
    reason = valve.reason
    createdAt = valve.createdAt == .distantPast ? nil : valve.createdAt
    reviewAt = valve.reviewAt
  }

  /// One line for people.
  var shown: String {
    let mark =
      switch setting {
      case "closed": Styled.bad(setting)
      case "reviewed": Styled.warning(setting)
      default: Styled.good(setting)
      }
    var line = "\(scope) \(direction): \(mark)"
    if !reason.isEmpty { line += " – \(reason)" }
    let by = [author, createdAt?.shownDay, reviewAt.map { "review \($0.shownDay)" }].compactMap {
      $0
    }
    return by.isEmpty ? line : "\(line) (\(by.joined(separator: ", ")))"
  }
}

extension OpenNode {
  /// A peering with the names of the territories that the two share.
  func shape(of peering: Peering, at now: Date) -> PeerShape {
    let shared = services.known.node(host: peering.host)?.territories ?? []
    let names = services.known.territories.filter { shared.contains($0.id.text) }.map(\.localName)
    return PeerShape(peering, territories: names, at: now)
  }
}
