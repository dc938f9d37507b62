import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory decide`.
struct TerritoryDecideCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "List what waits for you, each with the command to type.",
    discussion: """
      Invitations, candidates, open proposals, members who have not accepted the terms, and \
      members that said two things.

      Example: maillage territory decide
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var option: TerritoryOption

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    guard let name = option.territory else {
      let tasks = try await TerritoryTask.all(on: node)
      return try Report(tasks.table, tasks)
    }
    let tasks = try await TerritoryTask.all(in: try node.territory(named: name), on: node)
    return try Report(tasks.table, tasks)
  }
}

/// `maillage territory leave`.
struct TerritoryLeaveCommand: StatingCommand, DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "leave",
    abstract: "Leave a territory; what this node has stated stays with the others.",
    discussion: """
      Peerings with its members stay. To come back, join anew and be endorsed.

      Example: maillage territory leave --territory grenoble --yes
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var stating: StatingOptions

  var question: String { "Leave \(stating.territory ?? "the territory")?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.memberTerritory(named: stating.territory)
    let name = holding.charter.name
    var change = Change(of: holding.entry.localName, "leave \(name)") {
      try await state(on: node, in: holding) { desk in
        try await desk.leave(holding.id)
        let shape = TerritoryShape(node.services.territories.holding(holding.id) ?? holding)
        return try Report("This node has left \(name).", shape)
      }
    }
    let others = node.services.known.members(of: holding.id)
    let strangers = others.filter { $0.peering == nil && $0.territories.count == 1 }
    change.details.add("members", "\(holding.state.members.count)")
    change.details.add("strangers then", strangers.map(\.host).joined(separator: ", "))
    if let own = holding.entry.memberID {
      change.details.add(warnings: holding.ledger.warnings(without: own))
    }
    return change
  }
}

/// `maillage territory record`.
struct TerritoryRecordCommand: StatingCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Tell the members this node's addresses, pins and presentation as they are now.",
    discussion: "Example: maillage territory record"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var stating: StatingOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.memberTerritory(named: stating.territory)
    let name = holding.charter.name
    return Change(of: holding.entry.localName, "publish this node's record in \(name)") {
      try await state(on: node, in: holding) { desk in
        let isNew = try await desk.publishRecord(in: holding.id)
        return try Report(
          isNew ? "The members of \(name) are told." : "The record in \(name) is as it should be.",
          Shape(territory: holding.entry.localName, isNew: isNew)
        )
      }
    }
  }

  private struct Shape: Encodable {
    let territory: String
    let isNew: Bool
  }
}

/// `maillage territory sync`.
struct TerritorySyncCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Compare a territory now, with one member or with all that can be reached.",
    discussion: "Example: maillage territory sync mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var option: TerritoryOption

  @Argument(help: "One member: its host.")
  var host: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let holding = try node.territory(named: option.territory)
    var exchanges: [ExchangeShape] = []
    for other in try others(holding, on: node) {
      exchanges.append(
        await ExchangeShape(of: holding.id, holding.entry.localName, with: other, on: node)
      )
    }
    return try exchanges.report()
  }

  private func others(
    _ holding: TerritoryRegistry.Holding,
    on node: OpenNode
  ) throws -> [KnownNodes.Node] {
    let known = node.services.known
    if let host {
      let host = try NodeName(host).authority
      guard let other = known.node(host: host) else {
        throw NotFound("\(host) is no member here. See: maillage territory members")
      }
      return [other]
    }
    let members = known.members(of: holding.id).filter(\.record.isReachable)
    let sponsor = holding.entry.sponsor.flatMap { known.node(of: $0) }
    return members.isEmpty ? [sponsor].compactMap { $0 } : members
  }
}
