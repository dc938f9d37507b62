import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Shows another node which of its actors follow somebody here (FEP-8fcf), and nobody else: a
/// signature is wanted whatever the node's settings are.
struct FollowersSynchronizationRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/users/:name/followers_synchronization") { request, context in
      try await show(.person, context.name(), request)
    }
    router.get("/groups/:name/followers_synchronization") { request, context in
      try await show(.group, context.name(), request)
    }
  }

  private func show(
    _ kind: ActorProfile.Kind,
    _ name: String,
    _ request: Request
  ) async throws -> Response {
    let reading = RequestReading(services: services)
    let message = try reading.message(request)
    let asker = try await RequestReading.authenticating {
      try await SenderVerification(services: services).verifySender(of: message)
    }
    guard let origin = Model.Origin(of: asker.actor.uri), services.settings.synchronizesFollowers
    else { throw Refusal.absent }
    let addresses = services.addresses
    let collection = try await services.database.read { tx in
      let actor = try LocalActors(addresses: addresses).find(kind, named: name, in: tx)
      guard let id = AS.IRI(actor.uri) else { throw Refusal.absent }
      let found = try FollowersSynchronization.followers(of: actor.id, at: origin, in: tx)
      var collection = AS.Collection(
        id: addresses.followersSynchronization(of: id),
        totalItems: nil
      )
      collection.items = found.sorted().compactMap { AS.IRI($0).map(AS.Reference.id) }
      return collection
    }
    return Answer.activityStreams(collection.document(), isPublic: false)
  }
}
