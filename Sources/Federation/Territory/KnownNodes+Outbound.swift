import Model

/// What records say about the way to a node.
extension KnownNodes {
  /// The pins by which a node's TLS is known: those of its record, if it vouches for itself.
  package func pins(host: String, port: Int) -> Set<SPKIPin>? {
    guard let node = node(host: Self.authority(host, port)) else { return nil }
    if node.peering?.trust == .publicAuthorities { return nil }
    let pins = Set(node.record.tlsPins.compactMap { SPKIPin($0) })
    return pins.isEmpty ? nil : pins
  }

  /// The first address of a node's record that is one.
  package func place(host: String, port: Int) -> HostMap.Place? {
    node(host: Self.authority(host, port))?.record.addresses.lazy.compactMap(HostMap.place).first
  }

  private static func authority(_ host: String, _ port: Int) -> String {
    port == 443 ? host : "\(host):\(port)"
  }
}
