import Federation
import Foundation
import Model

extension OutboundSettings {
  /// How the node asks others, as its configuration says.
  package init(
    _ configuration: NodeConfiguration,
    home: NodeHome,
    known: KnownNodes = KnownNodes(),
    pins: Current<ConfiguredPins>? = nil
  ) throws {
    let pins = pins ?? Current(ConfiguredPins(configuration))
    self.init(
      userAgent: "maillage/\(MaillageVersion.current) (+\(configuration.origin)/)",
      pins: { host, port in pins.value[host, port] ?? known.pins(host: host, port: port) }
    )
    places = { host, port in known.place(host: host, port: port) }
    asksAuthorities = { host, port in known.asksAuthorities(host: host, port: port) }
    isKnown = { host, port in
      known.isKnown(host: host, port: port) || pins.value[host, port] != nil
    }
    if let own = OwnCertificate(configuration, home: home) { identity = { own.identity } }
    allowedNetworks = configuration.networkAllowedAddresses
    hosts = try HostMap(configuration.networkHosts.mapValues { $0.description })
    allowPlainHTTP = configuration.networkAllowPlainHTTP
    extraRootsFile = configuration.networkTrustRoots.map(home.file)
    limits.perHost = configuration.federationPerHostConcurrency
    let perMinute = configuration.federationFetchBudget
    budget = FetchBudget(
      total: FetchBudget.Rate(burst: perMinute, perSecond: Double(perMinute) / 60),
      now: { ContinuousClock.now }
    )
  }
}

extension FederationSettings {
  /// What the configuration says about federation.
  init(_ configuration: NodeConfiguration) {
    self.init(
      isEnabled: configuration.federationEnabled,
      requiresSignedFetch: configuration.federationAuthorizedFetch,
      signatureWindow: TimeInterval(configuration.federationSignatureWindow),
      maximumInboxBytes: configuration.inboxMaxBytes,
      defaultAudience: configuration.postsDefaultAudience,
      maximumPostCharacters: configuration.postsMaxCharacters,
      deliveryLifetime: TimeInterval(configuration.deliveryMaxAge) * 86_400,
      deliveryConcurrency: configuration.deliveryConcurrency,
      inboxConcurrency: configuration.inboxWorkers,
      language: configuration.nodeLanguage
    )
    isReachable = configuration.networkReachable
    staff = configuration.nodeStaff
    moderationContact = configuration.moderationContact ?? configuration.nodeAdminContact
    addresses = configuration.networkAddresses
    let interval = TimeInterval(configuration.territorySealInterval)
    territoryHorizon = SealTiming(sealInterval: interval).horizon
    synchronizesFollowers = configuration.federationSynchronizeFollowers
    backfill = Backfill(
      fetchesThreads: configuration.federationBackfillThreads,
      postsOfFollowed: configuration.federationBackfillPosts,
      fetchesPerHour: configuration.federationBackfillBudget
    )
  }
}
