import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage queue pause`.
struct QueuePauseCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Send nothing to a node for now; what is for it waits.",
    discussion: "Example: maillage queue pause --peer mairie.example --reason migration"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerOption

  func validate() throws { try peer.require() }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let lane = try peer.lane ?? ""
    return Change(of: lane, "pause deliveries to \(lane)") { tx in
      try tx.deliveries.setPaused(true, lane: lane, at: call.now)
      return try Report("Paused \(lane).", ["lane": lane])
    }
  }
}

/// `maillage queue resume`.
struct QueueResumeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Send to a paused node again.",
    discussion: "Example: maillage queue resume --peer mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerOption

  func validate() throws { try peer.require() }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let lane = try peer.lane ?? ""
    let isPaused = try await node.database.read { try $0.deliveries.lane(lane)?.isPaused ?? false }
    guard isPaused else { throw NotFound("\(lane) is not paused. See: maillage queue status") }
    return Change(of: lane, "resume deliveries to \(lane)") { tx in
      try tx.deliveries.setPaused(false, lane: lane, at: call.now)
      return try Report("Resumed \(lane).", ["lane": lane])
    } then: {
      node.services.deliveryWakeup.call()
    }
  }
}

/// `maillage queue retry`.
struct QueueRetryCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Try everything again at once, also what was given up.",
    discussion: "Example: maillage queue retry --peer mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerOption

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let lane = try peer.lane
    let target = lane ?? "all nodes"
    return Change(of: target, "try the deliveries to \(target) again") { tx in
      let count = try tx.deliveries.retryAll(lane: lane, at: call.now)
      return try Report("\(count) deliveries are tried again.", ["deliveries": count])
    } then: {
      node.services.deliveryWakeup.call()
    }
  }
}

/// `maillage queue drop`.
struct QueueDropCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Give up what waits for a node, or for all.",
    discussion: "Example: maillage queue drop --peer mairie.example --yes"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var peer: PeerOption

  var question: String { "Never deliver what waits for \(peer.peer ?? "all nodes")?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let lane = try peer.lane
    let target = lane ?? "all nodes"
    let depth = try await node.database.read { tx in
      try tx.deliveries.depths().filter { lane == nil || $0.lane == lane }
        .reduce(0) { $0 + $1.waiting + $1.abandoned }
    }
    return Change(of: target, "drop \(depth) deliveries to \(target)") { tx in
      let count = try tx.deliveries.drop(lane: lane)
      return try Report("Dropped \(count) deliveries.", ["deliveries": count])
    }
  }
}

extension PeerOption {
  fileprivate func require() throws {
    guard peer != nil else { throw ValidationError("Say which node: --peer HOST.") }
  }
}

extension DeliveryStore {
  fileprivate func setPaused(_ isPaused: Bool, lane name: String, at now: Date) throws {
    var lane = try lane(name) ?? DeliveryLane(lane: name)
    lane.isPaused = isPaused
    try save(lane, at: now)
  }
}
