import Federation
import Foundation
import Model
import Node

/// How this node stands with others, in numbers.
struct TiesShape: Encodable, Sendable {
  /// Peerings.
  struct Peers: Encodable, Sendable {
    let active: Int
    let suspended: Int
    /// Those that ask, and those whose words nobody has compared.
    let waiting: Int
    /// Peerings and valves whose day to be looked at again has come.
    let reviewsDue: Int
  }

  /// Territories.
  struct Territories: Encodable, Sendable {
    let member: Int
    let invited: Int
    /// What waits for the admin: maillage territory decide.
    let waits: Int
  }

  let peers: Peers
  let territories: Territories

  init(of node: OpenNode, at now: Date) async throws {
    let hosts = try await node.database.read { try $0.peerings.all().map(\.peering.host) }
    let peerings = hosts.compactMap { node.services.known.peering(with: $0) }
    let states = peerings.map { $0.state.current(at: now) }
    peers = Peers(
      active: states.count { $0 == .active },
      suspended: states.count { $0.name == "suspended" },
      waiting: states.count { $0 == .unverified || $0 == .requested(by: .them) },
      reviewsDue: peerings.reduce(0) { $0 + $1.reviews.count { $0 <= now } }
    )
    let holdings = node.services.territories.all
    territories = Territories(
      member: holdings.count { $0.entry.state == .member },
      invited: holdings.count { $0.entry.state == .invited },
      waits: try await TerritoryTask.all(on: node).count
    )
  }

  /// The peerings on one line, for people.
  var shownPeers: String {
    var text = "\(peers.active)"
    if peers.suspended > 0 { text += ", \(peers.suspended) suspended" }
    if peers.waiting > 0 { text += ", " + Styled.warning("\(peers.waiting) waiting for you") }
    if peers.reviewsDue > 0 { text += ", " + Styled.warning("\(peers.reviewsDue) reviews due") }
    return text
  }

  /// The territories on one line, for people.
  var shownTerritories: String {
    var text = "\(territories.member)"
    if territories.invited > 0 { text += ", \(territories.invited) invitations" }
    if territories.waits > 0 {
      let waits = "\(territories.waits) decisions wait for you (maillage territory decide)"
      text += ", " + Styled.warning(waits)
    }
    return text
  }
}
