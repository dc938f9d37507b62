import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory accept-history`.
struct TerritoryAcceptHistoryCommand: ChangingCommand, DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept-history",
    abstract: "Follow statements that undo old seals, which were set aside.",
    discussion: """
      A seal that this node has had for long, and on which two others rest, is not given up without \
      a person: keys that were stolen or left behind may be at work. Ask the admins of other \
      members first which history is theirs.

      Example: maillage territory accept-history --yes
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions
  @OptionGroup var option: TerritoryOption

  var question: String { "Follow the other history?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.territory(named: option.territory)
    guard let other = holding.other else {
      throw Refusal.conflict("Nothing is set aside in \(holding.charter.name).")
    }
    let (now, then) = (holding.state, other.ledger.state)
    var change = Change(of: holding.entry.localName, "follow the other history") {
      try await TerritoryDesk(services: node.services).acceptOtherHistory(of: holding.id)
      guard let holding = node.services.territories.holding(holding.id) else {
        throw Refusal.absent
      }
      return try Report(
        "\(holding.charter.name) is at version \(holding.state.version) now.",
        TerritoryShape(holding)
      )
    }
    change.details.add("version", "\(now.version), then \(then.version)")
    change.details.add("members", "\(now.members.count), then \(then.members.count)")
    let (here, there) = (Set(now.members.map(\.id)), Set(then.members.map(\.id)))
    change.details.add("out", holding.hosts(of: here.subtracting(there)))
    let new = there.subtracting(here)
    change.details.add(
      "in",
      then.members.filter { new.contains($0.id) }.map(\.record.host).joined(separator: ", ")
    )
    return change
  }
}
