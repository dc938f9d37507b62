import StrictJSON

/// An account as pages show it, made of what apps are told of it.
struct ShownAccount {
  private let account: JSON

  init(_ account: JSON) { self.account = account }

  /// With all that its own page says of it.
  var json: JSON {
    let emoji = account["emojis"]?.array ?? []
    var object = line
    object["note"] = .string(ShownText.html(account["note"]?.string ?? "", emoji))
    object["url"] = ShownText.link(account["url"])
    object["has_fields"] = .bool(!(account["fields"]?.array ?? []).isEmpty)
    object["fields"] = .array((account["fields"]?.array ?? []).map(field))
    object["followers_count"] = account["followers_count"] ?? 0
    object["following_count"] = account["following_count"] ?? 0
    object["statuses_count"] = account["statuses_count"] ?? 0
    object["moved"] = account["moved"].map { ShownAccount($0).json } ?? .null
    return .object(object)
  }

  /// What a line names it by: the author of a post, who did something.
  var line: JSONObject {
    let acct = account["acct"]?.string ?? ""
    let emoji = account["emojis"]?.array ?? []
    return [
      "id": account["id"] ?? .null, "acct": .string(acct),
      "path": .string(Self.path(acct)),
      "name": .string(ShownText.emphasised(plainName, emoji)),
      "plain_name": .string(plainName),
      "avatar": account["avatar"] ?? .null,
      "is_group": account["group"] ?? false, "is_bot": account["bot"] ?? false,
    ]
  }

  /// The name as text; who has none is called by its address.
  var plainName: String {
    let name = account["display_name"]?.string ?? ""
    return name.isEmpty ? account["acct"]?.string ?? "" : name
  }

  /// Where this node shows an account, by its name here or with its host.
  static func path(_ acct: String) -> String { "/@\(acct)" }

  /// Links of this node's people say that they are theirs, for who verifies that from the other side
  /// (microformats.org/wiki/rel-me); others' do so at their own nodes.
  private func field(_ field: JSON) -> JSON {
    var value = ShownText.html(field["value"]?.string ?? "", [])
    if account["acct"]?.string?.contains("@") == false {
      value = value.replacing(" rel=\"nofollow", with: " rel=\"me nofollow")
    }
    return [
      "name": field["name"] ?? .null, "value": .string(value),
      "is_verified": .bool(field["verified_at"]?.string != nil),
      "verified_at": field["verified_at"] ?? .null,
    ]
  }
}
