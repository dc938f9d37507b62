import ActivityStreams
import Federation
import Hummingbird
import Model

/// Shows actors: the node's own to everyone, so that signatures of the node can be verified even
/// by those who demand them in turn; the others as the node's settings want.
struct ActorRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/actor") { _, _ in try await node() }
    router.get("/users/:name") { request, context in
      try await show(.person, context.name(), request)
    }
    router.get("/groups/:name") { request, context in
      try await show(.group, context.name(), request)
    }
  }

  func node() async throws -> Response {
    let actors = LocalActors(addresses: services.addresses)
    let (actor, keys) = try await services.database.read { tx in
      let actor = try actors.node(in: tx)
      return (actor, try tx.actors.keys(of: actor.id))
    }
    return try answer(actor, keys, ActorDetails(), isPublic: true)
  }

  private func show(
    _ kind: ActorProfile.Kind,
    _ name: String,
    _ request: Request
  ) async throws -> Response {
    let isForPeople = request.asksForPage
    if !isForPeople { _ = try await RequestReading(services: services).reader(of: request) }
    let actors = LocalActors(addresses: services.addresses)
    let (actor, keys, details, rules) = try await services.database.read { tx in
      let actor = try actors.find(kind, named: name, in: tx)
      let rules = kind == .group ? try tx.groups.rules(of: actor.id) : nil
      let details = try tx.actors.details(of: actor.id)
      return (actor, try tx.actors.keys(of: actor.id), details, rules)
    }
    if isForPeople { return Answer.redirect(to: services.addresses.page(of: name)) }
    let isPublic = !services.settings.requiresSignedFetch
    return try answer(actor, keys, details, rules, isPublic: isPublic)
  }

  private func answer(
    _ actor: ActorProfile,
    _ keys: [ActorKey],
    _ details: ActorDetails,
    _ rules: GroupRules? = nil,
    isPublic: Bool
  ) throws -> Response {
    let document = try actor.document(
      keys: keys,
      details: details,
      addresses: services.addresses,
      rules: rules
    )
    return Answer.activityStreams(
      document.document(in: actor.kind == .group ? .group : .actor),
      isPublic: isPublic
    )
  }
}
