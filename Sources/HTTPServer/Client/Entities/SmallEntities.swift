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
      preview: kind == "image" ? .string(Self.preview(of: url, maker)) : .null,
      remote: isOwn ? .null : .string(attachment.url),
      attachment
    )
  }

  /// Where the small picture is; of one that is not shown by way of this node, the picture itself.
  private static func preview(of url: String, _ maker: EntityMaker) -> String {
    maker.setting.addresses.isOwn(url) ? url + "/preview" : url
  }

  /// A file that was just given, and may be part of no post yet.
  init(_ upload: Upload) {
    let url = upload.url
    json = Self.json(
      id: upload.token.text,
      kind: Self.kind(upload.media.format.mediaType),
      url: .string(url),
      preview: upload.media.format.kind == .picture ? .string(url + "/preview") : .null,
      remote: .null,
      Attachment(upload)
    )
  }

  /// A file that is still being taken in.
  init(pending token: MediaToken, _ draft: Uploads.Draft) {
    json = Self.json(
      id: token.text,
      kind: Self.kind(MediaFormat(of: draft.bytes)?.mediaType),
      url: .null,
      preview: .null,
      remote: .null,
      Attachment(url: "", name: draft.description, focus: draft.focus)
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

  /// Makes it with what the viewer has chosen.
  init(_ poll: Poll, _ choices: Set<Int>, of post: Post, by maker: EntityMaker) {
    let votes = poll.options.map(\.votes).reduce(0, +)
    var object: JSONObject = [
      "id": EntityMaker.id(post.id.rawValue),
      "expires_at": EntityMaker.time(poll.closesAt ?? poll.closedAt),
      "expired": .bool(poll.isClosed(at: maker.setting.now)), "multiple": .bool(poll.isMultiple),
      "votes_count": .integer(votes),
      "voters_count": poll.voters.map { .integer($0) }
        ?? (poll.isMultiple ? .null : .integer(votes)),
      "options": .array(
        poll.options.map { option in
          [
            "title": .string(option.name),
            "votes_count": poll.showsTotals ? .integer(option.votes) : .null,
          ]
        }
      ),
      "emojis": [],
    ]
    if let viewer = maker.viewer {
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
}

extension EntityMaker {
  /// Mastodon's CustomEmoji.
  func emoji(_ emoji: CustomEmoji) -> JSON {
    let url = JSON.string(shown(emoji.url))
    return [
      "shortcode": .string(emoji.name), "url": url, "static_url": url, "visible_in_picker": false,
      "category": nil,
    ]
  }

  /// Mastodon's Tag by itself: to members it says whether they follow it and put it forward.
  func tag(_ name: String) throws -> JSON {
    var object: JSONObject = [
      "id": .string(name), "name": .string(name),
      "url": .string(TagEntity(name, setting.addresses).url), "history": [],
    ]
    if let viewer {
      let tag = HashtagName(name)
      object["following"] = .bool(try tag.map { try tx.tags.isFollowed($0, by: viewer) } ?? false)
      object["featuring"] = .bool(try featuredTags(of: viewer).contains(name))
    }
    return .object(object)
  }
}
