import ACME
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
  private let notify = SystemdNotify()

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
    try await node.noteTexts(of: settings.presentation)
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
    let web = webServer(certificates)
    followReloads(web, certificates)
    var services: [any Service] = [
      try AdminSocket(home: node.home, execute: execute)
        .application(logger: Self.lifecycleLogger),
      InboxWorker(services: node.services),
      DeliveryWorker(services: node.services),
      BackgroundFetchWorker(services: node.services),
      CollectionWorker(services: node.services),
      PushWorker(services: node.services),
      MailWorker(node: node),
      ArchiveWorker(node: node),
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
      ClockWatch(node: node, synchronisedAt: ClockWatch.systemdSynchronisation),
      Housekeeping(
        services: node.services,
        retention: { [node] in node.configuration },
        isDoubtful: { [node] in node.clock.isDoubtful(at: $0) }
      ),
      BackupWorker(node: node),
      ScheduledPostWorker(services: node.services),
      PolicyListWorker(services: node.services),
      ProfileLinkWorker(services: node.services),
      StreamFeed(web),
      try webApplication(web, certificates),
      // What comes after the server is stopped before it.
      StreamEnd(web),
      DrainNotice(flag: isServing),
      HangUpService([{ [self] in await hangUp(certificates) }]),
    ]
    if let certificates { services.append(CertificateWatch(certificates)) }
    services.append(CertificateWorker(node: node, isServing: { [isServing] in isServing.isSet }))
    if let door = plainDoor(web) { services.append(door) }
    return services
  }

  /// Takes over what changed in the configuration while the node serves.
  private func followReloads(_ web: WebServer, _ certificates: CertificateStore?) {
    node.whenReloaded { [self] in
      certificates?.reload()
      web.take(settings)
      do {
        try await node.noteTexts(of: settings.presentation)
      } catch {
        node.services.logger.error(
          "The day of the node’s texts is not noted.",
          metadata: ["reason": "\(error)"]
        )
      }
      await reloadPolicy()
    }
  }

  private func reloadPolicy() async {
    do {
      try await node.services.policy.reload(from: node.database)
    } catch {
      logger.error("The policy cannot be read.", metadata: ["error": "\(error)"])
    }
  }

  /// What SIGHUP does: everything is read again that can be.
  private func hangUp(_ certificates: CertificateStore?) async {
    // A node that does not serve yet is told to be ready when it does.
    let tells = isServing.isSet
    if tells { notify.reloading() }
    defer { if tells, isServing.isSet { notify.ready(status: servingStatus) } }
    do {
      let reload = try await node.reload()
      logger.notice(
        "The configuration was read again.",
        metadata: [
          "applied": "\(reload.applied.map(\.key).joined(separator: ", "))",
          "needsRestart": "\(reload.needsRestart.map(\.key).joined(separator: ", "))",
        ]
      )
    } catch {
      logger.error(
        "The configuration is refused, the old one stays in use.",
        metadata: ["reason": "\(error)", "next": "maillage config check"]
      )
      // A certificate that was renewed does not wait for a slip of the pen to be mended.
      certificates?.reload()
      await reloadPolicy()
    }
  }

  // MARK: The web server

  /// What `systemctl status` shows.
  private var servingStatus: String { "Serving \(node.configuration.origin)." }

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

  private func webServer(_ certificates: CertificateStore?) -> WebServer {
    let gauges = NodeGauges(node: node, certificates: certificates)
    return WebServer(
      services: node.services,
      settings: settings,
      accounts: node.accounts,
      commands: WebCommands(execute: execute),
      metrics: { [metrics] in metrics.render(with: await gauges.page()) },
      isReady: { [isServing] in isServing.isSet }
    )
  }

  private func webApplication(
    _ web: WebServer,
    _ certificates: CertificateStore?
  ) throws -> any ApplicationProtocol {
    let configuration = node.configuration
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
      onServerRunning: { [isServing, logger, notify, servingStatus] _ in
        isServing.set()
        notify.ready(status: servingStatus)
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

  /// The listener that `http-01` needs.
  private func plainDoor(_ web: WebServer) -> PlainDoor? {
    let configuration = node.configuration
    guard configuration.tlsMode == .acme, configuration.acmeChallenge == .http01 else { return nil }
    return PlainDoor(
      board: node.challenges,
      configuration: web.configuration(
        at: .hostname(
          configuration.serverAddress.description,
          port: configuration.acmeHTTPPort
        ),
        logger: logger
      ),
      port: configuration.acmeHTTPPort,
      http1: web.http1,
      origin: "\(configuration.origin)",
      logger: Logger(label: "maillage.acme")
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
      offersHTTP2: node.configuration.serverHTTP2,
      board: node.configuration.tlsMode == .acme ? node.challenges : nil
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
