import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Mastodon's MediaAttachment.
struct AttachmentEntity {
  let json: JSON

  init(_ attachment: Attachment, id: String, by maker: EntityMaker) {
    let isOwn = maker.setting.addresses.isOwn(attachment.url)
    let token = isOwn ? attachment.url.split(separator: "/").last.map(String.init) : nil
    let url = maker.shown(attachment.url)
    let kind = Self.kind(attachment.mediaType)
    json = Self.json(
      id: token ?? id,
      kind: kind,
      url: .string(url),
      preview: .string(kind == "image" ? url + "/preview" : url),
      remote: isOwn ? .null : .string(attachment.url),
      attachment
    )
  }

  /// A file that was just given, and may be part of no post yet.
  init(_ upload: Upload) {
    let url = upload.url
    json = Self.json(
      id: upload.token.text,
      kind: Self.kind(upload.media.format.mediaType),
      url: .string(url),
      preview: upload.media.preview == nil ? .null : .string(url + "/preview"),
      remote: .null,
      Attachment(upload)
    )
  }

  /// A file that is still being taken in.
  init(pending token: MediaToken) {
    json = Self.json(
      id: token.text,
      kind: "unknown",
      url: .null,
      preview: .null,
      remote: .null,
      Attachment(url: "")
    )
  }

  private static func json(
    id: String,
    kind: String,
    url: JSON,
    preview: JSON,
    remote: JSON,
    _ attachment: Attachment
  ) -> JSON {
    [
      "id": .string(id), "type": .string(kind), "url": url, "preview_url": preview,
      "remote_url": remote, "preview_remote_url": nil, "text_url": nil,
      "meta": meta(of: attachment),
      "description": attachment.name.map(JSON.string) ?? .null,
      "blurhash": attachment.blurhash.map(JSON.string) ?? .null,
    ]
  }

  private static func kind(_ mediaType: String?) -> String {
    switch mediaType?.split(separator: "/").first {
    case "image": "image"
    case "video": "video"
    case "audio": "audio"
    default: "unknown"
    }
  }

  private static func meta(of attachment: Attachment) -> JSON {
    var meta: JSONObject = [:]
    if let width = attachment.width, let height = attachment.height, width > 0, height > 0 {
      let size: JSON = [
        "width": .integer(width), "height": .integer(height),
        "size": .string("\(width)x\(height)"),
        "aspect": .number(String(Double(width) / Double(height))),
      ]
      meta["original"] = size
      meta["small"] = size
    }
    if let focus = attachment.focus {
      meta["focus"] = ["x": .number(String(focus.x)), "y": .number(String(focus.y))]
    }
    return .object(meta)
  }
}

/// Mastodon's Poll.
struct PollEntity {
  let json: JSON

  init(_ poll: Poll, of post: Post, by maker: EntityMaker) throws {
    let votes = poll.options.map(\.votes).reduce(0, +)
    var object: JSONObject = [
      "id": EntityMaker.id(post.id.rawValue),
      "expires_at": EntityMaker.time(poll.closesAt ?? poll.closedAt),
      "expired": .bool(poll.isClosed(at: maker.setting.now)), "multiple": .bool(poll.isMultiple),
      "votes_count": .integer(votes),
      "voters_count": poll.voters.map { .integer($0) }
        ?? (poll.isMultiple ? .null : .integer(votes)),
      "options": .array(
        poll.options.map { ["title": .string($0.name), "votes_count": .integer($0.votes)] }
      ),
      "emojis": [],
    ]
    if let viewer = maker.viewer {
      let choices = try maker.tx.polls.choices(of: viewer, in: post.id)
      object["voted"] = .bool(!choices.isEmpty || post.authorID == viewer)
      object["own_votes"] = .array(choices.sorted().map { .integer($0) })
    }
    json = .object(object)
  }
}

/// Mastodon's Tag.
struct TagEntity {
  let name: String
  let url: String

  init(_ name: String, _ addresses: Addresses) {
    self.name = name
    url = addresses.hashtag(name).string
  }

  var json: JSON { ["name": .string(name), "url": .string(url)] }

  /// With its use over the days and whether the viewer follows it.
  func json(isFollowed: Bool?, isFeatured: Bool? = nil) -> JSON {
    var object: JSONObject = [
      "id": .string(name), "name": .string(name), "url": .string(url), "history": [],
    ]
    if let isFollowed { object["following"] = .bool(isFollowed) }
    if let isFeatured { object["featuring"] = .bool(isFeatured) }
    return .object(object)
  }
}
