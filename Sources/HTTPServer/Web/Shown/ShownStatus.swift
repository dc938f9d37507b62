import StrictJSON

/// A post as pages show it, made of what apps are told of it.
struct ShownStatus {
  private let status: JSON
  private let viewer: String?
  private let words: Words

  /// - Parameters:
  ///   - status: Mastodon's Status.
  ///   - viewer: The number of the account that looks; nothing for a visitor.
  ///   - words: The language of the page.
  init(_ status: JSON, viewer: String?, _ words: Words) {
    self.status = status
    self.viewer = viewer
    self.words = words
  }

  /// A boost is shown as the post with who boosted it.
  var json: JSON {
    guard let inner = status["reblog"], inner.object != nil else { return .object(plain(status)) }
    var object = plain(inner)
    object["booster"] = .object(ShownAccount(status["account"] ?? .null).line)
    return .object(object)
  }

  private func plain(_ status: JSON) -> JSONObject {
    let id = status["id"]?.string ?? ""
    let account = ShownAccount(status["account"] ?? .null)
    let author = JSON.object(account.line)
    let event = ShownEvent(of: status, words)
    let ring = ring(of: status, by: account.plainName)
    let poll = status["poll"] ?? .null
    let isLiked = status["favourited"] == true
    let isBoosted = status["reblogged"] == true
    let isKept = status["bookmarked"] == true
    var object: JSONObject = [
      "id": .string(id), "path": .string("/posts/\(id)"), "author": author, "ring": ring,
      "content": .string(content(of: status, event)), "language": status["language"] ?? .null,
      "warning": status["spoiler_text"] ?? .null, "is_sensitive": status["sensitive"] ?? false,
      "created_at": status["created_at"] ?? .null, "edited_at": status["edited_at"] ?? .null,
      "replies_count": status["replies_count"] ?? 0, "boosts_count": status["reblogs_count"] ?? 0,
      "likes_count": status["favourites_count"] ?? 0,
      "parent": status["in_reply_to_id"]?.string.map { .string("/posts/\($0)") } ?? .null,
      "is_liked": .bool(isLiked), "like_deed": isLiked ? "unfavourite" : "favourite",
      "is_boosted": .bool(isBoosted), "boost_deed": isBoosted ? "unreblog" : "reblog",
      "is_kept": .bool(isKept), "keep_deed": isKept ? "unbookmark" : "bookmark",
      "is_own": .bool(viewer != nil && viewer == status["account"]?["id"]?.string),
      "may_boost": ring["is_everyone"] ?? false, "booster": nil,
      "event": event?.json ?? .null, "poll": poll.isNull ? .null : shown(poll),
    ]
    let media = (status["media_attachments"]?.array ?? []).map(Self.shown(media:))
    object["media"] = .array(media)
    object["has_media"] = .bool(!media.isEmpty)
    object["quote"] = quote(of: status)
    return object
  }

  private func content(of status: JSON, _ event: ShownEvent?) -> String {
    let html = ShownText.html(status["content"]?.string ?? "", status["emojis"]?.array ?? [])
    return ShownText.linked(
      event?.text(of: html) ?? html,
      mentions: status["mentions"]?.array ?? [],
      tags: status["tags"]?.array ?? []
    )
  }

  // MARK: For whom

  private func ring(of status: JSON, by author: String) -> JSON {
    let audience = status["maillage"]?["audience"]?.string ?? "public"
    let territory = status["maillage"]?["territory_name"]?.string
    let group = status["maillage"]?["group"]?.string
    let isOwn = viewer != nil && viewer == status["account"]?["id"]?.string
    let label =
      switch (audience, territory, group) {
      case ("territory", let name?, _): words.text("ring-territory-named", ["x": name])
      // What is for a closed group names nobody but it.
      case (_, _, let name?): words.text("seen-by-group", ["x": name])
      case ("followers", _, _) where !isOwn: words.text("ring-followers-of", ["x": author])
      default: words.text("ring-\(audience)")
      }
    return [
      "name": .string(audience), "label": .string(label),
      "is_node": .bool(audience == "node"), "is_territory": .bool(audience == "territory"),
      "is_everyone": .bool(audience == "public"), "is_followers": .bool(audience == "followers"),
      "is_direct": .bool(audience == "direct"),
    ]
  }

  // MARK: What is beside the text

  private static func shown(media: JSON) -> JSON {
    let type = media["type"]?.string ?? "unknown"
    let size = media["meta"]?["small"] ?? media["meta"]?["original"]
    let isPicture = type == "image"
    let isFile = !isPicture && !["video", "gifv", "audio"].contains(type)
    // A file is had from where it is; what is shown, by way of this node.
    let isElsewhere = isFile && media["remote_url"]?.string != nil
    return [
      "url": ShownText.link(isElsewhere ? media["remote_url"] : media["url"]),
      "preview": ShownText.link(
        media["preview_url"]?.isNull == false ? media["preview_url"] : media["url"]
      ),
      "description": media["description"] ?? .null,
      "width": size?["width"] ?? .null, "height": size?["height"] ?? .null,
      "is_picture": .bool(isPicture), "is_video": .bool(type == "video" || type == "gifv"),
      "is_audio": .bool(type == "audio"),
      "is_file": .bool(isFile),
    ]
  }

  private func shown(_ poll: JSON) -> JSON {
    let total = poll["voters_count"]?.int ?? poll["votes_count"]?.int ?? 0
    let own = Set((poll["own_votes"]?.array ?? []).compactMap(\.int))
    let options = (poll["options"]?.array ?? []).enumerated().map { number, option -> JSON in
      let votes = option["votes_count"]?.int
      let percent = votes.map { total > 0 ? $0 * 100 / total : 0 }
      return [
        "number": .integer(number), "title": option["title"] ?? .null,
        "votes": votes.map(JSON.integer) ?? .null,
        "percent": percent.map(JSON.integer) ?? .null, "is_own": .bool(own.contains(number)),
      ]
    }
    let isOver = poll["expired"]?.bool ?? false
    let hasVoted = poll["voted"]?.bool ?? false
    return [
      "id": poll["id"] ?? .null, "options": .array(options), "voters": .integer(total),
      "is_multiple": poll["multiple"] ?? false, "is_over": .bool(isOver),
      "ends_at": poll["expires_at"] ?? .null,
      "may_vote": .bool(viewer != nil && !isOver && !hasVoted),
    ]
  }

  private func quote(of status: JSON) -> JSON {
    guard let quote = status["quote"], quote.object != nil else { return .null }
    guard let quoted = quote["quoted_status"], quoted.object != nil else {
      return ["is_hidden": true, "post": nil]
    }
    return ["is_hidden": false, "post": .object(plain(quoted).removing("quote"))]
  }
}

extension PageCall {
  /// Posts of an answer of the API, as pages show them.
  func shown(statuses: [JSON]) -> JSON { .array(statuses.map(shown(status:))) }

  func shown(status: JSON) -> JSON {
    ShownStatus(status, viewer: viewer.map { String($0.rawValue) }, words).json
  }
}
