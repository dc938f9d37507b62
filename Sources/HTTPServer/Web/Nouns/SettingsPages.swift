import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What a member says of itself, and how it wants to post and be found.
struct SettingsPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  /// Lines of a profile that the form has room for, beside those that there are.
  private static let lines = 4

  var routes: [PageRoute] { [get("/settings", .member, show)] }

  private func show(_ call: PageCall) async throws -> PageReply {
    let account = try await call.ask("/api/v1/accounts/verify_credentials")
    let source = account["source"] ?? .null
    let fields = source["fields"]?.array ?? []
    let content: JSONObject = [
      "account": ShownAccount(account).json, "display_name": account["display_name"] ?? .null,
      "note": source["note"] ?? .null, "is_locked": account["locked"] ?? false,
      "is_discoverable": account["discoverable"] ?? false,
      "is_indexable": account["indexable"] ?? false, "is_bot": account["bot"] ?? false,
      "hides_ties": account["hide_collections"] ?? false,
      "is_sensitive": source["sensitive"] ?? false,
      "fields": .array(
        (0..<max(Self.lines, fields.count)).map { number in
          let field = fields.indices.contains(number) ? fields[number] : .null
          return [
            "number": .integer(number + 1), "index": .integer(number),
            "name": field["name"] ?? "", "value": field["value"] ?? "",
          ]
        }
      ),
      "rings": .array(rings(call)), "languages": .array(languages(call, source)),
      "part": try await part(call), "mail": try await LetterPages.mail(call),
    ]
    return .page(
      ShownPage(
        template: "settings",
        title: call.words.text("settings"),
        content: content,
        place: "settings"
      )
    )
  }

  /// How the member takes part, what for, and by which media.
  private func part(_ call: PageCall) async throws -> JSON {
    let said = try await call.ask("/api/maillage/v1/participation")
    let (way, circle) = (said["way"]?.string, said["circle"]?.string)
    let ways = [""] + Participation.Way.allCases.map(\.rawValue)
    return [
      "goals": said["goals"] ?? .null,
      "origin": .string(call.client.services.addresses.origin.string),
      "feed": .string(ShownAccount.path(call.signedIn?.member.name ?? "") + "/feed.atom"),
      "ways": .array(
        ways.map { word in
          let key = word.isEmpty ? "none" : word
          return [
            "value": .string(word), "label": .string(call.words.text("way-\(key)")),
            "meaning": .string(call.words.text("way-\(key)-means")),
            "is_chosen": .bool(word == way ?? ""),
          ]
        }
      ),
      "circles": .array(
        Participation.Circle.allCases.map { one in
          [
            "value": .string(one.rawValue),
            "label": .string(call.words.text("circle-\(one.rawValue)")),
            "is_chosen": .bool(one.rawValue == circle),
          ]
        }
      ),
    ]
  }

  private func rings(_ call: PageCall) -> [JSON] {
    let chosen =
      call.signedIn?.member.defaultAudience
      ?? call.client.services.settings.defaultAudience
    return Composer.rings(call, chosen)
  }

  private func languages(_ call: PageCall, _ source: JSON) -> [JSON] {
    let kept = source["language"]?.string ?? ""
    let chosen = kept.isEmpty ? call.words.language : kept
    return call.site.languages.all.map { language in
      [
        "tag": .string(language.language), "name": .string(language.text("language-name")),
        "is_chosen": .bool(language.language == chosen),
      ]
    }
  }
}
