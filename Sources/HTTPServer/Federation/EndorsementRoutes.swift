import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Shows what is said of actors of this node with their consent, and what its members say of others:
/// the documents as they were signed (Protocol/endorsements.md).
struct EndorsementRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.getOfActors("endorsements") { try await list($0, of: $1) }
    router.get("/endorsements/:id") { request, context in
      let address = services.addresses.endorsement(try context.number())
      return try await one(address, request) { $0.document }
    }
    router.get("/consents/:id") { request, context in
      let address = services.addresses.consent(try context.number())
      return try await one(address, request) { $0.consent?.document }
    }
  }

  private var reading: TestimonialReading { TestimonialReading(services: services) }

  /// Each word is followed by the consent to it.
  private func list(
    _ request: Request,
    of owner: @escaping LocalActors.Search
  ) async throws -> Response {
    let query = try ListQuery(request)
    let reader = try await RequestReading(services: services).reader(of: request)
    let addresses = services.addresses
    let subject = try await services.database.read { tx in
      try owner(LocalActors(addresses: addresses), tx)
    }
    guard let id = AS.IRI(subject.uri)?.appending("endorsements") else { throw Refusal.absent }
    let (shown, next) = try await reading.about(subject, for: reader, query.stretch)
    let items = try shown.filter { $0.testimonial.state == .shown }.flatMap { shown in
      try [shown.testimonial.document, shown.testimonial.consent?.document ?? ""]
        .filter { !$0.isEmpty }
        .map { try AS.Reference(json: JSON.parse(Array($0.utf8))) }
    }
    let answer = CollectionAnswer(id: id, items: items, next: next)
    return Answer.activityStreams(try answer.json(for: query), isPublic: isPublic(for: reader))
  }

  private func one(
    _ address: AS.IRI,
    _ request: Request,
    _ document: (Testimonial) -> String?
  ) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let shown = try await reading.one(at: address.string, for: reader)
    guard let text = document(shown.testimonial) else { throw Refusal.absent }
    let isForAll = shown.testimonial.consent?.ring == .everyone
    return Answer.activityStreams(
      try JSON.parse(Array(text.utf8)),
      isPublic: isForAll && isPublic(for: reader)
    )
  }

  private func isPublic(for reader: Reader) -> Bool {
    reader == .anyone && !services.settings.requiresSignedFetch
  }
}
