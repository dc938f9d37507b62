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
      try ids.compactMap { try maker.status(PostID(rawValue: $0)) }
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
        let found = try maker.readable(id)
        return [
          "ancestors": .array(try maker.ancestors(of: found.post, limit: above)),
          "descendants": .array(try maker.descendants(of: found.post, limit: below)),
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

  /// What it said, oldest first, the last one being what it says now (StatusEdit).
  private func history(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        let found = try maker.readable(id)
        let revisions = try maker.tx.posts.revisions(of: found.post.id)
        let account = try maker.account(found.author)
        // A version is as old as the end of the one before it.
        let starts = [found.post.publishedAt] + revisions.map(\.replacedAt)
        var edits = zip(starts, revisions).map { start, revision -> JSONObject in
          var edit = Self.version(
            revision.html,
            revision.summary,
            found.post,
            by: account,
            at: start
          )
          edit["poll"] = revision.pollOptions.map(Self.poll)
          return edit
        }
        // Of what was before, only the words are kept, and what one could choose from.
        var last = Self.version(
          found.post.body.html,
          found.post.body.summary,
          found.post,
          by: account,
          at: starts.last ?? found.post.publishedAt
        )
        if case .object(let status) = try maker.status(found) {
          for name in ["media_attachments", "emojis"] { last[name] = status[name] }
        }
        last["poll"] = (found.post.poll?.options.map(\.name)).map(Self.poll)
        edits.append(last)
        return .array(edits.map(JSON.object))
      }
    )
  }

  /// What one could choose from.
  private static func poll(_ options: [String]) -> JSON {
    ["options": .array(options.map { ["title": .string($0)] })]
  }

  /// Mastodon's StatusEdit.
  private static func version(
    _ html: String,
    _ warning: String?,
    _ post: Post,
    by account: JSON,
    at time: Date
  ) -> JSONObject {
    [
      "content": .string(html), "spoiler_text": .string(warning ?? ""),
      "sensitive": .bool(post.body.isSensitive), "created_at": EntityMaker.time(time),
      "account": account, "media_attachments": [], "emojis": [],
    ]
  }
}

extension EntityMaker {
  /// The post with a number, or the one that a boost with this number passes on.
  ///
  /// - Throws: `Refusal.absent` for what is not there and what is not for the viewer.
  func readable(_ number: Int64) throws -> ReadablePost {
    if let found = try tx.posts.readable(PostID(rawValue: number), by: reader) { return found }
    guard let boost = try tx.posts.boosted(by: number),
      let found = try tx.posts.readable(boost.post, by: reader)
    else { throw Refusal.absent }
    return found
  }

  func statusOrBoost(_ number: Int64) throws -> JSON {
    let found = try readable(number)
    guard found.post.id.rawValue != number, let boost = try tx.posts.boosted(by: number),
      let booster = try tx.actors.find(boost.booster)
    else { return try status(found) }
    return try self.boost(of: found, by: booster, number: number)
  }

  /// What a post answers, and what that answers, the first post first.
  func ancestors(of post: Post, limit: Int) throws -> [JSON] {
    var found: [ReadablePost] = []
    var next = post.thread.inReplyTo
    var seen: Set<String> = [post.uri]
    while let uri = next, found.count < limit, seen.insert(uri).inserted,
      let parent = try tx.posts.readable(uri: uri, by: reader)
    {
      found.append(parent)
      next = parent.post.thread.inReplyTo
    }
    return try found.reversed().map { try status($0) }
  }

  /// The answers to a post and theirs, each below what it answers, earlier ones first.
  func descendants(of post: Post, limit: Int) throws -> [JSON] {
    var found: [ReadablePost] = []
    var seen: Set<String> = [post.uri]
    // A stack and not a recursion: a thread may be as deep as somebody likes.
    var waiting = try answers(to: post.uri, limit)
    while let next = waiting.popLast(), found.count < limit {
      guard seen.insert(next.post.uri).inserted else { continue }
      found.append(next)
      waiting += try answers(to: next.post.uri, limit - found.count)
    }
    return try found.map { try status($0) }
  }

  /// Newest first, so that the oldest is taken off the stack first.
  private func answers(to uri: String, _ limit: Int) throws -> [ReadablePost] {
    try tx.posts.replies(to: uri, by: reader, Page(limit: max(limit, 1)))
  }
}
