import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Home, and the three rings: organisation, territory, everyone.
struct TimelinePages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [
      get("/home", .member, home),
      get("/organisation", .member) { call in
        try await page(call, "organisation", "/api/v1/timelines/public", ["local": "true"])
      },
      get("/territory", .member, territory),
      get("/everyone", .member) { try await page($0, "everyone", "/api/v1/timelines/public") },
      get("/bookmarks", .member) { try await page($0, "bookmarks", "/api/v1/bookmarks") },
      get("/favourites", .member) { try await page($0, "favourites", "/api/v1/favourites") },
      get("/hashtags/:tag", .anyone) { call in
        let tag = try call.text("tag")
        let reply = try await call.list("/api/v1/timelines/tag/:tag", named: ["tag": tag])
        return .page(Self.page(call, reply, place: "tag", title: "#\(tag)"))
      },
    ]
  }

  /// The home timeline, below what the admin tells all members, until one has read it.
  private func home(_ call: PageCall) async throws -> PageReply {
    guard case .page(var page) = try await self.page(call, "home", "/api/v1/timelines/home") else {
      throw Refusal.absent
    }
    let (member, now) = (try call.member, call.client.now)
    let fresh = try await call.client.database.read { tx in
      try tx.announcements.current(at: now).filter {
        try !tx.announcements.isRead($0.id, by: member)
      }
    }
    page.content["announcements"] = .array(
      fresh.map { ["id": .string(String($0.id)), "content": .string($0.html)] }
    )
    page.content["has_announcements"] = .bool(!fresh.isEmpty)
    return .page(page)
  }

  private func page(
    _ call: PageCall,
    _ place: String,
    _ path: String,
    _ fields: [String: String] = [:]
  ) async throws -> PageReply {
    let list = try await call.list(path, fields)
    var page = Self.page(call, list, place: place, title: call.words.text("place-\(place)"))
    try await Composer.add(to: &page, call, ring: Self.ring(of: place))
    Self.watch(&page, call, list, place == "bookmarks" || place == "favourites" ? nil : place)
    return .page(page)
  }

  /// What is written beside a timeline is for those who read it there.
  private static func ring(of place: String) -> Audience? {
    switch place {
    case "organisation": .node
    case "territory": .territory
    case "everyone": .public
    default: nil
    }
  }

  private func territory(_ call: PageCall) async throws -> PageReply {
    let known = try await call.ask("/api/maillage/v1/territories").array ?? []
    let asked = call.parameters.filled("territory")
    guard let chosen = known.first(where: { $0["id"]?.string == asked }) ?? known.first else {
      return .page(
        ShownPage(
          template: "timeline",
          title: call.words.text("place-territory"),
          content: [
            "heading": .string(call.words.text("place-territory")), "is_empty": true, "items": [],
            "hint": .string(call.words.text("no-territory")),
          ],
          place: "territory"
        )
      )
    }
    let fields = ["territory": chosen["id"]?.string ?? ""]
    let list = try await call.list("/api/maillage/v1/timelines/territory", fields)
    let title = chosen["name"]?.string ?? call.words.text("place-territory")
    var page = Self.page(call, list, place: "territory", title: title)
    page.content["must_accept"] = .bool(chosen["accepted"] == false)
    page.content["about"] = .string("/territories/\(chosen["id"]?.string ?? "")/charter")
    page.content["choices"] =
      known.count > 1
      ? .array(
        known.map { territory in
          let id = territory["id"]?.string ?? ""
          return [
            "address": .string("/territory?territory=\(FormText.encode(id))"),
            "name": territory["name"] ?? .null,
            "is_current": .bool(id == chosen["id"]?.string),
          ]
        }
      ) : []
    try await Composer.add(to: &page, call, ring: .territory, in: chosen["id"]?.string)
    Self.watch(&page, call, list, "territory", fields)
    return .page(page)
  }

  /// Lets the script of the page ask what is newer than its newest post (`LivePages`).
  private static func watch(
    _ page: inout ShownPage,
    _ call: PageCall,
    _ list: JSONObject,
    _ timeline: String?,
    _ fields: [String: String] = [:]
  ) {
    let isOlder = ["max_id", "min_id"].contains { call.parameters.filled($0) != nil }
    guard let timeline, !isOlder else { return }
    let newest = list["items"]?.array?.first?["id"]?.string ?? "0"
    let query = [("timeline", timeline), ("since", newest)] + fields.map { ($0.key, $0.value) }
    page.content["watch"] = .string(FormText.encode(query))
  }

  /// A list of posts.
  static func page(
    _ call: PageCall,
    _ list: JSONObject,
    place: String,
    title: String
  ) -> ShownPage {
    var content = list
    content["items"] = call.sheets(of: list["items"])
    content["heading"] = .string(title)
    content["choices"] = []
    content["about"] = .null
    content["hint"] = .string(call.words.text("empty-\(place)"))
    content["is_first_page"] = .bool(list["newest"] == nil)
    return ShownPage(template: "timeline", title: title, content: content, place: place)
  }
}
