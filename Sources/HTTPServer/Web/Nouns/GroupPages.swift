import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Groups: which there are, one of them with its people, and looking after one.
struct GroupPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  static let start = "/api/maillage/v1/groups"

  // The page of a group is at its name, where its document is, too (`ProfilePages`).
  var routes: [PageRoute] {
    [
      get("/groups", .member, list), post("/groups", .member, make),
      post("/@{name}/settings", .member, edit),
    ]
  }

  // MARK: All of them

  private static let lists = ["tasks", "mine", "node", "territory"]
  private static let mostListed = 40

  /// All lists from their beginnings, or one of them, through which one pages.
  private func list(_ call: PageCall) async throws -> PageReply {
    let chosen = call.parameters.filled("which").flatMap { Self.lists.contains($0) ? $0 : nil }
    var content: JSONObject = [
      "joinings": .array(ShownGroup.joinings(.open, call.words)),
      "postings": .array(ShownGroup.postings(nil, call.words)),
    ]
    var known: Set<String> = []
    var count = 0
    for which in chosen.map({ [$0] }) ?? Self.lists {
      let list = try await call.list(Self.start, ["which": which], limit: Self.mostListed)
      let shown = (list["items"]?.array ?? [])
        .filter { known.insert($0["account"]?["id"]?.string ?? "").inserted }
        .map { ShownGroup($0, call.words).json }
      content[which] = .array(shown)
      content["has_\(which)"] = .bool(!shown.isEmpty || list["older"] != nil)
      if chosen != nil {
        for way in ["older", "newest"] { content[way] = list[way] }
      } else if list["older"] != nil {
        content["more_\(which)"] = .string("/groups?which=\(which)")
      }
      count += shown.count
    }
    content["is_one"] = .bool(chosen != nil)
    content["is_empty"] = .bool(count == 0)
    return .page(
      ShownPage(
        template: "groups",
        title: call.words.text("place-groups"),
        content: content,
        place: "groups"
      )
    )
  }

  /// What both forms say of how a group is run.
  private func wish(_ form: Parameters) -> [String: FormValue] {
    var wish: [String: FormValue] = [
      "moderated": .string(form.bool("moderated") == true ? "true" : "false")
    ]
    for name in ["name", "joining", "posting"] {
      if let text = form.filled(name) { wish[name] = .string(text) }
    }
    for name in ["title", "summary"] {
      if let text = form.text(name) { wish[name] = .string(text) }
    }
    return wish
  }

  private func make(_ call: PageCall) async throws -> PageReply {
    let made = try await call.reply(Self.start, .object(wish(call.parameters)), method: .post).json
    return .seeOther(ShownAccount.path(made["account"]?["acct"]?.string ?? ""))
  }

  private func edit(_ call: PageCall) async throws -> PageReply {
    let account = try await call.ask("/api/v1/accounts/lookup", ["acct": try call.text("name")])
    let changed = try await call.reply(
      "\(Self.start)/:id",
      named: ["id": account["id"]?.string ?? ""],
      .object(wish(call.parameters)),
      method: .patch
    ).json
    let path = ShownAccount.path(changed["account"]?["acct"]?.string ?? "")
    return .seeOther("\(path)?tab=manage")
  }

  // MARK: One of them

  /// What of a group is looked at.
  private enum Tab: String, CaseIterable {
    case posts, events, members, manage

    func json(_ current: Tab, _ acct: String, _ words: Words) -> JSON {
      let path = ShownAccount.path(acct)
      return [
        "address": .string(self == .posts ? path : "\(path)?tab=\(rawValue)"),
        "name": .string(words.text("group-tab-\(rawValue)")),
        "is_current": .bool(self == current),
      ]
    }
  }

  /// The page of a group, of this node or another.
  static func show(_ acct: String, _ account: JSON, _ call: PageCall) async throws -> PageReply {
    let named = ["id": account["id"]?.string ?? ""]
    let group = try await call.ask("\(start)/:id", named: named)
    let mayModerate = group["may_moderate"] == true
    let tabs = Tab.allCases.filter { tab in
      switch tab {
      case .posts, .events: true
      case .members: call.viewer != nil
      case .manage: mayModerate
      }
    }
    let asked = call.parameters.filled("tab").flatMap(Tab.init(rawValue:))
    let tab = asked.flatMap { tabs.contains($0) ? $0 : nil } ?? .posts
    let shown = ShownGroup(group, call.words).json
    var page = ShownPage(
      template: "group",
      title: shown["account"]?["plain_name"]?.string ?? acct,
      content: [
        "group": shown, "address": .string(ProfilePages.address(of: account, call)),
        "tabs": .array(tabs.map { $0.json(tab, acct, call.words) }),
        "is_\(tab.rawValue)": true, "watch": .null,
      ],
      place: "groups",
      summary: PlainText.preview(
        of: HTMLSanitizer.sanitize(account["note"]?.string ?? ""),
        characters: 200
      )
    )
    switch tab {
    case .posts: try await addPosts(to: &page, group, named, call)
    case .events: try await addEvents(to: &page, group, named, call)
    case .members: try await addMembers(to: &page, group, named, call)
    case .manage: try await addTasks(to: &page, group, named, call)
    }
    addLinks(to: &page, acct, account, group, call)
    return .page(page)
  }

  private static func addPosts(
    to page: inout ShownPage,
    _ group: JSON,
    _ named: [String: String],
    _ call: PageCall
  ) async throws {
    var list = try await call.list("\(start)/:id/statuses", named: named)
    list["items"] = call.sheets(of: list["items"])
    list["hint"] = .string(call.words.text("empty-group"))
    let isFirst = list["newest"] == nil
    for member in list { page.content[member.key] = member.value }
    guard isFirst, group["may_write"] == true else { return }
    let circle = circle(of: group, page, call)
    try await Composer.add(to: &page, call, for: circle)
  }

  /// For whom what is written in a group is.
  private static func circle(
    of group: JSON,
    _ page: ShownPage,
    _ call: PageCall
  ) -> Composer.Circle {
    let isClosed = group["joining"]?.string != GroupJoining.open.rawValue
    let name = page.content["group"]?["account"]?["plain_name"]?.string ?? ""
    let who = isClosed ? "seen-by-group" : "seen-by-everyone"
    return Composer.Circle(
      ring: isClosed ? .direct : .public,
      who: call.words.text(who, ["x": name]),
      group: group["account"]?["id"] ?? .null
    )
  }

  private static func addEvents(
    to page: inout ShownPage,
    _ group: JSON,
    _ named: [String: String],
    _ call: PageCall
  ) async throws {
    let fields = ["group_id": named["id"] ?? ""]
    var list = try await call.list("/api/maillage/v1/events", fields)
    list["items"] = call.sheets(of: list["items"])
    list["hint"] = .string(call.words.text("empty-events"))
    for member in list { page.content[member.key] = member.value }
    guard group["may_write"] == true else { return }
    let circle = circle(of: group, page, call)
    page.content["event_form"] = [
      "group": circle.group, "who": .string(circle.who),
      "ring": .string(circle.ring.rawValue), "choice": .null,
    ]
  }

  private static func addMembers(
    to page: inout ShownPage,
    _ group: JSON,
    _ named: [String: String],
    _ call: PageCall
  ) async throws {
    let people = try await call.ask("\(start)/:id/members", named: named).array ?? []
    let isAdmin = group["may_administer"] == true
    let viewer = call.viewer.map { String($0.rawValue) }
    page.content["people"] = .array(
      people.map { person in
        let role = person["affiliation"]?.string
        let isOwn = person["account"]?["id"]?.string == viewer
        let isAbove = !isAdmin && ["admin", "moderator"].contains(role)
        return [
          "account": ShownAccount(person["account"] ?? .null).json,
          "role": role.map { .string(call.words.text("role-\($0)")) } ?? .null,
          "may_change": .bool(group["may_moderate"] == true && !isOwn && !isAbove),
          "roles": .array(ShownGroup.roles(role, isAdmin: isAdmin, call.words)),
        ]
      }
    )
    page.content["has_people"] = .bool(!people.isEmpty)
  }

  private static func addTasks(
    to page: inout ShownPage,
    _ group: JSON,
    _ named: [String: String],
    _ call: PageCall
  ) async throws {
    let requests = try await call.ask("\(start)/:id/requests", named: named).array ?? []
    let waiting = try await call.ask("\(start)/:id/waiting", named: named).array ?? []
    let invited = try await call.ask("\(start)/:id/invitations", named: named).array ?? []
    let open = invited.filter { $0["state"]?.string == "pending" }
    let viewer = call.viewer.map { String($0.rawValue) }
    page.content["requests"] = .array(requests.map { ShownAccount($0).json })
    page.content["has_requests"] = .bool(!requests.isEmpty)
    page.content["waiting"] = call.shown(statuses: waiting)
    page.content["has_waiting"] = .bool(!waiting.isEmpty)
    page.content["invited"] = .array(
      open.map { invitation in
        [
          "account": ShownAccount(invitation["person"] ?? .null).json,
          "created_at": invitation["created_at"] ?? .null,
          "may_withdraw": .bool(invitation["inviter"]?["id"]?.string == viewer),
        ]
      }
    )
    page.content["has_invited"] = .bool(!open.isEmpty)
    let joining = group["joining"]?.string.flatMap(GroupJoining.init(rawValue:)) ?? .open
    page.content["joinings"] = .array(ShownGroup.joinings(joining, call.words))
    let posting = group["posting"]?.string
    page.content["postings"] = .array(ShownGroup.postings(posting, call.words))
    page.content["summary"] = group["summary"] ?? .null
  }

  private static func addLinks(
    to page: inout ShownPage,
    _ acct: String,
    _ account: JSON,
    _ group: JSON,
    _ call: PageCall
  ) {
    page.picture = account["avatar"]?.string
    if let uri = account["uri"]?.string, call.client.services.settings.isEnabled {
      page.alternates = [ShownPage.Alternate(type: "application/activity+json", address: uri)]
    }
    // Of a closed one there is nothing for everyone; others' are at their own nodes.
    guard !acct.contains("@"), group["joining"]?.string == GroupJoining.open.rawValue else {
      return
    }
    let (feed, calendar) = ("\(ShownAccount.path(acct))/feed.atom", "/groups/\(acct)/events.ics")
    page.content["feed"] = .string(feed)
    page.content["calendar_file"] = .string(calendar)
    page.alternates += [
      ShownPage.Alternate(type: "application/atom+xml", address: feed),
      ShownPage.Alternate(type: "text/calendar", address: calendar),
    ]
  }
}
