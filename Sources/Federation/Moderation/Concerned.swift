import Model

/// Whom of this node's ties a rule would touch: what a list from elsewhere says of them waits for
/// somebody who means it.
package struct Concerned: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// - Throws: `Refusal.conflict` for a pattern that names this node itself.
  package func requireElsewhere(_ pattern: String) throws(Refusal) {
    let own = services.addresses.origin.authority
    guard try PolicyPattern(pattern).names(own) else { return }
    throw .conflict("\(pattern) is this node itself, \(own).")
  }

  /// Whom a pattern names that this node has a tie to, in words; nothing when there is nobody.
  package func tie(named pattern: String) -> String? {
    guard let pattern = try? PolicyPattern(pattern) else { return nil }
    if let peer = services.known.peerings.first(where: { isTie($0) && pattern.names($0.host) }) {
      return "the peer \(peer.host)"
    }
    let member = services.known.nodes.first { node in
      !node.territories.isEmpty && pattern.names(node.host)
    }
    return member.map { "the territory member \($0.host)" }
  }

  private func isTie(_ peering: Peering) -> Bool {
    switch peering.state {
    case .active, .suspended, .requested, .unverified, .invited: true
    case .revoked: false
    }
  }
}
