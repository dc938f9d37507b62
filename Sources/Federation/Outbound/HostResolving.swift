import Model

/// Turns a host name into all its addresses.
package protocol HostResolving: Sendable {
  /// Every address of the name, in the order in which they should be tried.
  func addresses(of host: String) async throws(OutboundFailure) -> [IPAddress]
}
