import StrictJSON

/// An account as pages show it, made of what apps are told of it.
struct ShownAccount {
  private let account: JSON

  init(_ account: JSON) { self.account = account }

  var json: JSON {
    let acct = account["acct"]?.string ?? ""
    let emoji = account["emojis"]?.array ?? []
    let name = account["display_name"]?.string ?? ""
    return [
      "id": account["id"] ?? .null, "acct": .string(acct),
      "path": .string(Self.path(acct)),
      "name": .string(ShownText.emphasised(name.isEmpty ? acct : name, emoji)),
      "plain_name": .string(name.isEmpty ? acct : name),
      "avatar": account["avatar"] ?? .null,
      "is_group": account["group"] ?? false, "is_bot": account["bot"] ?? false,
      "note": .string(ShownText.html(account["note"]?.string ?? "", emoji)),
      "url": ShownText.link(account["url"]),
      "has_fields": .bool(!(account["fields"]?.array ?? []).isEmpty),
      "fields": .array((account["fields"]?.array ?? []).map(field)),
      "followers_count": account["followers_count"] ?? 0,
      "following_count": account["following_count"] ?? 0,
      "statuses_count": account["statuses_count"] ?? 0,
      "moved": account["moved"].map { ShownAccount($0).json } ?? .null,
    ]
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
