import Federation
import HTTPTypes
import Hummingbird
import Model

/// Finds out who asks: the peer, unless it is a trusted proxy that names somebody else.
struct ClientAddress: RouterMiddleware {
  typealias Context = MaillageRequestContext

  private let settings: Current<ServerSettings>

  init(settings: Current<ServerSettings>) { self.settings = settings }

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    let proxies = TrustedProxies(settings.value.trustedProxies)
    context.clientAddress = proxies.client(of: context.peerAddress, request.headers)
    return try await next(request, context)
  }
}

/// The proxies that are believed when they say for whom they ask.
private struct TrustedProxies {
  private let trusted: [CIDR]

  /// No honest chain of proxies is longer.
  private static let longestChain = 16

  init(_ trusted: [CIDR]) { self.trusted = trusted }

  /// Walks the chain from its end up to the first address that is no trusted proxy.
  ///
  /// Each entry was written by the one after it; what stands before a stranger's, anybody may have
  /// written.
  func client(of peer: IPAddress?, _ headers: HTTPFields) -> IPAddress? {
    guard let peer, isTrusted(peer) else { return peer }
    let chain = headers[values: .xForwardedFor].joined(separator: ",").split(separator: ",")
    var client = peer
    for entry in chain.reversed().prefix(Self.longestChain) {
      guard let address = Self.address(entry) else { return client }
      client = address
      guard isTrusted(address) else { return client }
    }
    return client
  }

  private func isTrusted(_ address: IPAddress) -> Bool {
    trusted.contains { $0.contains(address) }
  }

  /// An address, which some proxies write in brackets or with its port.
  private static func address(_ entry: Substring) -> IPAddress? {
    let text = entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
    if let address = IPAddress(text) { return address.unmapped }
    if text.hasPrefix("[") { return IPAddress(text.dropFirst().prefix { $0 != "]" })?.unmapped }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? IPAddress(parts[0]) : nil
  }
}
