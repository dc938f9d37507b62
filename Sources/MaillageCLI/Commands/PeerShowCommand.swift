import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage peer show HOST`.
struct PeerShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a peering: both directions, the queue, keys and pins.",
    discussion: "Example: maillage peer show mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var peer: PeerArgument

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let peering = try peer.peering(on: node)
    let traffic = try await Traffic(with: peering, on: node, at: call.now)
    var heard = peering
    heard.lastHeardAt = traffic.in.lastHeardAt
    let shape = node.shape(of: heard, at: call.now)
    let text = [facts(shape, peering, call.now).shown, flows(shape), traffic.facts.shown]
      .joined(separator: "\n\n")
    return try Report(text, Shape(peer: shape, out: traffic.out, in: traffic.in))
  }

  private func facts(_ shape: PeerShape, _ peering: Peering, _ now: Date) -> Facts {
    var facts = Facts()
    facts.add("host", shape.host)
    facts.add("name", shape.name)
    facts.add("state", shape.shownState)
    facts.add("reason", shape.reason)
    facts.add("level", "\(shape.level): \(peering.level.meaning)")
    facts.add("territories", shape.territories.joined(separator: ", "))
    facts.add("key", shape.key)
    facts.add("known by", Self.meaning(of: peering.verification))
    facts.add("TLS", Self.meaning(of: peering.trust))
    facts.add("pins", shape.pins.joined(separator: "\n"))
    facts.add("addresses", shape.addresses.joined(separator: ", "))
    if shape.isReachable == false { facts.add("reached", "it takes no connections; it asks") }
    facts.add("since", shape.createdAt.shown)
    facts.add("review", peering.shownReview(at: now))
    return facts
  }

  private static func meaning(of verification: Peering.Verification) -> String {
    switch verification {
    case .none: Styled.warning("nobody has compared the words yet")
    case .ticket: "a ticket"
    case .words: "words that people compared"
    }
  }

  private static func meaning(of trust: Peering.Trust) -> String {
    switch trust {
    case .publicAuthorities: "public authorities"
    case .pins: "pinned key"
    case .both: "public authorities, and a pinned key"
    }
  }

  private func flows(_ shape: PeerShape) -> String {
    func lines(_ title: String, _ side: PeerShape.Side) -> [String] {
      let scopes = side.scopes.isEmpty ? "nothing" : side.scopes.joined(separator: ", ")
      let review = side.reviewAt.map { " (review \($0.shownDay))" } ?? ""
      return ["\(Styled.strong(title)) \(scopes)\(review)"] + side.valves.map { "  \($0.shown)" }
    }
    return (lines("we share ", shape.ours) + lines("it shares", shape.theirs))
      .joined(separator: "\n")
  }

  private struct Shape: Encodable {
    let peer: PeerShape
    let out: Traffic.Out
    let `in`: Traffic.In
  }
}

/// What is under way between this node and a peer.
private struct Traffic: Sendable {
  struct Out: Encodable, Sendable {
    let queue: LaneShape
    let held: Int
  }

  struct In: Encodable, Sendable {
    let held: Int
    let lastHeardAt: Date?
  }

  let out: Out
  let `in`: In

  init(with peering: Peering, on node: OpenNode, at now: Date) async throws {
    let name = peering.lane
    let (lane, depth, held, heard) = try await node.database.read { tx in
      (
        try tx.deliveries.lane(name), try tx.deliveries.depths().first { $0.lane == name },
        try tx.inbox.countHeld(peer: peering.host), try tx.peerings.lastHeard(peering.host)
      )
    }
    let shape = LaneShape(name, depth, lane ?? DeliveryLane(lane: name), at: now)
    out = Out(queue: shape, held: depth?.held ?? 0)
    self.in = In(held: held, lastHeardAt: heard)
  }

  var facts: Facts {
    var facts = Facts()
    let queue = out.queue
    let lag = queue.lagSeconds.map { ", the oldest for \(TimeInterval($0).shownDuration)" } ?? ""
    facts.add("queue", "\(queue.waiting) waiting\(lag), \(queue.abandoned) given up")
    facts.add("lane", queue.shownState)
    facts.add("last sent", queue.lastSuccessAt?.shown ?? "never")
    facts.add("last error", queue.lastError)
    facts.add("held", "\(out.held) on the way out, \(self.in.held) on the way in")
    facts.add("last heard", self.in.lastHeardAt?.shown ?? "never")
    return facts
  }
}
