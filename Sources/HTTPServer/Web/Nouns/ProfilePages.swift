import ActivityStreams
import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// People and groups, of this node and of others.
struct ProfilePages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [
      get("/follow-requests", .member, requests),
      get("/@{name}/followers", .member) { try await people($0, ofFollowers: true) },
      get("/@{name}/following", .member) { try await people($0, ofFollowers: false) },
    ]
  }

  /// The page of an account; its document has the same address (`HomeRoutes`).
  static func show(_ acct: String, _ call: PageCall) async throws -> PageReply {
    // What other nodes show of their people they show themselves: a visitor may look there.
    if acct.contains("@") { _ = try call.member }
    let account = try await call.ask("/api/v1/accounts/lookup", ["acct": acct])
    if account["group"] == true { return try await GroupPages.show(acct, account, call) }
    let shown = ShownAccount(account).json
    let id = account["id"]?.string ?? ""
    let said = try await TestimonialPages.said(of: acct, account, call)
    let tab = call.parameters.filled("tab").flatMap(Tab.init(rawValue:)) ?? .posts
    var list = try await call.list(
      "/api/v1/accounts/:id/statuses",
      named: ["id": id],
      tab.fields
    )
    list["items"] = call.sheets(of: list["items"])
    let name = shown["plain_name"]?.string ?? acct
    var page = ShownPage(
      template: "profile",
      title: name,
      content: list,
      place: "profile",
      summary: PlainText.preview(
        of: HTMLSanitizer.sanitize(account["note"]?.string ?? ""),
        characters: 200
      )
    )
    page.content["account"] = shown
    page.content["address"] = .string(address(of: account, call))
    page.content["tabs"] = .array(Tab.allCases.map { $0.json(tab, acct, call.words) })
    page.content["said"] = .array(said)
    page.content["has_said"] = .bool(!said.isEmpty)
    let own = try await call.ask("/api/maillage/v1/accounts/:id/participation", named: ["id": id])
    page.content["goals"] = own["goals"] ?? .null
    let way = own["way"]?.string.map { call.words.text("way-\($0)") }
    page.content["way"] = way.map(JSON.string) ?? .null
    page.content["hint"] = .string(call.words.text("empty-profile"))
    try await addTies(to: &page, id, call)
    page.picture = account["avatar"]?.string
    if let uri = account["uri"]?.string, call.client.services.settings.isEnabled {
      page.alternates = [ShownPage.Alternate(type: "application/activity+json", address: uri)]
    }
    if !acct.contains("@") {
      let feed = "\(ShownAccount.path(acct))/feed.atom"
      page.alternates.append(ShownPage.Alternate(type: "application/atom+xml", address: feed))
    }
    return .page(page)
  }

  /// What posts of somebody are shown.
  private enum Tab: String, CaseIterable {
    case posts, replies, media

    var fields: [String: String] {
      switch self {
      case .posts: ["exclude_replies": "true"]
      case .replies: [:]
      case .media: ["only_media": "true"]
      }
    }

    func json(_ current: Tab, _ acct: String, _ words: Words) -> JSON {
      let path = ShownAccount.path(acct)
      return [
        "address": .string(self == .posts ? path : "\(path)?tab=\(rawValue)"),
        "name": .string(words.text("tab-\(rawValue)")), "is_current": .bool(self == current),
      ]
    }
  }

  static func address(of account: JSON, _ call: PageCall) -> String {
    let acct = account["acct"]?.string ?? ""
    return acct.contains("@")
      ? "@\(acct)" : "@\(acct)@\(call.client.services.addresses.origin.authority)"
  }

  private static func addTies(to page: inout ShownPage, _ id: String, _ call: PageCall) async throws
  {
    guard let viewer = call.viewer else { return }
    page.content["is_own"] = .bool(String(viewer.rawValue) == id)
    guard String(viewer.rawValue) != id else { return }
    let value = FormValue.object(["id": .list([.string(id)])])
    let ties = try await call.reply("/api/v1/accounts/relationships", value).json
    page.content["ties"] = ties.array?.first ?? .null
  }

  /// Who asks to follow the member.
  private func requests(_ call: PageCall) async throws -> PageReply {
    var list = try await call.list("/api/v1/follow_requests", limit: 40)
    list["items"] = .array((list["items"]?.array ?? []).map { ShownAccount($0).json })
    let title = call.words.text("place-follow-requests")
    return .page(
      ShownPage(template: "follow-requests", title: title, content: list, place: "notifications")
    )
  }

  private func people(_ call: PageCall, ofFollowers: Bool) async throws -> PageReply {
    let acct = try call.text("name")
    let account = try await call.ask("/api/v1/accounts/lookup", ["acct": acct])
    let word = ofFollowers ? "followers" : "following"
    var list = try await call.list(
      "/api/v1/accounts/:id/\(word)",
      named: ["id": account["id"]?.string ?? ""],
      limit: 40
    )
    list["items"] = .array((list["items"]?.array ?? []).map { ShownAccount($0).json })
    let shown = ShownAccount(account).json
    let title = call.words.text("\(word)-of", ["x": shown["plain_name"]?.string ?? acct])
    list["heading"] = .string(title)
    list["account"] = shown
    return .page(ShownPage(template: "people", title: title, content: list, place: "profile"))
  }
}
