import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

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
    let addresses = services.addresses
    let document = try await services.database.read { tx in
      try actors.node(in: tx).document(in: tx, addresses)
    }
    return answer(document, isPublic: true)
  }

  private func show(
    _ kind: ActorProfile.Kind,
    _ name: String,
    _ request: Request
  ) async throws -> Response {
    let isForPeople = request.asksForPage
    if !isForPeople { _ = try await RequestReading(services: services).reader(of: request) }
    let actors = LocalActors(addresses: services.addresses)
    let addresses = services.addresses
    let document: AS.Actor
    do {
      document = try await services.database.read { tx in
        try actors.find(kind, named: name, in: tx).document(in: tx, addresses)
      }
    } catch Refusal.gone where !isForPeople {
      return try await tombstone(of: addresses.actor(kind, named: name), kind)
    }
    if isForPeople { return Answer.redirect(to: addresses.page(of: name)) }
    return answer(document, isPublic: !services.settings.requiresSignedFetch)
  }

  /// What is left of an actor that was deleted (ActivityPub §6.4).
  private func tombstone(of id: AS.IRI, _ kind: ActorProfile.Kind) async throws -> Response {
    let found = try await services.database.read { try $0.actors.find(uri: id.string) }
    let tombstone = AS.Tombstone(
      id: id,
      formerType: kind == .group ? "Group" : "Person",
      deleted: found?.deletedAt
    )
    return Answer.activityStreams(tombstone.document(), isPublic: false, status: .gone)
  }

  private func answer(_ document: AS.Actor, isPublic: Bool) -> Response {
    let context: AS.Context = document.type == .group ? .group : .actor
    return Answer.activityStreams(document.document(in: context), isPublic: isPublic)
  }
}
