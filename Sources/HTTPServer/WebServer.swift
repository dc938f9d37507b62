import Federation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The node's web server: its routes, what requests pass on the way to them, and their bounds.
///
/// Whoever runs it adds the socket and TLS.
package struct WebServer: Sendable {
  let services: FederationServices
  let currentSettings: Current<ServerSettings>
  let client: ClientServices
  let api: ClientAPI
  /// The node's own pages.
  let site: PageSite
  private let metrics: @Sendable () async -> String
  private let isReady: @Sendable () -> Bool

  /// - Parameters:
  ///   - services: What the parts of federation share.
  ///   - settings: What the admin sets about the web server.
  ///   - accounts: Who knows the members' passwords.
  ///   - commands: The command line, for the pages of the admin.
  ///   - metrics: Everything measured, in Prometheus' text format.
  ///   - isReady: False while the node starts and while it drains.
  package init(
    services: FederationServices,
    settings: ServerSettings,
    accounts: any AccountDoor,
    commands: any CommandDoor,
    metrics: @escaping @Sendable () async -> String,
    isReady: @escaping @Sendable () -> Bool
  ) {
    self.services = services
    currentSettings = Current(settings)
    client = ClientServices(
      services: services,
      settings: currentSettings,
      accounts: accounts,
      commands: commands,
      vapidKey: services.push.publicKey
    )
    api = ClientAPI(client)
    site = PageSite(client, routes: api.routes)
    self.metrics = metrics
    self.isReady = isReady
  }

  /// What the admin sets, as it is now.
  var settings: ServerSettings { currentSettings.value }

  /// Goes on with other settings; bounds of connections and how the node looks stay until a restart.
  package func take(_ settings: ServerSettings) { currentSettings.set(settings) }

  /// Every route, behind the middleware that all requests pass; from outside to inside.
  package func router() -> Router<MaillageRequestContext> {
    let router = Router(
      context: MaillageRequestContext.self,
      options: .autoGenerateHeadEndpoints
    )
    router.add(middleware: RequestLog())
    router.add(middleware: RequestMetrics())
    router.add(middleware: StandardHeaders())
    router.add(middleware: ErrorResponses(pages: site))
    router.add(middleware: ClientAddress(settings: currentSettings))
    router.add(middleware: RateLimits(settings: currentSettings, now: services.now))
    router.add(middleware: HostCheck(services: services, settings: currentSettings))
    router.add(middleware: UnclaimedPaths(api: api))
    router.add(middleware: PeersWait(services: services, scope: .shared))
    addRoutes(to: router)
    return router
  }

  /// How HTTP/1 connections are bounded.
  package var http1: HTTP1Channel.Configuration {
    let limits = settings.limits
    return HTTP1Channel.Configuration(
      additionalChannelHandlers: [SlowClientGuard(limits: limits), UpgradeGuard()],
      idleTimeout: TimeAmount(limits.idleTimeout),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 16_384,
        maxHeaderListSize: 32_768,
        maxHeaderFieldCount: 100
      )
    )
  }

  /// The application's configuration, with the bound on its connections.
  package func configuration(
    at address: BindAddress,
    logger: Logger
  ) -> ApplicationConfiguration {
    ApplicationConfiguration(
      address: address,
      availableConnectionsDelegate: MaximumAvailableConnections(
        settings.limits.maximumConnections,
        logger: logger
      )
    )
  }

  func addOperation(to router: Router<MaillageRequestContext>) {
    HealthRoutes(isReady: isReady).add(to: router)
    MetricsRoutes(current: currentSettings, metrics: metrics).add(to: router)
  }
}
