import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Shows what local actors published: each outbox, and each activity by its id.
struct OutboxRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.getOfActors("outbox") { try await show($0, of: $1) }
    router.get("/activities/:id") { request, context in
      try await activity(ActivityID(rawValue: try context.number()), request)
    }
  }

  private func show(
    _ request: Request,
    of owner: @escaping LocalActors.Search
  ) async throws -> Response {
    let query = try ListQuery(request)
    let reader = try await RequestReading(services: services).reader(of: request)
    let addresses = services.addresses
    let json = try await services.database.read { tx in
      let actor = try owner(LocalActors(addresses: addresses), tx)
      guard let id = AS.IRI(actor.uri)?.appending("outbox") else { throw Refusal.absent }
      let entries = try tx.outbox.published(by: actor.id, query.stretch)
      let items = try entries.compactMap { entry -> AS.Reference? in
        do {
          let published = PublishedActivity(entry: entry, addresses: addresses)
          return try AS.Reference(json: try published.document(for: reader, in: tx))
        } catch Refusal.absent {
          return nil
        }
      }
      let answer = CollectionAnswer(
        id: id,
        total: try tx.outbox.countPublished(by: actor.id),
        items: items,
        next: entries.count == ListQuery.length ? entries.last?.id.rawValue : nil
      )
      return try answer.json(for: query)
    }
    return Answer.activityStreams(json, isPublic: isPublic(for: reader))
  }

  private func activity(_ id: ActivityID, _ request: Request) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let addresses = services.addresses
    let (json, audience) = try await services.database.read { tx in
      guard let entry = try tx.outbox.find(id) else { throw Refusal.absent }
      let published = PublishedActivity(entry: entry, addresses: addresses)
      return (try published.document(for: reader, in: tx), entry.audience)
    }
    return Answer.activityStreams(json, isPublic: audience == .public && isPublic(for: reader))
  }

  private func isPublic(for reader: Reader) -> Bool {
    reader == .anyone && !services.settings.requiresSignedFetch
  }
}
