import Federation
import Foundation
import Model
import Node

extension NodeExamination {
  /// Peerings that wait or are to be looked at again, and what territories wait for.
  func ties() async throws -> [Check] {
    let ties = try await TiesShape(of: node, at: call.now)
    return [peers(ties.peers), try await territories(ties.territories)]
  }

  private func peers(_ peers: TiesShape.Peers) -> Check {
    var detail = "\(peers.active) active"
    if peers.suspended > 0 { detail += ", \(peers.suspended) suspended" }
    if peers.waiting > 0 { detail += ", \(peers.waiting) waiting for a yes or for their words" }
    if peers.reviewsDue > 0 { detail += ", \(peers.reviewsDue) scopes or valves due for review" }
    guard peers.waiting + peers.reviewsDue > 0 else { return .passed("peers", detail) }
    return .warning("peers", detail, mend: "maillage peer list")
  }

  private func territories(_ territories: TiesShape.Territories) async throws -> Check {
    let tasks = try await TerritoryTask.all(on: node)
    let detail = "member of \(territories.member)"
    let grave: [TerritoryTask.Kind] = [.otherHistory, .equivocation, .unknownKey]
    if let fork = tasks.first(where: { grave.contains($0.kind) }) {
      let others = tasks.count { !grave.contains($0.kind) }
      let more = others == 0 ? "" : "; \(others) decisions wait: maillage territory decide"
      return .warning("territories", "\(detail); \(fork.what)\(more)", mend: fork.command)
    }
    guard let first = tasks.first else { return .passed("territories", detail) }
    return .warning(
      "territories",
      "\(detail); \(tasks.count) decisions wait, first: \(first.what)",
      mend: "maillage territory decide"
    )
  }
}
