import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What somebody, a group or the node says to everyone, for feed readers (RFC 4287).
struct FeedPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let entries = 20

  var routes: [PageRoute] {
    [
      get("/feed.atom", .anyone) { call in
        let fields = ["local": "true", "limit": String(Self.entries)]
        let statuses = try await call.visitor.ask("/api/v1/timelines/public", fields)
        let name = call.client.settings.presentation.name
        return try Self.feed(statuses, of: name, at: "/", call)
      },
      get("/@{name}/feed.atom", .anyone) { call in
        let acct = try call.text("name")
        // Others' feeds are at their own nodes.
        guard !acct.contains("@") else { throw Refusal.absent }
        let account = try await call.visitor.ask("/api/v1/accounts/lookup", ["acct": acct])
        let named = ["id": account["id"]?.string ?? ""]
        var fields = ["limit": String(Self.entries)]
        let isGroup = account["group"] == true
        if !isGroup { (fields["exclude_replies"], fields["exclude_reblogs"]) = ("true", "true") }
        let statuses = try await call.visitor.ask(
          isGroup ? "/api/maillage/v1/groups/:id/statuses" : "/api/v1/accounts/:id/statuses",
          named: named,
          fields
        )
        let name = ShownAccount(account).plainName
        return try Self.feed(statuses, of: name, at: ShownAccount.path(acct), call)
      },
    ]
  }

  private static func feed(
    _ statuses: JSON,
    of name: String,
    at path: String,
    _ call: PageCall
  ) throws -> PageReply {
    let origin = call.client.services.addresses.origin.string
    let entries = (statuses.array ?? []).map { status -> JSON in
      let html = HTMLSanitizer.sanitize(status["content"]?.string ?? "")
      let warning = status["spoiler_text"]?.string ?? ""
      let title = warning.isEmpty ? PlainText.preview(of: html, characters: 80) : warning
      return [
        "id": status["uri"] ?? .null,
        "address": .string("\(origin)/posts/\(status["id"]?.string ?? "")"),
        "title": .string(title.isEmpty ? call.words.text("attachment") : title),
        // What is warned of is read on its page.
        "content": .string(warning.isEmpty ? html.html : ""),
        "language": status["language"]?.string.map(JSON.string) ?? .null,
        "author": .string(status["account"].map { ShownAccount($0).plainName } ?? name),
        "published": status["created_at"] ?? .null,
        "updated": status["edited_at"]?.string.map(JSON.string) ?? status["created_at"] ?? .null,
      ]
    }
    let updated = entries.compactMap { $0["updated"]?.string }.max()
    let feed: JSONObject = [
      "title": .string(name), "id": .string(origin + path), "address": .string(origin + path),
      "self": .string(origin + call.request.uri.path), "entries": .array(entries),
      "updated": .string(updated ?? "1970-01-01T00:00:00Z"),
    ]
    let values: [String: Any] = ["feed": PageValue(.object(feed), call.words)]
    let text = PageTemplates.render("feed", values, in: call.words) ?? ""
    return .response(
      Response(
        status: .ok,
        headers: [
          .contentType: "application/atom+xml; charset=utf-8",
          .cacheControl: "public, max-age=300",
        ],
        body: ResponseBody(Array(text.utf8))
      )
    )
  }
}
