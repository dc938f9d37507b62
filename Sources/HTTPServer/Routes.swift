import Hummingbird

extension WebServer {
  /// Every noun with its routes, one line each.
  func addRoutes(to router: Router<MaillageRequestContext>) {
    addOperation(to: router)
    site.add(to: router)
    HomeRoutes(services: services, site: site).add(to: router)
    PostRoutes(services: services, site: site).add(to: router)
    MediaRoutes(services: services).add(to: router)
    CalendarRoutes(services: services).add(to: router)
    api.add(to: router, pages: site.routes)
    StreamRoutes(client).add(to: router)
    SocketRoutes(client).add(to: router)
    StandInPicture.add(to: router)
    // A federation that is off is not there at all (Misskey CVE-2026-28432).
    guard services.settings.isEnabled else { return }
    // Pictures of others are on pages, too.
    MediaProxyRoutes(services: services).add(to: router)
    router.add(middleware: PeersWait(services: services, scope: .federation))
    InboxRoutes(services: services).add(to: router)
    ActorRoutes(services: services).add(to: router)
    ActorListRoutes(services: services).add(to: router)
    FollowersSynchronizationRoutes(services: services).add(to: router)
    GroupRoutes(services: services).add(to: router)
    OutboxRoutes(services: services).add(to: router)
    PostListRoutes(services: services).add(to: router)
    StampRoutes(services: services).add(to: router)
    EndorsementRoutes(services: services).add(to: router)
    ThreadRoutes(services: services).add(to: router)
    WebFingerRoutes(services: services).add(to: router)
    NodeInfoRoutes(services: services, current: currentSettings).add(to: router)
    JoinRoutes(services: services, site: site).add(to: router)
    PeeringRoutes(services: services).add(to: router)
    TerritoryRoutes(services: services, site: site).add(to: router)
    ExchangeDoors(services: services).add(to: router)
  }
}
