import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What a member talks about with few: the conversations, and one of them.
struct MessagePages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let one = "/api/maillage/v1/conversations/:id"

  var routes: [PageRoute] {
    [get("/messages", .member, list), get("/messages/:id", .member, show)]
  }

  private func list(_ call: PageCall) async throws -> PageReply {
    var list = try await call.list("/api/v1/conversations")
    list["items"] = .array((list["items"]?.array ?? []).map { Self.line($0, call) })
    list["hint"] = .string(call.words.text("empty-messages"))
    return .page(
      ShownPage(
        template: "messages",
        title: call.words.text("place-messages"),
        content: list,
        place: "messages"
      )
    )
  }

  /// A conversation in a line: with whom, and how what was said last begins.
  private static func line(_ talk: JSON, _ call: PageCall) -> JSON {
    let last = talk["last_status"] ?? .null
    let warning = last["spoiler_text"]?.string ?? ""
    let text = PlainText.preview(
      of: HTMLSanitizer.sanitize(last["content"]?.string ?? ""),
      characters: 140
    )
    return [
      "path": .string("/messages/\(talk["id"]?.string ?? "")"), "people": people(talk),
      "names": .string(names(talk, call)), "is_unread": talk["unread"] ?? false,
      "created_at": last["created_at"] ?? .null,
      "preview": .string(warning.isEmpty ? text : warning),
      "is_own": .bool(last["account"]?["id"]?.string == call.viewer.map { String($0.rawValue) }),
    ]
  }

  private static func people(_ talk: JSON) -> JSON {
    .array((talk["accounts"]?.array ?? []).map { .object(ShownAccount($0).line) })
  }

  private static func names(_ talk: JSON, _ call: PageCall) -> String {
    let names = (talk["accounts"]?.array ?? [])
      .map { ShownAccount($0).plainName }
    return names.isEmpty ? call.words.text("yourself") : names.joined(separator: ", ")
  }

  /// What was said, the oldest first, with the form to answer; looking at it is reading it.
  private func show(_ call: PageCall) async throws -> PageReply {
    let named = ["id": try call.text("id")]
    let talk = try await call.ask(Self.one, named: named)
    var list = try await call.list("\(Self.one)/statuses", named: named)
    let isNewest = list["newest"] == nil
    let shown = call.shown(statuses: list["items"]?.array ?? []).array ?? []
    list["items"] = .array(shown.reversed())
    let names = Self.names(talk, call)
    list["names"] = .string(names)
    list["people"] = Self.people(talk)
    list["id"] = talk["id"] ?? .null
    if isNewest, talk["unread"] == true {
      let path = "/api/v1/conversations/:id/read"
      _ = try await call.reply(path, named: named, .empty, method: .post)
    }
    var page = ShownPage(
      template: "conversation",
      title: call.words.text("conversation-with", ["x": names]),
      content: list,
      place: "messages"
    )
    guard isNewest, let last = shown.first else { return .page(page) }
    let circle = Composer.Circle(
      ring: .direct,
      who: call.words.text("seen-by-people", ["x": names]),
      parent: last,
      names: (talk["accounts"]?.array ?? []).compactMap { $0["acct"]?.string }
    )
    try await Composer.add(to: &page, call, for: circle)
    return .page(page)
  }
}
