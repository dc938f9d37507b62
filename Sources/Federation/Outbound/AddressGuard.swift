import Model

/// Decides which addresses the node connects to, and is the only source of ``AdmittedAddress``.
package struct AddressGuard: Sendable {
  /// Special blocks that configuration opens: the intranet peers of a private territory.
  private let allowed: [CIDR]

  package init(allowing allowed: [CIDR] = []) {
    self.allowed = allowed
  }

  /// Admits all the addresses a name has, or none: a name with one foot inside is a trap.
  func admit(_ addresses: [IPAddress], of host: String) throws(OutboundFailure) -> [AdmittedAddress]
  {
    guard !addresses.isEmpty else { throw .unreachable(reason: "\(host) has no address") }
    for address in addresses {
      guard let reason = refusal(of: address) else { continue }
      throw .refusedAddress(host: host, address: "\(address)", reason: reason)
    }
    return addresses.map { AdmittedAddress(address: $0) }
  }

  /// Why the address is refused; nothing if it may be used.
  package func refusal(of address: IPAddress) -> String? {
    allowed.contains { $0.contains(address) } ? nil : SpecialAddresses.reason(address)
  }
}

/// An address that passed the guard; connections are made to nothing else.
struct AdmittedAddress: Hashable, Sendable {
  let address: IPAddress

  fileprivate init(address: IPAddress) {
    self.address = address
  }
}
