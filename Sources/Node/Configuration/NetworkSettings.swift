import Federation
import Model

extension NodeConfiguration {
  /// The part of the table of the settings that is about reaching others and being reached.
  package struct NetworkSettings: SettingsGroup {
    package let networkHosts = Setting(
      "network.hosts",
      default: [String: HostMap.Place](),
      limit: .hosts,
      doc: "Addresses of hosts, perhaps with a port, used instead of DNS."
    )
    package let networkAllowedAddresses = Setting(
      "network.allowedAddresses",
      default: [CIDR](),
      limit: .entries(upTo: 64),
      doc: """
        Private or special addresses that the node may connect to. All others of that kind are \
        refused.
        """
    )
    package let networkAllowPlainHTTP = Setting(
      "network.allowPlainHTTP",
      default: false,
      doc: "Lets the node fetch over HTTP without TLS. For experiments only."
    )
    package let networkPins = Setting(
      "network.pins",
      default: [String: [String]](),
      limit: .pins,
      doc: """
        Certificates of nodes that no authority vouches for: `host` or `host:port` to the \
        `sha256/…` pins that `maillage certificate pin` prints there. A pinned host is checked by \
        its pin alone.
        """
    )
    package let networkTrustRoots = Setting(
      "network.trustRoots",
      default: String?.none,
      limit: .path,
      doc: """
        PEM file of authorities to trust besides the system's. A relative path starts at the \
        home.
        """
    )
    package let networkReachable = Setting(
      "network.reachable",
      default: true,
      doc: """
        Whether others can connect to this node. `false`: they cannot, and it collects what is for \
        it from its peers.
        """
    )
    package let networkAddresses = Setting(
      "network.addresses",
      default: [String](),
      limit: .addresses(upTo: 4),
      doc: """
        Where others reach this node, in place of DNS: `address:port`, as its record tells them.
        """
    )
  }

  package subscript<Value>(dynamicMember path: KeyPath<NetworkSettings, Setting<Value>>) -> Value {
    get { value(of: Self.settings.network[keyPath: path]) }
    set { choose(newValue, for: Self.settings.network[keyPath: path], from: .program) }
  }
}
