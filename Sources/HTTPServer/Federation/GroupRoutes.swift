import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Shows who is what to a group: its moderators (FEP-1b12) and its affiliations (FEP-5219); those of
/// a closed one to the nodes of those who are in it.
struct GroupRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/groups/:name/moderators") { request, context in
      try await show("moderators", of: try context.name(), request) { id, people in
        var collection = AS.Collection(id: id, totalItems: nil)
        collection.items = people.filter { $0.affiliation >= .moderator }
          .compactMap { AS.IRI($0.actor.uri).map(AS.Reference.id) }
        return collection
      }
    }
    router.get("/groups/:name/affiliations") { request, context in
      let name = try context.name()
      let group = services.addresses.actor(.group, named: name)
      return try await show("affiliations", of: name, request) { id, people in
        var collection = AS.Collection(id: id, totalItems: nil)
        collection.items = people.compactMap { person in
          relationship(person.affiliation, of: person.actor, to: group, in: id)
        }
        return collection
      }
    }
  }

  private typealias Person = (affiliation: Affiliation, actor: ActorProfile)

  private func show(
    _ list: String,
    of name: String,
    _ request: Request,
    _ make: @escaping @Sendable (AS.IRI, [Person]) -> AS.Collection
  ) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let actors = LocalActors(addresses: services.addresses)
    let json = try await services.database.read { tx in
      let group = try actors.find(.group, named: name, in: tx)
      try group.requireInsight(of: reader, in: tx)
      guard let id = AS.IRI(group.uri)?.appending(list) else { throw Refusal.absent }
      let isClosed = try tx.groups.rules(of: group.id).isClosed
      // Who is in an open group without a charge is nobody's business, nor who was kept out.
      let people = try tx.groups.affiliations(of: group.id)
        .filter { $0.affiliation >= (isClosed ? .member : .moderator) }
      var collection = make(id, people)
      collection.totalItems = collection.items.count
      return collection.document()
    }
    return Answer.activityStreams(json, isPublic: false)
  }

  private func relationship(
    _ affiliation: Affiliation,
    of actor: ActorProfile,
    to group: AS.IRI,
    in collection: AS.IRI
  ) -> AS.Reference? {
    let id = collection.with(fragment: String(actor.id.rawValue))
    return try? AS.Reference(
      json: [
        "id": .string(id.string), "type": "Relationship", "attributedTo": .string(group.string),
        "subject": .string(actor.uri), "object": .string(group.string),
        "relationship": .string(affiliation.rawValue),
      ]
    )
  }
}

extension ActorProfile {
  /// Keeps the people of a closed group from those who are not in it: they are not there.
  func requireInsight(of reader: Reader, in tx: Transaction) throws {
    guard kind == .group, try tx.groups.rules(of: id).isClosed else { return }
    guard let actor = reader.actorID, try tx.groups.isInsider(actor, of: id) else {
      throw Refusal.absent
    }
  }
}
