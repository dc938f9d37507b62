import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage peer held HOST`.
struct PeerHeldCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "held",
    abstract: "List what valves hold of and for a peer, the oldest first.",
    discussion: """
      in: what came and waits to be let in; out: what waits to be sent. Nobody reads it before it \
      is released, and after 30 days it is dropped.

      Example: maillage peer held mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var peer: PeerArgument

  @Option(help: "How many of each direction, up to 1000.")
  var limit = 100

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let host = try peer.peering(on: node).host
    let items = try await node.services.held.list(host, limit: min(max(limit, 1), 1000))
    let shapes = items.map(HeldShape.init)
    var table = Table("ID", "TYPE", "WHO", "HELD SINCE", "WORDS")
    for shape in shapes {
      table.add(shape.id, shape.type, shape.actor, shape.heldAt.shown, shape.preview)
    }
    var text = table.text(ifEmpty: "Nothing is held of or for \(host).")
    let left = try await node.services.held.count(host).sum - items.count
    if left > 0 { text += "\n\(left) more; they follow when these are released or dropped." }
    return try Report(text, shapes)
  }
}

/// `maillage peer release HOST [ID…]`.
struct PeerReleaseCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Let pass what valves hold: all of a peer, or what is named.",
    discussion: """
      What is held keeps its order. The valve stays as it is and holds what comes next.

      Example: maillage peer release mairie.example in-12 in-14
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Argument(help: "Ids from maillage peer held; none: all.")
  var ids: [HeldTraffic.ID] = []

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    let named = ids.isEmpty ? nil : ids
    let what = try await node.requireHeld(named, of: host)
    try node.services.held.requireExchange(with: host)
    return Change(of: host, "release \(what)") { tx in
      let count = try HeldTraffic.release(host, named, at: call.now, in: tx)
      return try Report(
        "Released of \(host): \(count.in) that came, \(count.out) to be sent.",
        HeldChange(host: host, count)
      )
    } then: {
      node.services.held.wake()
    }
  }
}

/// `maillage peer drop HOST ID…`.
struct PeerDropCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Turn away what valves hold: what is named, or all.",
    discussion: """
      What came is not let in when it is sent again; what was to be sent never is.

      Example: maillage peer drop mairie.example in-12 --yes --reason advertising
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var peer: PeerArgument

  @Argument(help: "Ids from maillage peer held.")
  var ids: [HeldTraffic.ID] = []

  @Flag(help: "All that is held of and for the peer.")
  var all = false

  var question: String { "Turn that away, for good?" }

  func validate() throws {
    guard all == ids.isEmpty else { throw ValidationError("Name what to drop, or say --all.") }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    let named = all ? nil : ids
    let what = try await node.requireHeld(named, of: host)
    return Change(of: host, "drop \(what)") { tx in
      let count = try HeldTraffic.drop(host, named, in: tx)
      return try Report(
        "Dropped of \(host): \(count.in) that came, \(count.out) to be sent.",
        HeldChange(host: host, count)
      )
    }
  }
}

/// What became of what was held, as the command line prints it.
private struct HeldChange: Encodable {
  let host: String
  let `in`: Int
  let out: Int

  init(host: String, _ count: HeldTraffic.Count) {
    self.host = host
    self.in = count.in
    out = count.out
  }
}

extension OpenNode {
  /// Says what of a peer is meant, all or what is named.
  ///
  /// - Throws: `NotFound` for what is not held.
  fileprivate func requireHeld(_ ids: [HeldTraffic.ID]?, of host: String) async throws -> String {
    guard let ids else {
      let count = try await services.held.count(host)
      guard count.sum > 0 else { throw NotFound("Nothing is held of or for \(host).") }
      return "all that is held of \(host): \(count.in) that came, \(count.out) to be sent"
    }
    let missing = try await services.held.missing(ids, of: host)
    guard missing.isEmpty else {
      let names = missing.map(\.description).joined(separator: ", ")
      throw NotFound("Not held of \(host): \(names). See: maillage peer held \(host)")
    }
    return "\(ids.map(\.description).joined(separator: ", ")) of \(host)"
  }
}

extension HeldTraffic.ID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
