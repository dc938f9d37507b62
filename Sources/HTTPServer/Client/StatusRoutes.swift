import ActivityStreams
import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage
import StrictJSON

/// Posts: written, read, changed, taken back.
struct StatusRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.reading(.named("read:statuses"))
  /// What a post is made of.
  static let draft: StaticString = """
    status string, visibility string, local_only boolean, territory string, \
    in_reply_to_id string, quoted_status_id string, spoiler_text string, sensitive boolean, \
    language string, media_ids [string], media_attributes [MediaWish], poll PollWish, \
    quote_approval_policy string, federated boolean, maillage PostWish, scheduled_at string
    """

  private static let write = ClientRoute.Access.member(.named("write:statuses"))

  var routes: [ClientRoute] {
    [
      post("/api/v1/statuses", Self.write, publish).described("Status", takes: Self.draft)
        .hearing("Idempotency-Key"),
      get("/api/v1/statuses", Self.read, list).described("[Status]", takes: "id [string]"),
      get("/api/v1/statuses/:id", Self.read, show).described("Status"),
      put("/api/v1/statuses/:id", Self.write, edit).described("Status", takes: Self.draft),
      delete("/api/v1/statuses/:id", Self.write, remove)
        .described("Status", takes: "delete_media boolean"),
      get("/api/v1/statuses/:id/context", Self.read, context).described("Context"),
      get("/api/v1/statuses/:id/source", .member(.named("read:statuses")), source)
        .described("StatusSource"),
      get("/api/v1/statuses/:id/history", Self.read, history).described("[StatusEdit]"),
      get("/api/v1/statuses/:id/card", Self.read) { _ in throw Refusal.absent },
      post("/api/v1/statuses/:id/translate", .member(.named("read:statuses"))) { _ in
        throw Refusal.absent
      },
    ]
  }

  // MARK: Writing

  private func publish(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let draft = try await client.newDraft(of: call)
    let outbox = client.services.outbox
    let key = Self.key(of: call)
    if let text = call.parameters.filled("scheduled_at") {
      guard let dueAt = AS.Timestamp.date(text) else {
        throw Refusal.malformed("Validation failed: Scheduled at is no time")
      }
      let scheduled = try await outbox.schedule(draft, as: member, at: dueAt, once: key)
      return ClientReply(try await client.read(for: member) { try $0.scheduled(scheduled) })
    }
    let post =
      if let key {
        try await outbox.publish(draft, as: member, once: key)
      } else {
        try await outbox.publish(draft, as: member)
      }
    return try await reply(post.id, to: call)
  }

  /// By which a request that is sent twice is known again; a key that no client would make is none.
  static func key(of call: ClientCall) -> String? {
    call.request.headers[.idempotencyKey].flatMap { text in
      (1...IdempotencyStore.longestKey).contains(text.utf8.count) ? text : nil
    }
  }

  private func edit(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let id = PostID(rawValue: try call.number())
    let old = try await own(id, of: member)
    let parameters = call.parameters
    let status = try StatusDraft(parameters)
    var draft = try await client.draft(status, by: member)
    if !parameters.has("media_ids") { draft.attachments = old.body.attachments }
    draft.attachments = try status.described(draft.attachments ?? [])
    if status.isSensitive == nil { draft.isSensitive = old.body.isSensitive }
    if !parameters.has("language") { draft.language = old.body.language }
    draft.audience = old.audience
    draft.territory = old.territory.flatMap(Digest.init(text:))
    _ = try await client.services.outbox.edit(id, to: draft, as: member)
    return try await reply(id, to: call)
  }

  /// Answers with what was taken back, so that it can be written anew ("delete and redraft").
  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let id = PostID(rawValue: try call.number())
    let post = try await own(id, of: member)
    let before = try await client.read(for: member) { try $0.status(id) }
    if call.parameters.bool("delete_media") != true {
      let now = client.now
      let ring = RedraftStore.Ring(audience: post.audience, territory: post.territory)
      try await client.database.write { tx in
        try tx.uploads.keep(of: id, at: now)
        guard [.node, .territory].contains(ring.audience) else { return }
        try tx.redrafts.note(ring, of: member, at: now)
      }
    }
    try await client.services.outbox.delete(id, as: member)
    guard case .object(var object)? = before else { throw Refusal.absent }
    object["text"] = .string(post.body.source ?? PlainText.text(of: post.body.html))
    return ClientReply(.object(object))
  }

  private func own(_ id: PostID, of member: ActorID) async throws -> Post {
    guard let post = try await client.database.read({ try $0.posts.find(id) }),
      post.authorID == member
    else { throw Refusal.absent }
    return post
  }

  private func reply(_ id: PostID, to call: ClientCall) async throws -> ClientReply {
    guard let json = try await client.read(for: call.viewer, { try $0.status(id) }) else {
      throw Refusal.absent
    }
    return ClientReply(json)
  }

  // MARK: Reading

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    return ClientReply(
      try await client.read(for: call.viewer) { maker in try maker.statusOrBoost(id) }
    )
  }

  private static let mostStatuses = 40

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let ids = call.parameters.texts("id").prefix(Self.mostStatuses).compactMap(Int64.init)
    let statuses = try await client.read(for: call.viewer) { maker in
      let ids = ids.map(PostID.init(rawValue:))
      let found = try maker.tx.posts.readable(ids, by: maker.reader)
      return try maker.statuses(ids.compactMap { found[$0] })
    }
    return ClientReply(.array(statuses))
  }

  /// How many posts above and below one are shown: fewer to who is not signed in, as in Mastodon.
  private static let (mostAbove, mostBelow) = ((member: 512, anyone: 40), (member: 512, anyone: 60))

  private func context(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    let isMember = call.viewer != nil
    let above = isMember ? Self.mostAbove.member : Self.mostAbove.anyone
    let below = isMember ? Self.mostBelow.member : Self.mostBelow.anyone
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        let (post, posts) = (try maker.readable(id).post, maker.tx.posts)
        let before = try posts.ancestors(of: post, for: maker.reader, limit: above)
        let after = try posts.descendants(of: post, for: maker.reader, limit: below)
        try maker.prepare(before + after)
        return [
          "ancestors": .array(try maker.statuses(before.reversed())),
          "descendants": .array(try maker.statuses(after)),
        ]
      }
    )
  }

  private func source(_ call: ClientCall) async throws -> ClientReply {
    let id = PostID(rawValue: try call.number())
    let post = try await own(id, of: try call.member)
    return ClientReply(
      [
        "id": EntityMaker.id(id.rawValue),
        "text": .string(post.body.source ?? PlainText.text(of: post.body.html)),
        "spoiler_text": .string(post.body.summary ?? ""),
      ]
    )
  }

  private func history(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        .array(try maker.history(of: maker.readable(id)))
      }
    )
  }
}

extension EntityMaker {
  /// The post with a number, or the one that a boost with this number passes on.
  ///
  /// - Throws: `Refusal.absent` for what is not there and what is not for the viewer.
  func readable(_ number: Int64) throws -> ReadablePost {
    if let found = try tx.posts.readable(PostID(rawValue: number), by: reader) { return found }
    guard let boost = try tx.reactions.boosted(by: number, for: reader),
      let found = try tx.posts.readable(boost.post, by: reader)
    else { throw Refusal.absent }
    return found
  }

  func statusOrBoost(_ number: Int64) throws -> JSON {
    let found = try readable(number)
    guard found.post.id.rawValue != number,
      let boost = try tx.reactions.boosted(by: number, for: reader),
      let booster = try tx.actors.find(boost.booster)
    else { return try status(found) }
    return try self.boost(of: found, by: booster, number: number)
  }
}
