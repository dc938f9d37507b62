import Federation
import Foundation
import Model
import Node

/// A proposal as the command line prints it.
struct ProposalShape: Encodable, Sendable {
  let id: String
  let what: String
  /// `exclude`, `suspend`, `amend` or `recover`, and whom it is about.
  let wish: String?
  let target: String?
  let successor: String?
  let by: String
  let reason: String
  let version: Int
  let yes: [String]
  let needed: Int
  let isCarried: Bool

  init(_ tally: TerritoryState.Tally, in holding: TerritoryRegistry.Holding) {
    id = tally.digest.text
    what = holding.description(of: tally.proposal.wish)
    let parts = holding.parts(of: tally.proposal.wish)
    (wish, target, successor) = (parts["wish"], parts["target"], parts["successor"])
    by = holding.host(of: tally.author)
    reason = tally.proposal.reason
    version = tally.proposal.version
    yes = tally.yes.map { holding.host(of: $0) }.sorted()
    needed = tally.needed
    isCarried = tally.isCarried
  }

  /// What a vote has brought a proposal to.
  static func report(
    _ verb: String,
    _ tally: TerritoryState.Tally,
    in id: Digest,
    on node: OpenNode
  ) throws -> Report {
    guard let holding = node.services.territories.holding(id) else { throw Refusal.absent }
    let current = holding.state.proposals.first { $0.digest == tally.digest } ?? tally
    let shape = ProposalShape(current, in: holding)
    let missing = current.needed - current.yes.count
    let outcome = missing > 0 ? "\(missing) more yes needed" : "carried"
    let text = """
      \(verb): \(shape.what) – \(shape.yes.count) of \(shape.needed) yes, \(outcome).
      On the other nodes: maillage territory vote \(tally.digest.short)
      """
    let lines = missing > 0 ? text : String(text.prefix { $0 != "\n" })
    return try Report(lines, shape)
  }
}
