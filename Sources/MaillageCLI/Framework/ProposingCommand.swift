import ArgumentParser
import Federation
import Foundation
import Model
import Node
import StrictJSON

/// What a command proposes.
struct Wish: Sendable {
  let wish: Proposal.Wish
  /// New terms as they are written into the statement.
  var terms: JSONObject?
  var details = Facts()

  init(_ wish: Proposal.Wish, terms: JSONObject? = nil) {
    self.wish = wish
    self.terms = terms
  }
}

/// A command that makes a proposal and votes for it.
protocol ProposingCommand: StatingCommand {
  func wish(in holding: TerritoryRegistry.Holding, _ node: OpenNode, _ call: Call) throws -> Wish
}

extension ProposingCommand {
  func requireReason() throws {
    guard changing.reason?.isEmpty == false else {
      throw ValidationError("A proposal needs a reason, which all members see: --reason TEXT.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.memberTerritory(named: stating.territory)
    let wish = try wish(in: holding, node, call)
    let description = holding.description(of: wish.wish)
    let name = holding.entry.localName
    var change = Change(of: "\(name): \(description)", "propose and vote: \(description)") {
      try await state(on: node, in: holding) { desk in
        let digest = try await desk.propose(
          wish.wish,
          terms: wish.terms,
          reason: changing.reason ?? "",
          in: holding.id
        )
        let tally = node.services.territories.holding(holding.id)?.state.proposals
          .first { $0.digest == digest }
        guard let tally else { throw Refusal.absent }
        return try ProposalShape.report("Proposed", tally, in: holding.id, on: node)
      }
    }
    change.details = wish.details
    change.details.add(warnings: holding.ledger.warnings(before: wish.wish))
    return change
  }
}
