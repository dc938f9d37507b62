import ActivityStreams
import Federation
import Foundation
import Hummingbird
import Model
import Storage

/// Shows what runs through several posts: a conversation (FEP-f228), and a hashtag.
struct ThreadRoutes: Sendable {
  let services: FederationServices

  /// How much of a conversation is searched for something readable.
  private static let stretches = 10

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/conversations/:id") { request, context in
      try await conversation(PostID(rawValue: try context.number()), request)
    }
    router.get("/tags/:name") { request, context in
      let name = context.parameters.get("name") ?? ""
      // People see it on a page; this is the address that posts carry.
      if request.asksForPage {
        return Response(status: .seeOther, headers: [.location: "/hashtags/\(name)"])
      }
      return try await tag(name, request)
    }
  }

  /// A conversation in the order of time, the first post first; it belongs to who wrote that.
  private func conversation(_ id: PostID, _ request: Request) async throws -> Response {
    let address = services.addresses.conversation(id)
    let start = try Self.start(request)
    let reader = try await RequestReading(services: services).reader(of: request)
    let first = services.addresses.post(id).string
    let json = try await services.database.read { tx in
      guard try isVisible(address, to: reader, in: tx) else { throw Refusal.absent }
      guard let start else {
        var collection = AS.Collection(id: address, totalItems: nil)
        // Only to whom may read it: it would tell of an author otherwise.
        collection.attributedTo = try tx.posts.readable(uri: first, by: reader)
          .flatMap { AS.IRI($0.author.uri) }
        collection.first = .id(try Self.page(of: address, after: 0))
        return collection.document()
      }
      let found = try tx.posts.addresses(
        inConversation: address.string,
        for: reader,
        after: start,
        limit: ListQuery.length
      )
      var page = AS.CollectionPage(
        id: try Self.page(of: address, after: start),
        partOf: address,
        items: found.uris.compactMap { AS.IRI($0).map(AS.Reference.id) }
      )
      page.next = try found.next.map { next in try Self.page(of: address, after: next) }
      return page.document()
    }
    return Answer.activityStreams(json, isPublic: false)
  }

  /// Where the page that is asked for begins; nothing for the whole.
  private static func start(_ request: Request) throws(Refusal) -> Int64? {
    let query = request.uri.queryParameters
    guard let page = query["page"] else { return nil }
    guard page == "true" else { throw .malformed("‘page’ is either absent or ‘true’.") }
    guard let text = query["after"] else { return 0 }
    guard let number = Int64(text), number > 0, String(number) == text else {
      throw .malformed("‘after’ is the number that a page named.")
    }
    return number
  }

  private static func page(of address: AS.IRI, after number: Int64) throws(Refusal) -> AS.IRI {
    let place = number == 0 ? "" : "&after=\(number)"
    guard let page = AS.IRI("\(address.string)?page=true\(place)") else {
      throw .malformed("\(address) has no pages.")
    }
    return page
  }

  /// Whether the reader may read any of it; if not, there is no conversation.
  private func isVisible(
    _ address: AS.IRI,
    to reader: Reader,
    in tx: Transaction
  ) throws -> Bool {
    var start: Int64 = 0
    for _ in 0..<Self.stretches {
      let found = try tx.posts.addresses(
        inConversation: address.string,
        for: reader,
        after: start,
        limit: Page.largest
      )
      if !found.uris.isEmpty { return true }
      guard let next = found.next else { return false }
      start = next
    }
    return false
  }

  private func tag(_ text: String, _ request: Request) async throws -> Response {
    // The one spelling that the node itself writes.
    guard let name = text.removingPercentEncoding, name == name.lowercased(),
      !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }),
      services.addresses.hashtag(name).string.hasSuffix("/\(text)")
    else { throw Refusal.absent }
    let query = try ListQuery(request)
    _ = try await RequestReading(services: services).reader(of: request)
    let address = services.addresses.hashtag(name)
    let json = try await services.database.read { tx in
      let isUsed = try !tx.posts.addresses(tagged: name, Page(limit: 1)).uris.isEmpty
      guard isUsed else { throw Refusal.absent }
      let found = try tx.posts.addresses(tagged: name, query.stretch)
      return try CollectionAnswer(id: address, found).json(for: query)
    }
    return Answer.activityStreams(json, isPublic: !services.settings.requiresSignedFetch)
  }
}
