import Model

/// The addresses that no stranger may make a node connect to.
///
/// The IANA special-purpose registries (RFC 6890) with multicast and the reserved blocks, also
/// those registered as globally reachable: no node lives behind an AS112 or AMT address.
enum SpecialAddresses {
  /// Why the address is special; nothing if it is an ordinary public one.
  static func reason(_ address: IPAddress) -> String? {
    switch address.unmapped {
    case .v4: v4.first { $0.block.contains(address) }?.reason
    case .v6: v6.first { $0.block.contains(address) }?.reason ?? outsideGlobalUnicast(address)
    }
  }

  /// Of IPv6 only 2000::/3 is given out as global unicast (RFC 4291 §2.4); the rest is special.
  private static func outsideGlobalUnicast(_ address: IPAddress) -> String? {
    address.prefix(3) == IPAddress("2000::") ? nil : "not global unicast"
  }

  private struct Entry: Sendable {
    let block: CIDR
    let reason: String
  }

  private static func table(_ rows: [(String, String)]) -> [Entry] {
    rows.map { text, reason in
      guard let block = CIDR(text) else { preconditionFailure("\(text) is no CIDR block") }
      return Entry(block: block, reason: reason)
    }
  }

  private static let v4 = table([
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "AS112"),
    ("192.52.193.0/24", "AMT"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "AS112"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
  ])

  private static let v6 = table([
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("::/96", "IPv4-compatible"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("100::/64", "discard-only"),
    ("100:0:0:1::/64", "dummy prefix"),
    ("2001::/23", "protocol assignments, Teredo"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("2620:4f:8000::/48", "AS112"),
    ("3ffe::/16", "6bone, returned"),
    ("3fff::/20", "documentation"),
    ("5f00::/16", "segment routing"),
    ("fc00::/7", "unique local"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
  ])
}
