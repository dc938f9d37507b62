import Logging
import Model
import NIOCore

/// The node's one door to other nodes: checks every address, proof, bound and type on every hop.
package struct OutboundClient: HTTPFetching {
  private let settings: OutboundSettings
  private let addressGuard: AddressGuard
  private let resolver: CachingResolver
  private let connections: ConnectionCache
  private let hostGate: FairGate<String>
  private let nodeGate: FairGate<Bool>

  package init(
    _ settings: OutboundSettings,
    logger: Logger = Logger(label: "maillage.outbound")
  ) throws(OutboundFailure) {
    self.settings = settings
    addressGuard = AddressGuard(allowing: settings.allowedNetworks)
    resolver = CachingResolver(settings.resolver, lifetime: settings.limits.names)
    connections = try ConnectionCache(settings, logger: logger)
    hostGate = FairGate(limit: settings.limits.perHost)
    nodeGate = FairGate(limit: settings.limits.atOnce)
  }

  package func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
    let url = try OutboundURL(request.url)
    let deadline = Deadline(after: min(request.timeout, settings.limits.total))
    return try await deadline.hold(on: settings.eventLoopGroup.any()) {
      () throws(OutboundFailure) in
      try await follow(request, from: url, until: deadline)
    }
  }

  /// Closes all connections; requests under way end as cancelled.
  package func shutdown() async {
    await connections.shutdown()
  }
}

// MARK: - Redirects

extension OutboundClient {
  private func follow(
    _ request: OutboundRequest,
    from start: OutboundURL,
    until deadline: Deadline
  ) async throws(OutboundFailure) -> OutboundResponse {
    var request = request
    var url = start
    var visited: Set<OutboundURL> = []
    let limit = min(request.maximumRedirects, settings.limits.redirects)
    while true {
      visited.insert(url)
      let response = try await hop(request, to: url, until: deadline)
      guard [301, 302, 303, 307, 308].contains(response.status) else { return response }
      let next = try self.next(after: response, at: url, of: request)
      guard visited.count <= limit, !visited.contains(next) else {
        throw .tooManyRedirects(limit: limit)
      }
      if !next.hasSameOrigin(as: url) { request.fields.removeAll { Self.isSecret($0.0) } }
      url = next
    }
  }

  private func next(
    after response: OutboundResponse,
    at url: OutboundURL,
    of request: OutboundRequest
  ) throws(OutboundFailure) -> OutboundURL {
    guard request.method == .get else {
      throw .redirectRefused(
        reason: "only GET follows one, and \(url.host) answered \(response.status)"
      )
    }
    guard let location = response[field: "location"] else {
      throw .redirectRefused(reason: "it leads nowhere")
    }
    let next = try url.following(location)
    guard url.scheme == .http || next.scheme == .https else {
      throw .redirectRefused(reason: "it leads from TLS to plain HTTP")
    }
    return next
  }

  /// Fields that are for the first origin's eyes only (RFC 9110 §15.4).
  private static func isSecret(_ name: String) -> Bool {
    ["authorization", "cookie", "proxy-authorization"].contains(name.lowercased())
  }
}

// MARK: - One hop

extension OutboundClient {
  private func hop(
    _ request: OutboundRequest,
    to url: OutboundURL,
    until deadline: Deadline
  ) async throws(OutboundFailure) -> OutboundResponse {
    guard url.scheme == .https || settings.allowPlainHTTP else {
      throw .plainHTTPRefused(host: url.host)
    }
    if request.method == .get { try settings.budget?.spend(on: url.host) }
    return try await hostGate.withPass(for: url.authority) { () throws(OutboundFailure) in
      try await nodeGate.withPass(for: true) { () throws(OutboundFailure) in
        let destinations = try await destinations(of: url, request.way)
        let fields = try RequestFields(request, to: url, userAgent: settings.userAgent).signed()
        let exchange = Exchange(request: request, url: url, fields: fields, deadline: deadline)
        return try await run(exchange, at: destinations)
      }
    }
  }

  /// The first three addresses of the host, all of its addresses having passed the guard.
  private func destinations(
    of url: OutboundURL,
    _ way: OutboundWay?
  ) async throws(OutboundFailure) -> [Destination] {
    let told = way?.addresses.lazy.compactMap(HostMap.place).first
    let place = settings.hosts[url.host] ?? told ?? settings.places(url.host, url.port)
    let addresses: [IPAddress]
    if let known = place?.address ?? url.literal {
      addresses = [known]
    } else {
      addresses = try await resolver.addresses(of: url.host)
    }
    let isSecure = url.scheme == .https
    let toldPins = way.flatMap { $0.pins.isEmpty ? nil : $0.pins }
    let pins = isSecure ? toldPins ?? settings.pins(url.host, url.port) : nil
    let asksAuthorities = toldPins == nil && settings.asksAuthorities(url.host, url.port)
    // Whoever was invited shows itself from the first word on: it may be asked for it at the second.
    let isKnown = way != nil || settings.isKnown(url.host, url.port)
    let identity = isSecure && isKnown ? settings.identity() : nil
    return try addressGuard.admit(addresses, of: url.host).prefix(3).map { address in
      Destination(
        scheme: url.scheme,
        host: url.host,
        port: place?.port ?? url.port,
        address: address,
        pins: pins,
        asksAuthorities: asksAuthorities,
        identity: identity
      )
    }
  }

  /// Tries the addresses in turn until one can be connected to.
  private func run(
    _ exchange: Exchange,
    at destinations: [Destination]
  ) async throws(OutboundFailure) -> OutboundResponse {
    var lastError: any Error = OutboundFailure.unreachable(reason: "no address")
    for destination in destinations {
      do {
        return try await connections.withClient(for: destination) { client in
          try await exchange.run(over: client, to: destination)
        }
      } catch {
        lastError = error
        guard OutboundFailure.isConnectFailure(error), !Task.isCancelled else { break }
      }
    }
    throw Task.isCancelled ? .cancelled : OutboundFailure(lastError)
  }
}
