import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// Which territory is meant.
struct TerritoryOption: ParsableArguments {
  @Option(help: "The territory, where this node knows several: its local name or digest.")
  var territory: String?
}

/// What every command takes by which this node states something in a territory.
struct StatingOptions: ParsableArguments {
  @OptionGroup var option: TerritoryOption

  @Flag(help: "State it although no other member can be asked for the end of this node's log.")
  var force = false

  var territory: String? { option.territory }
}

/// A command by which this node states something in its log of a territory.
protocol StatingCommand: ChangingCommand {
  var stating: StatingOptions { get }
}

extension StatingCommand {
  /// States, after a look at the end of the own log, and tells the others.
  func state(
    on node: OpenNode,
    in holding: TerritoryRegistry.Holding,
    _ body: (TerritoryDesk) async throws -> Report
  ) async throws -> Report {
    await node.compareFirst(holding)
    let desk = TerritoryDesk(services: node.services, insists: stating.force)
    let report = try await body(desk)
    await node.tellMembers()
    return report
  }
}
