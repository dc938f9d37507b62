import AsyncHTTPClient
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// Keeps the connections of each destination apart and alive; the least recently used go first.
///
/// One `HTTPClient` serves one destination, since only a client as a whole can be told which
/// address a name has.
final class ConnectionCache: Sendable {
  private struct Entry {
    let client: HTTPClient
    var users = 0
    var lastUse: UInt64 = 0
  }

  private struct State {
    var entries: [Destination: Entry] = [:]
    var uses: UInt64 = 0
    var isShutDown = false
  }

  private let settings: OutboundSettings
  private let roots: TrustRoots
  private let logger: Logger
  private let state = Mutex(State())

  init(_ settings: OutboundSettings, logger: Logger) throws(OutboundFailure) {
    self.settings = settings
    self.logger = logger
    roots = try TrustRoots(extraRootsFile: settings.extraRootsFile)
  }

  /// Runs the body with the client of that destination, which stays open meanwhile.
  func withClient<Value>(
    for destination: Destination,
    _ body: (HTTPClient) async throws -> Value
  ) async throws -> Value {
    let client = try enter(destination)
    defer { leave(destination) }
    return try await body(client)
  }

  /// Closes all connections; requests under way fail.
  func shutdown() async {
    let clients = state.withLock { state in
      state.isShutDown = true
      defer { state.entries.removeAll() }
      return state.entries.values.map(\.client)
    }
    await withDiscardingTaskGroup { group in
      for client in clients {
        group.addTask { await self.close(client) }
      }
    }
  }

  private func enter(_ destination: Destination) throws(OutboundFailure) -> HTTPClient {
    var (known, isShutDown) = state.withLock { (Self.use(destination, in: &$0), $0.isShutDown) }
    if isShutDown { throw .cancelled }
    if let known { return known }
    // Made outside the lock, for it may read the trust roots from disk.
    let fresh = makeClient(for: destination)
    var superfluous: [HTTPClient] = []
    (known, isShutDown) = state.withLock { state in
      if let known = Self.use(destination, in: &state) { return (known, false) }
      guard !state.isShutDown else { return (nil, true) }
      superfluous = makeRoom(in: &state)
      state.entries[destination] = Entry(client: fresh)
      return (Self.use(destination, in: &state), false)
    }
    if known !== fresh { superfluous.append(fresh) }
    for client in superfluous { Task { await close(client) } }
    guard let known else { throw .cancelled }
    return known
  }

  private static func use(_ destination: Destination, in state: inout State) -> HTTPClient? {
    state.uses += 1
    state.entries[destination]?.users += 1
    state.entries[destination]?.lastUse = state.uses
    return state.entries[destination]?.client
  }

  private func leave(_ destination: Destination) {
    state.withLock { $0.entries[destination]?.users -= 1 }
  }

  /// Takes out the longest unused destination if the cache is full.
  private func makeRoom(in state: inout State) -> [HTTPClient] {
    guard state.entries.count >= settings.limits.destinations else { return [] }
    let idle = state.entries.filter { $0.value.users == 0 }
    guard let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return [] }
    state.entries[oldest.key] = nil
    return [oldest.value.client]
  }

  private func close(_ client: HTTPClient) async {
    do {
      try await client.shutdown()
    } catch {
      // Nothing is lost: the connections are gone either way.
      logger.debug("closing idle connections failed", metadata: ["error": "\(error)"])
    }
  }

  private func makeClient(for destination: Destination) -> HTTPClient {
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls(to: destination),
      redirectConfiguration: .disallow,
      timeout: .init(connect: TimeAmount(settings.limits.connect)),
      connectionPool: .init(
        idleTimeout: TimeAmount(settings.limits.idle),
        concurrentHTTP1ConnectionsPerHostSoftLimit: settings.limits.perHost
      ),
      decompression: .disabled
    )
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.dnsOverride = [destination.host: "\(destination.address.address)"]
    let check = ConnectionCheck(destination: destination)
    configuration.http1_1ConnectionDebugInitializer = { check($0) }
    return HTTPClient(eventLoopGroup: settings.eventLoopGroup, configuration: configuration)
  }

  private func tls(to destination: Destination) -> TLSConfiguration {
    let isPinned = destination.pins != nil && !destination.asksAuthorities
    var configuration = isPinned ? roots.pinned() : roots.verifying()
    if let identity = destination.identity {
      configuration.certificateChain = identity.chain.map { .certificate($0) }
      configuration.privateKey = .privateKey(identity.key)
    }
    return configuration
  }
}
