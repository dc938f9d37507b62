import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Mastodon's Status.
struct StatusEntity {
  private let maker: EntityMaker
  private let found: ReadablePost

  init(_ found: ReadablePost, by maker: EntityMaker) {
    self.found = found
    self.maker = maker
  }

  private var post: Post { found.post }

  /// Makes it; the number says how deep one is in posts that quote each other.
  func json(quoting depth: Int = 0) throws -> JSON {
    let material = try maker.material(of: found)
    let (figures, parent) = (material.figures, material.parent)
    maker.uses(.post(post.id))
    let visibility = Visibility(post.audience, isListed: post.isListed)
    var object: JSONObject = [
      "id": EntityMaker.id(post.id.rawValue), "created_at": EntityMaker.time(post.publishedAt),
      "in_reply_to_id": parent.map { EntityMaker.id($0.id.rawValue) } ?? .null,
      "in_reply_to_account_id": parent.map { EntityMaker.id($0.author.rawValue) } ?? .null,
      "sensitive": .bool(post.body.isSensitive),
      "spoiler_text": .string(post.body.summary ?? ""), "visibility": .string(visibility.word),
      "language": post.body.language.map(JSON.string) ?? .null, "uri": .string(post.uri),
      "url": .string(post.page ?? post.uri), "replies_count": .integer(figures.replies),
      "reblogs_count": .integer(figures.boosts), "favourites_count": .integer(figures.likes),
      "quotes_count": .integer(figures.quotes), "edited_at": EntityMaker.time(post.editedAt),
      "content": .string(content), "reblog": nil,
      "account": try maker.account(found.author),
      "media_attachments": .array(attachments), "mentions": .array(material.mentioned.map(mention)),
      "tags": .array(post.body.hashtags.map { TagEntity($0, maker.setting.addresses).json }),
      "emojis": .array(post.body.emoji.map(maker.emoji)), "card": nil,
      "poll": post.poll.map { PollEntity($0, material.choices, of: post, by: maker).json } ?? .null,
      "quote": try quote(depth: depth),
    ]
    if let viewer = maker.viewer {
      object["favourited"] = .bool(figures.isLiked)
      object["reblogged"] = .bool(figures.isBoosted)
      object["muted"] = .bool(figures.isMuted)
      object["bookmarked"] = .bool(figures.isBookmarked)
      if post.authorID == viewer { object["pinned"] = .bool(figures.isPinned) }
      object["filtered"] = try maker.filtered(post)
    }
    object["application"] = material.application.map(Self.application)
    object["local_only"] = .bool(post.audience == .node)
    object["maillage"] = ring(material)
    return .object(object)
  }

  /// Mastodon's Status application: only of posts of this node that an app has sent.
  private static func application(_ app: WrittenWith) -> JSON {
    ["name": .string(app.name), "website": app.website.map(JSON.string) ?? .null]
  }

  /// What Mastodon has no word for.
  private func ring(_ material: PostMaterial) -> JSON {
    var ring: JSONObject = ["audience": .string(post.audience.rawValue)]
    let circle = material.mentioned.first { $0.kind == .group && $0.traits.approvesFollowers }
    if post.audience == .direct, let group = circle {
      ring["group"] = .string(group.displayName.isEmpty ? group.name : group.displayName)
    }
    if post.audience == .territory {
      ring["territory"] = post.territory.map(JSON.string) ?? .null
      let name = maker.setting.known.territories.first { $0.id.text == post.territory }?.name
      ring["territory_name"] = name.map(JSON.string) ?? .null
    }
    if post.kind != "Note" { ring["kind"] = .string(post.kind) }
    if let event = post.body.event, case .object(var object) = EventEntity(event).json {
      if maker.viewer != nil {
        object["attending"] = (material.attendance?.rawValue).map(JSON.string) ?? .null
      }
      ring["event"] = .object(object)
    }
    return .object(ring)
  }

  /// Of an event first when and where: no app knows these as members of a Status.
  private var content: String {
    guard let event = post.body.event else { return post.body.html }
    let tongue = Tongue(post.body.language ?? maker.setting.language)
    return EventEntity(event).paragraph(in: tongue) + post.body.html
  }

