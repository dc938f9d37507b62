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
      try await tag(context.parameters.get("name") ?? "", request)
    }
  }

  private func conversation(_ id: PostID, _ request: Request) async throws -> Response {
    let address = services.addresses.conversation(id)
    let query = try ListQuery(request)
    let reader = try await RequestReading(services: services).reader(of: request)
    let json = try await services.database.read { tx in
      guard try isVisible(address, to: reader, in: tx) else { throw Refusal.absent }
      let found = try tx.posts.addresses(
        inConversation: address.string,
        for: reader,
        query.stretch
      )
      return try CollectionAnswer(id: address, found).json(for: query)
    }
    return Answer.activityStreams(json, isPublic: false)
  }

  /// Whether the reader may read any of it; if not, there is no conversation.
  private func isVisible(
    _ address: AS.IRI,
    to reader: Reader,
    in tx: Transaction
  ) throws -> Bool {
    var before: Int64?
    for _ in 0..<Self.stretches {
      let found = try tx.posts.addresses(
        inConversation: address.string,
        for: reader,
        Page(before: before, limit: Page.largest)
      )
      if !found.uris.isEmpty { return true }
      guard let next = found.next else { return false }
      before = next
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
