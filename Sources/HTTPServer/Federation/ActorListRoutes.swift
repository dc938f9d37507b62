import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Shows the lists of an actor: followers, following, pinned posts, hashtags, and events to come.
struct ActorListRoutes: Sendable {
  let services: FederationServices

  /// The lists that a handler chooses from.
  private enum List: String, CaseIterable {
    case followers, following, featured, featuredTags, upcomingEvents

    /// Whether it is of posts, each of which says itself who may read it.
    var isOfPosts: Bool { self == .featured || self == .upcomingEvents }
  }

  func add(to router: Router<MaillageRequestContext>) {
    for list in List.allCases {
      router.getOfActors(list.rawValue) { try await show(list, $0, of: $1) }
    }
  }

  private func show(
    _ list: List,
    _ request: Request,
    of owner: @escaping LocalActors.Search
  ) async throws -> Response {
    let query = try ListQuery(request)
    let reader = try await RequestReading(services: services).reader(of: request)
    let actors = LocalActors(addresses: services.addresses)
    let json = try await services.database.read { tx in
      let actor = try owner(actors, tx)
      guard let id = AS.IRI(actor.uri)?.appending(list.rawValue) else { throw Refusal.absent }
      if !list.isOfPosts { try actor.requireInsight(of: reader, in: tx) }
      switch list {
      // Only how many there are (Mastodon).
      case .followers where try tx.actors.hidesTies(actor.id):
        return AS.Collection(id: id, totalItems: try tx.follows.countFollowers(of: actor.id))
          .document()
      case .following where try tx.actors.hidesTies(actor.id):
        return AS.Collection(id: id, totalItems: try tx.follows.countFollowing(of: actor.id))
          .document()
      case .followers:
        let followers = try tx.follows.followers(of: actor.id, query.stretch)
        return try answer(id, try tx.follows.countFollowers(of: actor.id), followers)
          .json(for: query)
      case .following:
        let following = try tx.follows.following(of: actor.id, query.stretch)
        return try answer(id, try tx.follows.countFollowing(of: actor.id), following)
          .json(for: query)
      case .featured:
        return featured(id, try tx.posts.pinned(by: actor.id, for: reader)).document()
      case .upcomingEvents:
        return featured(id, try events(of: actor, for: reader, in: tx)).document()
      case .featuredTags:
        return AS.FeaturedTags(id: id, tags: try hashtags(of: actor, in: tx)).document()
      }
    }
    let isPublic = reader == .anyone && !list.isOfPosts
    return Answer.activityStreams(json, isPublic: isPublic)
  }

  private func answer(_ id: AS.IRI, _ total: Int, _ actors: [ActorProfile]) -> CollectionAnswer {
    CollectionAnswer(
      id: id,
      total: total,
      items: actors.filter(\.isActive).compactMap { AS.IRI($0.uri).map(AS.Reference.id) },
      next: actors.count == ListQuery.length ? actors.last?.id.rawValue : nil
    )
  }

  /// Those that an actor puts forward; of who wants to be found and has chosen none, those that it
  /// uses most.
  private func hashtags(of actor: ActorProfile, in tx: Transaction) throws -> [AS.Tag] {
    var names = try tx.tags.featured(by: actor.id).map(\.name)
    if names.isEmpty, actor.traits.isDiscoverable {
      names = try tx.posts.hashtags(mostUsedBy: actor.id)
    }
    return names.map { .hashtag("#\($0)", services.addresses.hashtag($0)) }
  }

  /// What an actor holds, or a group of this node shows, and is not over: by their beginning (FEP-8a8e).
  private func events(
    of actor: ActorProfile,
    for reader: Reader,
    in tx: Transaction
  ) throws -> [ReadablePost] {
    let isGroup = actor.kind == .group
    let wish = EventWish(
      isGroup ? .group(actor.id) : .author(actor.id),
      from: services.now(),
      limit: ListQuery.length
    )
    return try tx.posts.events(wish, for: reader).filter { !isGroup || $0.post.isLocal }
  }

  /// Pins and events to come are few: they come at once.
  private func featured(_ id: AS.IRI, _ posts: [ReadablePost]) -> AS.Collection {
    var collection = AS.Collection(id: id, totalItems: posts.count)
    collection.items = posts.compactMap { AS.IRI($0.post.uri).map(AS.Reference.id) }
    return collection
  }
}
