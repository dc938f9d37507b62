import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage peer scope HOST SCOPE…`.
struct PeerScopeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "scope",
    abstract: "Say what this node shares with a peer.",
    discussion: """
      The list replaces the last one; none shares nothing. What the peer shares is up to its admin.

      Example: maillage peer scope mairie.example posts events --review 2027-06-01
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Argument(help: "posts, groups, events, needs, talents, indicators; or none.")
  var scopes: [String]

  @Option(help: "When to look at it again: YYYY-MM-DD.")
  var review: Day?

  func validate() throws { _ = try chosen }

  private var chosen: Set<Scope> {
    get throws {
      if scopes == ["none"] { return [] }
      return Set(
        try scopes.map { text in
          guard let scope = Scope(rawValue: text) else {
            let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("‘\(text)’ is no scope: write \(known), or none.")
          }
          return scope
        }
      )
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    let chosen = try chosen
    return Change(of: host, "share with \(host): \(chosen.shown)") {
      try await node.change(host, "Shared with \(host): \(chosen.shown).", call) { peering in
        peering.ours.scopes = chosen
        peering.ours.reviewAt = review?.start
      }
    }
  }
}

/// `maillage peer valve HOST SCOPE DIRECTION SETTING`.
struct PeerValveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "valve",
    abstract: "Open or close the way of one kind of activity, or have it reviewed.",
    discussion: """
      The members of this node and the peer see a valve that is not open, with its reason.

      Example: maillage peer valve mairie.example posts in reviewed --reason trial --review 2027-06-01
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Argument(help: "posts, groups, events, needs, talents or indicators.")
  var scope: Scope

  @Argument(help: "in: from the peer; out: to it.")
  var direction: Valve.Direction

  @Argument(help: "open, reviewed (held until released) or closed.")
  var setting: Valve.Setting

  @Option(help: "When to look at it again: YYYY-MM-DD.")
  var review: Day?

  func validate() throws {
    guard changing.reason?.isEmpty == false else {
      throw ValidationError("A valve needs a reason, which others see: --reason TEXT.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    let valve = Valve(
      scope: scope,
      direction: direction,
      setting: setting,
      author: call.caller,
      reason: changing.reason ?? "",
      createdAt: call.now,
      reviewAt: review?.start
    )
    let summary = "\(scope.rawValue) \(direction.rawValue) \(setting.rawValue)"
    return Change(of: host, "set the valve of \(host): \(summary)") {
      try await node.change(host, "\(host): \(summary).", call) { peering in
        peering.ours.valves.removeAll { $0.scope == scope && $0.direction == direction }
        peering.ours.valves.append(valve)
      }
    }
  }
}

/// `maillage peer level HOST LEVEL`.
struct PeerLevelCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "level",
    abstract: "Say how much passes in a peering.",
    discussion: """
      full: all that scopes and valves let through. limited: only those who follow somebody there \
      see what comes from it. media-off: pictures and files are dropped. receive-only: it is \
      heard, and nothing is sent to it.

      Example: maillage peer level mairie.example media-off --reason "limited disk"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Argument(help: "full, limited, media-off or receive-only.")
  var level: Peering.Level

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    return Change(of: host, "set the level of \(host) to \(level.word)") {
      try await node.change(host, "\(host): \(level.word), \(level.meaning).", call) {
        $0.level = level
      }
    }
  }
}

extension OpenNode {
  /// Changes a peering and says whether the peer has heard of it.
  fileprivate func change(
    _ host: String,
    _ sentence: String,
    _ call: Call,
    _ body: (inout Peering) throws -> Void
  ) async throws -> Report {
    let (peering, isTold) = try await PeeringDesk(services: services).change(host, body)
    services.deliveryWakeup.call()
    let addition = isTold ? "" : "\n\(host) could not be told now; it learns it when it asks."
    return try Report(
      sentence + addition,
      ChangedPeer(peer: shape(of: peering, at: call.now), isTold: isTold)
    )
  }
}

/// A changed peering as the command line prints it.
private struct ChangedPeer: Encodable {
  let peer: PeerShape
  let isTold: Bool
}
