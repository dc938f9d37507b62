/// A block of addresses such as `10.0.0.0/8`, for allow-lists and trusted proxies.
package struct CIDR: Hashable, Sendable {
  package let base: IPAddress
  package let length: Int

  /// Reads `address/length`; an address alone is the block of just that address.
  ///
  /// Bits set after the prefix (`10.1.2.3/8`) are a slip of the pen, so they are refused.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let base = IPAddress(first) else { return nil }
    self.base = base
    guard parts.count == 2 else {
      length = base.bitWidth
      return
    }
    let digits = parts[1]
    guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let length = Int(digits), length <= base.bitWidth, base.prefix(length) == base
    else { return nil }
    self.length = length
  }

  /// Whether the address lies in the block; an IPv4-mapped one counts as the IPv4 address in it.
  package func contains(_ address: IPAddress) -> Bool {
    matches(address) || matches(address.unmapped)
  }

  private func matches(_ address: IPAddress) -> Bool {
    switch (address, base) {
    case (.v4, .v4), (.v6, .v6): address.prefix(length) == base
    default: false
    }
  }
}

extension CIDR: CustomStringConvertible {
  package var description: String { "\(base)/\(length)" }
}
