/// The door through which a node asks others; tests put the far side behind it.
package protocol HTTPFetching: Sendable {
  /// Sends the request and reads the whole answer within its bounds.
  ///
  /// An answer of any status is returned, except redirects, which are followed or fail.
  func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse
}
