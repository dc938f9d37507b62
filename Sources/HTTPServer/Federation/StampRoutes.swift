import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Shows the stamps by which authors of this node agree to quotes (FEP-044f), to whoever may read
/// what is quoted.
struct StampRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/stamps/:id") { request, context in
      try await show(services.addresses.stamp(try context.number()), request)
    }
  }

  private func show(_ address: AS.IRI, _ request: Request) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let (stamp, isPublic) = try await services.database.read { tx in
      guard let stamp = try tx.quotes.stamp(uri: address.string),
        let found = try tx.posts.readable(stamp.post, by: reader),
        let author = AS.IRI(found.author.uri), let quoting = AS.IRI(stamp.quoting),
        let quoted = AS.IRI(found.post.uri)
      else { throw Refusal.absent }
      let document = AS.QuoteAuthorization(
        id: address,
        attributedTo: author,
        interactingObject: quoting,
        interactionTarget: quoted
      )
      return (document, found.post.audience == .public)
    }
    return Answer.activityStreams(
      stamp.document(),
      isPublic: isPublic && !services.settings.requiresSignedFetch
    )
  }
}
