import Model

/// What records say about the way to a node.
extension KnownNodes {
  /// The pins by which a node's TLS is known: those of its record, if it vouches for itself.
  package func pins(host: String, port: Int) -> Set<SPKIPin>? {
    node(host: Self.authority(host, port))?.knownPins
  }

  /// Whether a node's certificate needs an authority besides its pin.
  package func asksAuthorities(host: String, port: Int) -> Bool {
    peering(with: Self.authority(host, port))?.trust == .both
  }

  package func isKnown(host: String, port: Int) -> Bool {
    node(host: Self.authority(host, port)) != nil
  }

  /// The first address of a node's record that is one.
  package func place(host: String, port: Int) -> HostMap.Place? {
    node(host: Self.authority(host, port))?.record.addresses.lazy.compactMap(HostMap.place).first
  }

  private static func authority(_ host: String, _ port: Int) -> String {
    port == 443 ? host : "\(host):\(port)"
  }
}
