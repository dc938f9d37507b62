import Model

/// Between which nodes directories of talents pass: active peers that both share the scope `talents`
/// and whose valves are open, each for the widest ring that the two have in common.
struct TalentSharing: Sendable {
  let known: KnownNodes
  let flows: Flows
  /// Whether this node takes connections.
  let isReachable: Bool

  init(_ services: FederationServices) {
    (known, flows) = (services.known, services.flows)
    isReachable = services.identity.isReachable
  }

  /// The scopes in which a node gives its directories to another, and takes its.
  ///
  /// Nodes of a common territory share what is for it, which holds what is for everyone as well;
  /// others what is for everyone.
  func scopes(with host: String, _ direction: Valve.Direction) -> [TalentScope] {
    guard let node = known.node(host: host), node.isProven, let peering = node.peering,
      case .active = peering.state, peering.ours.scopes.contains(.talents),
      peering.theirs.scopes.contains(.talents),
      flows.decision(about: host, direction, [.talents]).passage == .open
    else { return [] }
    let territories = node.territories.sorted().map(TalentScope.territory)
    return territories.isEmpty ? [.everyone] : territories
  }

  /// The peers with which anything is exchanged, in either direction.
  var partners: [KnownNodes.Node] {
    known.nodes.filter { node in
      !scopes(with: node.host, .out).isEmpty || !scopes(with: node.host, .in).isEmpty
    }
  }

  /// The other members of this node's territories with which nothing is exchanged, and why: nobody is found
  /// there, and nobody of here is found by them.
  var apart: [(host: String, reason: String)] {
    let joined = Set(partners.map(\.host))
    return known.nodes.filter { !$0.territories.isEmpty && !joined.contains($0.host) }
      .map { ($0.host, reason(against: $0)) }
  }

  private func reason(against node: KnownNodes.Node) -> String {
    guard let peering = node.peering, case .active = peering.state else {
      return isReachable || node.record.isReachable
        ? "no active peer: see maillage peer invite"
        : "neither of the two takes connections, so they cannot be peers"
    }
    if !peering.ours.scopes.contains(.talents) {
      return "talents are not shared with it: see maillage peer scope"
    }
    return peering.theirs.scopes.contains(.talents)
      ? "a valve between the two is not open" : "it shares no talents with this node"
  }

  /// The scopes of this node's own directories.
  var ownScopes: [TalentScope] {
    let territories = known.territories.filter { $0.own != nil }.map(\.id.text).sorted()
    return [.organisation, .everyone] + territories.map(TalentScope.territory)
  }
}
