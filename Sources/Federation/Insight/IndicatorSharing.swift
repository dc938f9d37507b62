import Model

/// Between which nodes monthly indicators pass: active peers that both share the scope `indicators` and
/// whose valves are open.
struct IndicatorSharing: Sendable {
  let known: KnownNodes
  let flows: Flows

  init(_ services: FederationServices) {
    (known, flows) = (services.known, services.flows)
  }

  /// Whether reports are given to a host, or taken from it.
  func passes(with host: String, _ direction: Valve.Direction) -> Bool {
    guard let node = known.node(host: host), node.isProven, let peering = node.peering,
      case .active = peering.state, peering.ours.scopes.contains(.indicators),
      peering.theirs.scopes.contains(.indicators)
    else { return false }
    return flows.decision(about: host, direction, [.indicators]).passage == .open
  }

  /// The peers with which anything is exchanged, in either direction.
  var partners: [KnownNodes.Node] {
    known.nodes.filter { passes(with: $0.host, .out) || passes(with: $0.host, .in) }
  }
}
