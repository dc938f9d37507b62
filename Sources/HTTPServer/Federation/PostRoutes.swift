import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Shows a post of this node: to other nodes as they may read it, to people if it is for everyone.
struct PostRoutes: Sendable {
  let services: FederationServices
  let presentation: ServerSettings.Presentation

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/posts/:id") { request, context in
      let id = PostID(rawValue: try context.number())
      if request.asksForPage { return try await page(id) }
      guard services.settings.isEnabled else { throw Refusal.absent }
      return try await document(id, request)
    }
  }

  private func page(_ id: PostID) async throws -> Response {
    let found = try await services.database.read { tx in
      try LocalPosts(services.addresses).find(id, for: .anyone, in: tx)
    }
    let words = PageWords(language: services.settings.language)
    let pictures = try await pictures(of: found.post)
    return PostPage(found: found, pictures: pictures, node: presentation, words: words).page
      .response()
  }

  /// Where the pictures of a post are shown: those of other nodes by way of this one, so that those
  /// nodes do not learn who looks.
  private func pictures(of post: Post) async throws -> [String: String] {
    var pictures: [String: String] = [:]
    for attachment in post.body.attachments
    where attachment.mediaType?.hasPrefix("image/") ?? false {
      let url = attachment.url
      pictures[url] =
        try await services.addresses.isOwn(url)
        ? url : services.mediaProxy.address(of: url)?.string
    }
    return pictures
  }

  private func document(_ id: PostID, _ request: Request) async throws -> Response {
    let reader = try await RequestReading(services: services).reader(of: request)
    let addresses = services.addresses
    do {
      let (note, audience) = try await services.database.read { tx in
        let found = try LocalPosts(addresses).find(id, for: reader, in: tx)
        let addressees = try tx.posts.addressees(of: id)
        let note = try AS.Note(
          found.post,
          by: found.author,
          addressing: addressees,
          addresses: addresses
        )
        return (note, found.post.audience)
      }
      let isPublic = audience == .public && !services.settings.requiresSignedFetch
      return Answer.activityStreams(note.document(), isPublic: isPublic)
    } catch Refusal.gone {
      return try await tombstone(of: addresses.post(id))
    }
  }

  /// What is left of a post that everyone could read (ActivityPub §6.4).
  private func tombstone(of address: AS.IRI) async throws -> Response {
    let found = try await services.database.read { try $0.posts.tombstone(uri: address.string) }
    let tombstone = AS.Tombstone(
      id: address,
      formerType: found?.formerKind,
      deleted: found?.deletedAt
    )
    return Answer.activityStreams(tombstone.document(), isPublic: false, status: .gone)
  }
}
