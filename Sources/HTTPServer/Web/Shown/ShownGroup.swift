import Federation
import Model
import StrictJSON

/// A group as pages show it, made of what apps are told of it.
struct ShownGroup {
  private let group: JSON
  private let words: Words

  init(_ group: JSON, _ words: Words) {
    self.group = group
    self.words = words
  }

  var json: JSON {
    let account = group["account"] ?? .null
    let joining = group["joining"]?.string ?? ""
    let role = group["affiliation"]?.string
    let note = HTMLSanitizer.sanitize(account["note"]?.string ?? "")
    let (isIn, isAsking) = (group["member"] == true, group["requested"] == true)
    let invitation = group["invitation"] ?? .null
    let tasks = (group["requests_count"]?.int ?? 0) + (group["waiting_count"]?.int ?? 0)
    let posting = group["posting"]?.string
    return [
      "account": ShownAccount(account).json, "id": account["id"] ?? .null,
      "about": .string(PlainText.preview(of: note, characters: 140)),
      "joining": .string(words.text("joining-\(joining)")),
      "joining_means": .string(words.text("joining-\(joining)-means")),
      "posting_means": posting.map { .string(words.text("posting-\($0)-means")) } ?? .null,
      "is_moderated": group["moderated"] ?? false, "is_open": .bool(joining == "open"),
      "is_in": .bool(isIn), "is_asking": .bool(isAsking),
      "may_join": .bool(!isIn && !isAsking && invitation.isNull && role != "outcast"),
      "role": role.map { .string(words.text("role-\($0)")) } ?? .null,
      "may_moderate": group["may_moderate"] ?? false,
      "may_administer": group["may_administer"] ?? false,
      "tasks": .integer(tasks), "has_tasks": .bool(tasks > 0),
      "members": account["followers_count"] ?? 0,
      "inviter": invitation.isNull ? .null : ShownAccount(invitation["inviter"] ?? .null).json,
      "is_invited": .bool(!invitation.isNull), "message": invitation["message"] ?? .null,
    ]
  }

  // MARK: Choices of forms

  static func joinings(_ chosen: GroupJoining, _ words: Words) -> [JSON] {
    GroupJoining.allCases.map { joining in
      [
        "value": .string(joining.rawValue),
        "label": .string(words.text("joining-\(joining.rawValue)")),
        "meaning": .string(words.text("joining-\(joining.rawValue)-means")),
        "is_chosen": .bool(joining == chosen),
      ]
    }
  }

  static func postings(_ chosen: String?, _ words: Words) -> [JSON] {
    GroupRules.Posting.allCases.map { posting in
      [
        "value": .string(posting.rawValue),
        "label": .string(words.text("posting-\(posting.rawValue)")),
        "is_chosen": .bool(posting.rawValue == chosen ?? GroupRules.Posting.anyone.rawValue),
      ]
    }
  }

  /// What somebody may be made: an admin makes anybody anything, a moderator no equal.
  static func roles(_ current: String?, isAdmin: Bool, _ words: Words) -> [JSON] {
    let all =
      isAdmin
      ? ["admin", "moderator", "member", "none", "outcast"] : ["member", "none", "outcast"]
    return all.map { role in
      [
        "value": .string(role), "label": .string(words.text("role-\(role)")),
        "is_chosen": .bool(role == current ?? "none"),
      ]
    }
  }
}
