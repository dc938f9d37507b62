import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Hashtags that a member follows or puts forward.
struct TagRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let writeFollows = ClientRoute.Access.member(.named("write:follows"))
  private static let writeAccounts = ClientRoute.Access.member(.named("write:accounts"))
  private static let readAccounts = ClientRoute.Access.member(.named("read:accounts"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/tags/:tag", .reading(.named("read:follows"))) { call in
        try await reply(try Self.tag(call.text("tag")), to: call)
      }
      .described("Tag"),
      post("/api/v1/tags/:tag/follow", Self.writeFollows) { try await follow($0, true) }
        .described("Tag"),
      post("/api/v1/tags/:tag/unfollow", Self.writeFollows) { try await follow($0, false) }
        .described("Tag"),
      post("/api/v1/tags/:tag/feature", Self.writeAccounts) { try await feature($0, true) }
        .described("Tag"),
      post("/api/v1/tags/:tag/unfeature", Self.writeAccounts) { try await feature($0, false) }
        .described("Tag"),
      get("/api/v1/followed_tags", .member(.named("read:follows")), followed).paged("Tag"),
      get("/api/v1/featured_tags", Self.readAccounts) { call in
        try await featured(by: try call.member)
      }
      .described("[FeaturedTag]"),
      post("/api/v1/featured_tags", Self.writeAccounts, create)
        .described("FeaturedTag", takes: "name! string"),
      get("/api/v1/featured_tags/suggestions", Self.readAccounts, suggestions)
        .described("[Tag]"),
      delete("/api/v1/featured_tags/:id", Self.writeAccounts, remove).described("Empty"),
      get("/api/v1/accounts/:id/featured_tags", .reading(.named("read:accounts"))) { call in
        try await featured(by: try await client.target(of: call).id)
      }
      .described("[FeaturedTag]"),
    ]
  }

  private static func tag(_ text: String) throws(Refusal) -> HashtagName {
    guard let tag = HashtagName(text) else {
      throw .malformed("Validation failed: Tag is not a valid hashtag")
    }
    return tag
  }

  // MARK: Followed

  private func reply(_ tag: HashtagName, to call: ClientCall) async throws -> ClientReply {
    let viewer = call.viewer
    return ClientReply(
      try await client.read(for: viewer) { try $0.tag(tag.text) }
    )
  }

  private func follow(_ call: ClientCall, _ isFollowed: Bool) async throws -> ClientReply {
    let (member, tag) = (try call.member, try Self.tag(call.text("tag")))
    try await client.database.write { tx in
      if isFollowed {
        try tx.tags.follow(tag, by: member)
      } else {
        try tx.tags.unfollow(tag, by: member)
      }
    }
    return try await reply(tag, to: call)
  }

  private func followed(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page(default: 100, most: 200))
    let found = try await client.read(for: member) { maker in
      try maker.tx.tags.followed(by: member, page).map { ($0.number, try maker.tag($0.name)) }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  // MARK: Featured

  /// Mastodon's FeaturedTag.
  private func json(_ tag: TagStore.Featured) -> JSON {
    let day = tag.lastPostAt.map { String("\(EntityMaker.time($0).string ?? "")".prefix(10)) }
    return [
      "id": EntityMaker.id(tag.id), "name": .string(tag.name),
      "url": .string(TagEntity(tag.name, client.services.addresses).url),
      // Mastodon gives this one as a text.
      "statuses_count": .string(String(tag.posts)), "last_status_at": day.map(JSON.string) ?? .null,
    ]
  }

  private func featured(by actor: ActorID) async throws -> ClientReply {
    let tags = try await client.database.read { try $0.tags.featured(by: actor) }
    return ClientReply(.array(tags.map(json)))
  }

  private func create(_ call: ClientCall) async throws -> ClientReply {
    let (member, tag) = (try call.member, try Self.tag(call.parameters.require("name")))
    let now = client.now
    let made = try await client.database.write { try $0.tags.feature(tag, by: member, at: now) }
    return ClientReply(json(made))
  }

  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    guard try await client.database.write({ try $0.tags.unfeature(id, by: member) }) else {
      throw Refusal.absent
    }
    return .empty
  }

  private func feature(_ call: ClientCall, _ isFeatured: Bool) async throws -> ClientReply {
    let (member, tag) = (try call.member, try Self.tag(call.text("tag")))
    let now = client.now
    try await client.database.write { tx in
      guard !isFeatured else {
        _ = try tx.tags.feature(tag, by: member, at: now)
        return
      }
      for known in try tx.tags.featured(by: member) where known.name == tag.text {
        try tx.tags.unfeature(known.id, by: member)
      }
    }
    return try await reply(tag, to: call)
  }

  private func suggestions(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    return ClientReply(
      try await client.read(for: member) { maker in
        .array(try maker.tx.posts.hashtags(mostUsedBy: member).map(maker.tag))
      }
    )
  }
}