  private var attachments: [JSON] {
    post.body.attachments.enumerated().map { position, attachment in
      AttachmentEntity(attachment, id: "\(post.id.rawValue)-\(position)", by: maker).json
    }
  }

  private func mention(_ actor: ActorProfile) -> JSON {
    maker.uses(.account(actor.id))
    return [
      "id": EntityMaker.id(actor.id.rawValue), "username": .string(actor.name),
      "url": .string(actor.endpoints.page ?? actor.uri), "acct": .string(maker.acct(actor)),
    ]
  }

  /// Mastodon's Quote; of a quote inside a quote only its number.
  private func quote(depth: Int) throws -> JSON {
    guard let quote = post.quote else { return .null }
    let state: JSON = .string(quote.state.rawValue)
    guard quote.state == .accepted else { return ["state": state, "quoted_status": nil] }
    guard let quoted = maker.quoted(quote.quoted) else {
      // Of what only some could read nobody learns that it is gone.
      let isGone = maker.isGone(quote.quoted)
      return ["state": isGone ? "deleted" : "unauthorized", "quoted_status": nil]
    }
    guard depth == 0 else {
      return ["state": state, "quoted_status_id": EntityMaker.id(quoted.post.id.rawValue)]
    }
    return ["state": state, "quoted_status": try maker.status(quoted, quoting: depth + 1)]
  }
}

extension EntityMaker {
  func status(_ found: ReadablePost, quoting depth: Int = 0) throws -> JSON {
    try StatusEntity(found, by: self).json(quoting: depth)
  }

  /// A post that the viewer may read.
  func status(_ id: PostID) throws -> JSON? {
    try tx.posts.readable(id, by: reader).map { try status($0) }
  }

  /// The posts of a page.
  func statuses(_ found: [ReadablePost]) throws -> [JSON] {
    try prepare(found)
    return try found.map { try status($0) }
  }

  /// The posts of a page, each with the number by which one pages.
  func numberedStatuses(_ found: [ReadablePost]) throws -> [(Int64, JSON)] {
    Array(zip(found.map(\.post.id.rawValue), try statuses(found)))
  }

  func numberedStatuses(_ found: [NumberedPost]) throws -> [(Int64, JSON)] {
    Array(zip(found.map(\.number), try statuses(found.map(\.found))))
  }

  /// The lines of a timeline, each with its number.
  func numberedStatuses(_ entries: [TimelineStore.Entry]) throws -> [(Int64, JSON)] {
    try prepare(entries.map(\.found), and: entries.compactMap(\.booster))
    return try entries.map { ($0.id, try status($0)) }
  }

  /// A line of a timeline: a post, or a boost around one.
  func status(_ entry: TimelineStore.Entry) throws -> JSON {
    guard let booster = entry.booster else { return try status(entry.found) }
    return try boost(of: entry.found, by: booster, number: entry.id, uri: entry.boostURI)
  }

  /// Somebody's boost: a Status of its own that holds the post's.
  func boost(of found: ReadablePost, by booster: ActorProfile, number: Int64) throws -> JSON {
    let uri = try tx.reactions.uri(.boost, by: booster.id, of: found.post.id)
    return try boost(of: found, by: booster, number: number, uri: uri)
  }

  private func boost(
    of found: ReadablePost,
    by booster: ActorProfile,
    number: Int64,
    uri: String?
  ) throws -> JSON {
    guard case .object(let inner) = try status(found) else { return .null }
    var outer = inner
    outer["id"] = Self.id(number)
    outer["created_at"] = Self.time(Date(milliseconds: number >> 16))
    outer["account"] = try account(booster)
    if let uri {
      // Whoever reads it by its address reads the activity, not the post.
      outer["uri"] = .string(uri)
      outer["url"] = .string(uri)
    }
    outer["reblog"] = .object(inner)
    for name in ["media_attachments", "mentions", "tags", "emojis"] { outer[name] = [] }
    for name in ["poll", "quote", "edited_at", "in_reply_to_id", "in_reply_to_account_id"] {
      outer[name] = .null
    }
    outer["application"] = nil
    outer["content"] = ""
    outer["spoiler_text"] = ""
    return .object(outer)
  }
}

extension TimelineStore.Entry {
  var found: ReadablePost { ReadablePost(post: post, author: author) }
}
