import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Shows a post of this node: to other nodes as they may read it, to people as a page.
struct PostRoutes: Sendable {
  let services: FederationServices
  let site: PageSite

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/posts/:id") { request, context in
      let id = PostID(rawValue: try context.number())
      if request.asksForPage {
        return try await site.serve(request, context) { try await ThreadPages.show(id, $0) }
      }
      guard services.settings.isEnabled else { throw Refusal.absent }
      return try await document(id, request)
    }
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
