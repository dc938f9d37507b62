import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Shows what hangs on a post: its replies, likes and shares, to those who may read the post.
struct PostListRoutes: Sendable {
  let services: FederationServices

  /// The lists of a post.
  private enum List: String, CaseIterable { case replies, likes, shares }

  func add(to router: Router<MaillageRequestContext>) {
    for list in List.allCases {
      router.get("/posts/:id/\(list.rawValue)") { request, context in
        try await show(list, of: PostID(rawValue: try context.number()), request)
      }
    }
    router.get("/posts/:id/attendees") { request, context in
      try await attendees(of: PostID(rawValue: try context.number()), request)
    }
    router.get("/posts/:id/votes") { request, context in
      try await votes(of: PostID(rawValue: try context.number()), request)
    }
  }

  /// The votes that decided a consultation, as they were signed: after its end, to those who may read it
  /// (Protocol/consultations.md).
  ///
  /// Before, nobody learns by it who has voted.
  private func votes(of id: PostID, _ request: Request) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let documents = try await services.database.read { tx in
      let found = try LocalPosts(services.addresses).find(id, for: reader, in: tx)
      guard try tx.consultations.standing(id)?.endedAt != nil else { throw Refusal.absent }
      return try tx.consultations.votes(in: id, ofNodes: found.post.audience == .territory)
        .filter(\.isCounted).map(\.document)
    }
    let address = services.addresses.post(id).appending("votes")
    var collection = AS.Collection(id: address, totalItems: documents.count)
    collection.items = try documents.map {
      try AS.Reference(json: JSON.parse(Array($0.utf8)))
    }
    return Answer.activityStreams(collection.document(), isPublic: false)
  }

  private func show(_ list: List, of id: PostID, _ request: Request) async throws -> Response {
    let query = try ListQuery(request)
    let reader = try await RequestReading(services: services).reader(of: request)
    let addresses = services.addresses
    let (json, audience) = try await services.database.read { tx in
      let found = try LocalPosts(addresses).find(id, for: reader, in: tx)
      let address = addresses.post(id).appending(list.rawValue)
      let answer =
        switch list {
        case .replies: try replies(to: found.post, at: address, for: reader, query, in: tx)
        case .likes: try reactions(.like, to: id, at: address, query, in: tx)
        case .shares: try reactions(.boost, to: id, at: address, query, in: tx)
        }
      return (try answer.json(for: query), found.post.audience)
    }
    let isPublic =
      audience == .public && reader == .anyone && !services.settings.requiresSignedFetch
    return Answer.activityStreams(json, isPublic: isPublic)
  }

  /// How many take part in an event (FEP-8a8e); who they are is told to nobody but each other.
  private func attendees(of id: PostID, _ request: Request) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let found = try await services.database.read { tx in
      try LocalPosts(services.addresses).find(id, for: reader, in: tx)
    }
    guard let event = found.post.body.event else { throw Refusal.absent }
    let address = services.addresses.post(id).appending("attendees")
    let collection = AS.Collection(id: address, totalItems: event.toldAttendees)
    return Answer.activityStreams(collection.document(), isPublic: false)
  }

  /// Without a total: it would count replies that the reader may not see.
  private func replies(
    to post: Post,
    at address: AS.IRI,
    for reader: Reader,
    _ query: ListQuery,
    in tx: Transaction
  ) throws -> CollectionAnswer {
    let found = try tx.posts.addresses(answering: post.uri, for: reader, query.stretch)
    return CollectionAnswer(id: address, found)
  }

  private func reactions(
    _ kind: ReactionStore.Kind,
    to post: PostID,
    at address: AS.IRI,
    _ query: ListQuery,
    in tx: Transaction
  ) throws -> CollectionAnswer {
    let found = try tx.reactions.list(kind, of: post, query.stretch)
    return CollectionAnswer(
      id: address,
      total: try tx.reactions.count(kind, of: post),
      items: found.compactMap { AS.IRI($0.uri).map(AS.Reference.id) },
      next: found.count == ListQuery.length ? found.last?.number : nil
    )
  }
}

extension CollectionAnswer {
  init(id: AS.IRI, _ found: PostStore.Addresses) {
    self.init(
      id: id,
      items: found.uris.compactMap { AS.IRI($0).map(AS.Reference.id) },
      next: found.next
    )
  }
}
