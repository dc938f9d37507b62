import Federation
import Foundation
import HTTPServer
import Hummingbird
import HummingbirdCore
import Logging
import Metrics
import Model
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Puts the parts of a node together and runs them until it is told to stop.
package struct MaillageNode: Sendable {
  package let node: OpenNode
  private let execute: AdminExecutor
  private let metrics: PrometheusMetrics
  private let logger: Logger
  private let isServing = ServingFlag()

  package init(node: OpenNode, metrics: PrometheusMetrics, execute: @escaping AdminExecutor) {
    self.node = node
    self.execute = execute
    self.metrics = metrics
    logger = Logger(label: "maillage")
  }

  /// Serves until SIGTERM or SIGINT, then drains: requests under way are answered, what was
  /// acknowledged is on disk.
  ///
  /// - Throws: `StartupFailure` when a port or the certificate cannot be used.
  package func run() async throws {
    let certificates = try CertificateFiles(node.configuration, home: node.home).map {
      try CertificateStore(
        $0,
        logger: Logger(label: "maillage.tls"),
        now: node.services.now
      )
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: try services(certificates).map { .init(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Self.lifecycleLogger
      )
    )
    do {
      try await group.run()
    } catch {
      let configuration = node.configuration
      throw StartupFailure(
        listeningAt: configuration.serverAddress.description,
        port: configuration.listeningPort,
        error: error
      ) ?? error
    }
  }

  /// Services describe themselves at length when they start; nobody reads that.
  private static var lifecycleLogger: Logger {
    var logger = Logger(label: "maillage.services")
    logger.logLevel = max(logger.logLevel, .info)
    return logger
  }

  private func services(_ certificates: CertificateStore?) throws -> [any Service] {
    let web = webServer
    var services: [any Service] = [
      try AdminSocket(home: node.home, execute: execute)
        .application(logger: Self.lifecycleLogger),
      InboxWorker(services: node.services),
      DeliveryWorker(services: node.services),
      BackgroundFetchWorker(services: node.services),
      CollectionWorker(services: node.services),
      PushWorker(services: node.services),
      MailWorker(node: node),
      TerritoryWorker(
        services: node.services,
        interval: TimeInterval(node.configuration.territorySyncInterval),
        timing: SealTiming(sealInterval: TimeInterval(node.configuration.territorySealInterval))
      ),
      NeedWorker(services: node.services),
      TalentWorker(
        services: node.services,
        interval: TimeInterval(node.configuration.talentSyncInterval)
      ),
      IndicatorWorker(services: node.services),
      Housekeeping(services: node.services, retention: node.configuration),
      BackupWorker(node: node),
      ScheduledPostWorker(services: node.services),
      PolicyListWorker(services: node.services),
      StreamFeed(web),
      try webApplication(web, certificates),
      // What comes after the server is stopped before it.
      StreamEnd(web),
      DrainNotice(flag: isServing),
      HangUpService([{ certificates?.reload() }, reloadPolicy]),
    ]
    if let certificates { services.append(CertificateWatch(certificates)) }
    return services
  }

  private var reloadPolicy: @Sendable () async -> Void {
    { [node, logger] in
      do {
        try await node.services.policy.reload(from: node.database)
      } catch {
        logger.error("The policy cannot be read.", metadata: ["error": "\(error)"])
      }
    }
  }

  // MARK: The web server

  private var settings: ServerSettings {
    var settings = ServerSettings(node.configuration)
    settings.presentation.logo = logo
    settings.presentation.legalNotice = markdown(
      "node.legalNotice",
      node.configuration.nodeLegalNotice
    )
    settings.presentation.privacy = markdown("node.privacy", node.configuration.nodePrivacy)
    return settings
  }

  /// The node's own mark; a file that is none is no reason not to serve.
  private var logo: ServerSettings.Logo? {
    guard let path = node.configuration.nodeLogo else { return nil }
    do {
      return try ServerSettings.Logo(file: node.home.file(path))
    } catch {
      logger.warning("node.logo cannot be shown.", metadata: ["why": "\(error)"])
      return nil
    }
  }

  /// A page of the admin's own words; a file that cannot be read is no reason not to serve.
  private func markdown(_ setting: String, _ path: String?) -> String? {
    guard let path else { return nil }
    let file = URL(fileURLWithPath: node.home.file(path))
    guard let bytes = try? Data(contentsOf: file), bytes.count <= 256 << 10,
      let text = String(validating: bytes, as: UTF8.self)
    else {
      logger.warning("\(setting) cannot be shown: it is no text of up to 256 KiB.")
      return nil
    }
    return text
  }

  private var webServer: WebServer {
    WebServer(
      services: node.services,
      settings: settings,
      accounts: node.accounts,
      commands: WebCommands(execute: execute),
      metrics: { [metrics] in metrics.render() },
      isReady: { [isServing] in isServing.isSet }
    )
  }

  private func webApplication(
    _ web: WebServer,
    _ certificates: CertificateStore?
  ) throws -> any ApplicationProtocol {
    let configuration = node.configuration
    let notify = SystemdNotify()
    return Application(
      router: web.router(),
      server: try serverBuilder(web, certificates),
      configuration: web.configuration(
        at: .hostname(
          configuration.serverAddress.description,
          port: configuration.listeningPort
        ),
        logger: logger
      ),
      onServerRunning: { [isServing, logger] _ in
        isServing.set()
        notify.ready(status: "Serving \(configuration.origin).")
        logger.notice(
          "The node serves.",
          metadata: [
            "origin": "\(configuration.origin)", "port": "\(configuration.listeningPort)",
            "version": "\(MaillageVersion.current)",
          ]
        )
      },
      logger: Logger(label: "maillage.http")
    )
  }

  private func serverBuilder(
    _ web: WebServer,
    _ certificates: CertificateStore?
  ) throws
    -> HTTPServerBuilder
  {
    guard let certificates else { return .http1(configuration: web.http1) }
    return try certificates.serverBuilder(
      web.http1,
      offersHTTP2: node.configuration.serverHTTP2
    )
  }
}

extension ServerSettings {
  /// What the configuration says about serving.
  init(_ configuration: NodeConfiguration) {
    self.init(
      presentation: Presentation(
        name: configuration.displayName,
        summary: configuration.nodeSummary,
        places: configuration.nodeTerritoryPlaces,
        contact: configuration.nodeAdminContact,
        colour: Colour(configuration.nodeColour),
        timeZone: TimeZone(identifier: configuration.nodeTimeZone) ?? .gmt
      ),
      version: MaillageVersion.current,
      limits: Limits(
        requestsPerMinute: configuration.limitsRequestsPerMinute,
        inboxPerMinute: configuration.limitsInboxPerMinute,
        clientRequests: configuration.limitsClientRequests,
        headerTimeout: .seconds(configuration.limitsHeaderTimeout),
        bodyTimeout: .seconds(configuration.limitsBodyTimeout),
        maximumConnections: configuration.limitsMaxConnections
      ),
      trustedProxies: configuration.proxyTrusted,
      isBehindProxy: configuration.tlsMode == .proxy,
      metricsToken: configuration.metricsToken
    )
  }
}
