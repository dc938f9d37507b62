import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Finding people, posts and hashtags.
struct SearchPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] { [get("/search", .member, show)] }

  private func show(_ call: PageCall) async throws -> PageReply {
    let query = call.parameters.filled("q") ?? ""
    var content: JSONObject = ["query": .string(query), "is_asked": .bool(!query.isEmpty)]
    if !query.isEmpty {
      // An address or a name with a host is asked for where it is.
      let fields = ["q": query, "limit": "20", "resolve": "true"]
      let found = try await call.ask("/api/v2/search", fields)
      let accounts = (found["accounts"]?.array ?? []).map { ShownAccount($0).json }
      let tags = (found["hashtags"]?.array ?? []).compactMap { tag -> JSON? in
        tag["name"]?.string.map {
          ["name": .string($0), "address": .string("/hashtags/\(FormText.encode($0))")]
        }
      }
      let statuses = found["statuses"]?.array ?? []
      content["accounts"] = .array(accounts)
      content["tags"] = .array(tags)
      content["statuses"] = call.shown(statuses: statuses)
      content["has_accounts"] = .bool(!accounts.isEmpty)
      content["has_tags"] = .bool(!tags.isEmpty)
      content["has_statuses"] = .bool(!statuses.isEmpty)
      content["is_empty"] = .bool(accounts.isEmpty && tags.isEmpty && statuses.isEmpty)
    }
    return .page(
      ShownPage(
        template: "search",
        title: call.words.text("search"),
        content: content,
        place: "search"
      )
    )
  }
}
