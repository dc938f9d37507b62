import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What members do to posts in one word, and who did.
struct ReactionRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.reading(.named("read:statuses"))

  var routes: [ClientRoute] {
    let favourites = ClientRoute.Access.member(.named("write:favourites"))
    let statuses = ClientRoute.Access.member(.named("write:statuses"))
    let accounts = ClientRoute.Access.member(.named("write:accounts"))
    return [
      post("/api/v1/statuses/:id/favourite", favourites) { try await react($0, Self.like) }
        .described("Status"),
      post("/api/v1/statuses/:id/unfavourite", favourites) { try await react($0, Self.unlike) }
        .described("Status"),
      post("/api/v1/statuses/:id/reblog", statuses, reblog)
        .described("Status", takes: "visibility string"),
      post("/api/v1/statuses/:id/unreblog", statuses) { try await react($0, Self.unboost) }
        .described("Status"),
      post("/api/v1/statuses/:id/pin", accounts) { try await pin($0, true) }
        .described("Status"),
      post("/api/v1/statuses/:id/unpin", accounts) { try await pin($0, false) }
        .described("Status"),
      get("/api/v1/statuses/:id/favourited_by", Self.read) { try await actors($0, .like) }
        .paged("Account"),
      get("/api/v1/statuses/:id/reblogged_by", Self.read) { try await actors($0, .boost) }
        .paged("Account"),
    ]
  }

  private typealias Reaction = @Sendable (Outbox, Post, ActorID) async throws -> Void

  private static let like: Reaction = { try await $0.like($1.uri, as: $2) }
  private static let unlike: Reaction = { try await $0.undo(.like, of: $1.uri, as: $2) }
  private static let unboost: Reaction = { try await $0.undo(.boost, of: $1.uri, as: $2) }

  private func react(_ call: ClientCall, _ reaction: Reaction) async throws -> ClientReply {
    let member = try call.member
    let id = try call.number()
    let found = try await client.read(for: member) { try $0.readable(id) }
    // What is not there need not be taken back.
    do { try await reaction(client.services.outbox, found.post, member) } catch Refusal.absent {}
    return ClientReply(try await client.read(for: member) { try $0.status($0.readable(id)) })
  }

  /// Whether a boost is wished for one's followers alone; it is in no public timeline anyway.
  private static func isForFollowers(_ parameters: Parameters) throws(Refusal) -> Bool {
    switch parameters.filled("visibility") {
    case nil, "public", "unlisted": return false
    case "private", "followers": return true
    case let word?:
      throw .malformed("Validation failed: visibility ‘\(word.prefix(30))’ is not of a boost")
    }
  }

  /// Answers with the boost, in which the post is.
  private func reblog(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let id = try call.number()
    let isPrivate = try Self.isForFollowers(call.parameters)
    let found = try await client.read(for: member) { try $0.readable(id) }
    guard [.public, .territory].contains(found.post.audience) else {
      throw Refusal.forbidden("This action is not allowed: the post is not for passing on")
    }
    // Inside a territory all its members see it: better none than one that more see than was wished.
    guard !isPrivate || found.post.audience == .public else {
      throw Refusal.malformed("Validation failed: a boost in a territory is for the territory")
    }
    try await client.services.outbox.announce(
      found.post.uri,
      as: member,
      onlyForFollowers: isPrivate
    )
    return ClientReply(
      try await client.read(for: member) { maker in
        let number = try maker.tx.reactions.boostNumber(by: member, of: found.post.id)
        guard let number, let booster = try maker.tx.actors.find(member) else {
          throw Refusal.absent
        }
        return try maker.boost(of: maker.readable(id), by: booster, number: number)
      }
    )
  }

  private func pin(_ call: ClientCall, _ isPinned: Bool) async throws -> ClientReply {
    let member = try call.member
    let id = PostID(rawValue: try call.number())
    let found = try await client.read(for: member) { try $0.readable(id.rawValue) }
    guard found.author.id == member else {
      throw Refusal.malformed("Validation failed: Someone else's post cannot be pinned")
    }
    try await client.services.outbox.pin(id, isPinned, as: member)
    guard let json = try await client.read(for: member, { try $0.status(id) }) else {
      throw Refusal.absent
    }
    return ClientReply(json)
  }

  private func actors(
    _ call: ClientCall,
    _ kind: ReactionStore.Kind
  ) async throws -> ClientReply {
    let id = try call.number()
    let (reader, page) = (call.reader, call.page(default: 40, most: 80))
    let (accounts, numbers) = try await client.read(for: call.viewer) { maker in
      let found = try maker.readable(id)
      let actors = try maker.tx.reactions.actors(kind, of: found.post.id, for: reader, page)
      return (try maker.accounts(actors), actors.map(\.id.rawValue))
    }
    return ClientReply(accounts, first: numbers.first, last: numbers.last, of: call)
  }
}
