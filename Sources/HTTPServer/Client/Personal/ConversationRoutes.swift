import ActivityStreams
import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member talks about with few, and what it has written for later.
struct ConversationRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let write = ClientRoute.Access.member(.named("write:conversations"))
  private static let readStatuses = ClientRoute.Access.member(.named("read:statuses"))
  private static let writeStatuses = ClientRoute.Access.member(.named("write:statuses"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/conversations", Self.readStatuses, list)
        .paged("Conversation"),
      post("/api/v1/conversations/:id/read", Self.write) { try await mark($0, isUnread: false) }
        .described("Conversation"),
      post("/api/v1/conversations/:id/unread", Self.write) { try await mark($0, isUnread: true) }
        .described("Conversation"),
      delete("/api/v1/conversations/:id", Self.write, remove).described("Empty"),
      get("/api/maillage/v1/conversations/:id", Self.readStatuses, find)
        .described("Conversation"),
      get("/api/maillage/v1/conversations/:id/statuses", Self.readStatuses, posts)
        .paged("Status"),
      get("/api/v1/scheduled_statuses", Self.readStatuses, scheduled)
        .paged("ScheduledStatus"),
      get("/api/v1/scheduled_statuses/:id", Self.readStatuses, show)
        .described("ScheduledStatus"),
      put("/api/v1/scheduled_statuses/:id", Self.writeStatuses, reschedule)
        .described("ScheduledStatus", takes: "scheduled_at! string"),
      delete("/api/v1/scheduled_statuses/:id", Self.writeStatuses, cancel).described("Empty"),
    ]
  }

  // MARK: Conversations

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page())
    let found = try await client.read(for: member) { maker in
      let entries = try maker.tx.conversations.list(of: member, page)
      try maker.prepare(entries.map(\.lastPost), and: entries.flatMap(\.participants))
      return try entries.map { entry in
        (entry.lastPost.post.id.rawValue, try maker.conversation(entry))
      }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  private func find(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    let json = try await client.read(for: member) { maker in
      try maker.tx.conversations.find(id, of: member).map(maker.conversation)
    }
    guard let json else { throw Refusal.absent }
    return ClientReply(json)
  }

  /// All that was said in a conversation, the newest first.
  private func posts(_ call: ClientCall) async throws -> ClientReply {
    let (member, id, page) = (try call.member, try call.number(), call.page)
    let found = try await client.read(for: member) { maker in
      try maker.tx.conversations.posts(of: id, for: member, page)
        .map { try maker.numberedStatuses($0) }
    }
    guard let found else { throw Refusal.absent }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  private func mark(_ call: ClientCall, isUnread: Bool) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    _ = try await client.database.write {
      try $0.conversations.mark(id, of: member, isUnread: isUnread)
    }
    return try await find(call)
  }

  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    guard try await client.database.write({ try $0.conversations.remove(id, of: member) }) else {
      throw Refusal.absent
    }
    return .empty
  }

  // MARK: Posts for later

  private func scheduled(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page())
    let found = try await client.read(for: member) { maker in
      try maker.tx.scheduledPosts.list(of: member, page).map { entry in
        (entry.id, try maker.scheduled(Outbox.Scheduled(entry)))
      }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    let json = try await client.read(for: member) { maker in
      try maker.tx.scheduledPosts.find(id, of: member).map {
        try maker.scheduled(Outbox.Scheduled($0))
      }
    }
    guard let json else { throw Refusal.absent }
    return ClientReply(json)
  }

  private func reschedule(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    guard let dueAt = AS.Timestamp.date(try call.parameters.require("scheduled_at")) else {
      throw Refusal.malformed("Validation failed: Scheduled at is no time")
    }
    let now = client.now
    let isThere = try await client.database.write {
      try $0.scheduledPosts.reschedule(id, of: member, to: dueAt, at: now)
    }
    guard isThere else { throw Refusal.absent }
    return try await show(call)
  }

  private func cancel(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    guard try await client.database.write({ try $0.scheduledPosts.remove(id, of: member) }) else {
      throw Refusal.absent
    }
    return .empty
  }
}

extension EntityMaker {
  /// Mastodon's Conversation.
  func conversation(_ entry: ConversationStore.Entry) throws -> JSON {
    [
      "id": Self.id(entry.id), "unread": .bool(entry.isUnread),
      "accounts": .array(try accounts(entry.participants)),
      "last_status": try status(entry.lastPost),
    ]
  }

  /// Mastodon's ScheduledStatus.
  func scheduled(_ scheduled: Outbox.Scheduled) throws -> JSON {
    let draft = scheduled.draft
    let chosen = try viewer.flatMap { try tx.preferences.find($0).audience }
    let audience = draft.audience ?? chosen ?? setting.audience
    let visibility = Visibility(audience, isListed: draft.isListed).word
    let quoted = try draft.quote.flatMap(tx.posts.place)
    let parent = try draft.inReplyTo.flatMap(tx.posts.place)
    let poll = draft.poll.map { poll -> JSON in
      [
        "options": .array(poll.options.map(JSON.string)),
        "expires_in": .string(String(Int(poll.lifetime))), "multiple": .bool(poll.isMultiple),
        "hide_totals": .bool(poll.hidesTotals),
      ]
    }
    return [
      "id": Self.id(scheduled.id), "scheduled_at": Self.time(scheduled.dueAt),
      "params": [
        "text": .string(draft.source), "poll": poll ?? .null, "media_ids": .array(draft.mediaIDs),
        "sensitive": .bool(draft.isSensitive),
        "spoiler_text": draft.summary.map(JSON.string) ?? .null,
        "visibility": .string(visibility),
        "in_reply_to_id": parent.map { Self.id($0.id.rawValue) } ?? .null,
        "language": draft.language.map(JSON.string) ?? .null, "application_id": 0,
        "scheduled_at": nil, "idempotency": nil, "with_rate_limit": false,
        "quoted_status_id": quoted.map { Self.id($0.id.rawValue) } ?? .null,
        "allowed_mentions": nil,
      ],
      "media_attachments": .array(
        (draft.attachments ?? []).enumerated().map { position, attachment in
          AttachmentEntity(attachment, id: "\(scheduled.id)-\(position)", by: self).json
        }
      ),
      "maillage": ["failure": scheduled.failure.map(JSON.string) ?? .null],
    ]
  }
}

extension PostDraft {
  fileprivate var mediaIDs: [JSON] {
    (attachments ?? []).compactMap { $0.url.split(separator: "/").last.map { .string(String($0)) } }
  }
}
