import ActivityStreams
import Federation
import HTTPTypes
import Hummingbird
import Model

/// The node's front page and the page of each member and group, where their documents are, too.
struct HomeRoutes: Sendable {
  let services: FederationServices
  let site: PageSite

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/") { request, context in
      if request.asksForActivityStreams, services.settings.isEnabled {
        return try await ActorRoutes(services: services).node()
      }
      return try await site.serve(request, context) { try await FrontPages.show($0) }
    }
    router.get("/@{name}") { request, context in try await profile(request, context) }
  }

  private func profile(
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> Response {
    let acct = context.parameters.get("name")?.removingPercentEncoding ?? ""
    if request.asksForActivityStreams, services.settings.isEnabled, !acct.contains("@") {
      let actor = try await local(context.name())
      if let id = AS.IRI(actor.uri) { return Answer.redirect(to: id) }
    }
    return try await site.serve(request, context) { call in
      if !acct.contains("@") { _ = try await local(context.name()) }
      return try await ProfilePages.show(acct, call)
    }
  }

  private func local(_ name: String) async throws -> ActorProfile {
    let addresses = services.addresses
    return try await services.database.read { tx in
      let actor = try LocalActors(addresses: addresses).find(named: name, in: tx)
      guard actor.kind != .application else { throw Refusal.absent }
      return actor
    }
  }
}
