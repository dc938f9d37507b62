import Foundation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Writing, and every form that does what a route of the client API does.
struct PostingPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    var compose = post("/compose", .member, publish)
    compose.largestBody = 64 << 20
    return [
      get("/compose", .member, show), compose,
      get("/posts/:id/edit", .member, showEdit), post("/posts/:id/edit", .member, edit),
    ] + deeds
  }

  // MARK: Forms of the API

  /// One form for each path of the API that changes something for a member; `_method` says which of
  /// its methods, as browsers' forms know only one.
  private var deeds: [PageRoute] {
    Dictionary(grouping: site.api.forms, by: \.path).sorted { $0.key < $1.key }.map { path, forms in
      var form = post("/do" + path.dropFirst("/api".count), .member) { call in
        try await Self.act(path, call)
      }
      form.largestBody = forms.map(\.largestBody).max() ?? form.largestBody
      form.isDeed = true
      return form
    }
  }

  private static func act(_ path: String, _ call: PageCall) async throws -> PageReply {
    let word = call.parameters.filled("_method")?.uppercased() ?? "POST"
    guard let method = HTTPRequest.Method(word), call.site.api.route(method, path) != nil else {
      throw Refusal.malformed("The form is incomplete.")
    }
    var named: [String: String] = [:]
    for part in path.split(separator: "/") where part.hasPrefix(":") {
      let name = String(part.dropFirst())
      named[name] = try call.text(name)
    }
    _ = try await call.reply(path, named: named, Self.filled(call.parameters.value), method: method)
    return .seeOther(PageCall.ownPath(call.parameters.text("back")) ?? "/home")
  }

  /// Without the files that nobody chose: browsers send an empty one in their place.
  private static func filled(_ value: FormValue) -> FormValue {
    guard case .object(let members) = value else { return value }
    return .object(members.filter { $0.value.file?.content.isEmpty != true })
  }

  // MARK: A post

  private func show(_ call: PageCall) async throws -> PageReply {
    let title = call.words.text("compose")
    var page = ShownPage(template: "compose", title: title, place: "compose")
    let quoted = try await status(call.parameters.filled("quote"), call)
    let parent = try await status(call.parameters.filled("answer"), call)
    let person = call.parameters.text("to")
    try await Composer.add(
      to: &page,
      call,
      ring: person == nil ? nil : .direct,
      answering: parent,
      quoting: quoted
    )
    if let person, !person.isEmpty, case .object(var composer) = page.content["composer"] ?? .null {
      composer["text"] = .string(Composer.naming([person]))
      page.content["composer"] = .object(composer)
    }
    return .page(page)
  }

  private func status(_ id: String?, _ call: PageCall) async throws -> JSON? {
    guard let id else { return nil }
    return call.shown(status: try await call.ask("/api/v1/statuses/:id", named: ["id": id]))
  }

  private func publish(_ call: PageCall) async throws -> PageReply {
    var wish = Self.wish(call.parameters)
    let files = call.parameters.files("media").filter { !$0.content.isEmpty }
    guard files.count <= Composer.files else {
      throw Refusal.malformed("A post has at most \(Composer.files) files.")
    }
    var media: [FormValue] = []
    let descriptions = call.parameters.texts("media_description")
    for (number, file) in files.enumerated() {
      var fields: [String: FormValue] = ["file": .file(file)]
      if descriptions.indices.contains(number), !descriptions[number].isEmpty {
        fields["description"] = .string(descriptions[number])
      }
      let taken = try await call.reply("/api/v1/media", .object(fields), method: .post)
      if let id = try taken.json["id"]?.string { media.append(.string(id)) }
    }
    if !media.isEmpty { wish["media_ids"] = .list(media) }
    wish["territory"] = call.territory(for: call.parameters.filled("visibility"))
    let group = call.parameters.filled("group")
    let status = try await call.reply(
      group == nil ? "/api/v1/statuses" : "/api/maillage/v1/groups/:id/statuses",
      named: ["id": group ?? ""],
      .object(wish),
      method: .post,
      once: call.parameters.filled("key")
    ).json
    let back = PageCall.ownPath(call.parameters.text("back")) ?? "/home"
    let id = status["id"]?.string ?? ""
    return .seeOther(back.contains("#") ? back : "\(back)#post-\(id)")
  }

  /// What the form says, without what was left empty.
  private static func wish(_ form: Parameters) -> [String: FormValue] {
    var wish: [String: FormValue] = [:]
    let names = [
      "status", "visibility", "spoiler_text", "language", "in_reply_to_id",
      "quoted_status_id",
    ]
    for name in names { if let text = form.filled(name) { wish[name] = .string(text) } }
    if form.bool("sensitive") == true { wish["sensitive"] = .string("true") }
    let poll = form.part("poll")
    let options = poll?.texts("options").filter { !$0.isEmpty } ?? []
    if let poll, !options.isEmpty {
      wish["poll"] = .object([
        "options": .list(options.map(FormValue.string)),
        "expires_in": .string(poll.filled("expires_in") ?? "86400"),
        "multiple": .string(poll.bool("multiple") == true ? "true" : "false"),
      ])
    }
    return wish
  }

  // MARK: Changing it

  private func showEdit(_ call: PageCall) async throws -> PageReply {
    let id = try call.text("id")
    let source = try await call.ask("/api/v1/statuses/:id/source", named: ["id": id])
    let status = try await call.ask("/api/v1/statuses/:id", named: ["id": id])
    return .page(
      ShownPage(
        template: "edit",
        title: call.words.text("edit-post"),
        content: [
          "id": .string(id), "text": source["text"] ?? .null,
          "warning": source["spoiler_text"] ?? .null, "post": call.shown(status: status),
        ]
      )
    )
  }

  private func edit(_ call: PageCall) async throws -> PageReply {
    let id = try call.text("id")
    let before = try await call.ask("/api/v1/statuses/:id", named: ["id": id])
    var wish: [String: FormValue] = [
      "status": .string(call.parameters.text("status") ?? ""),
      "spoiler_text": .string(call.parameters.text("spoiler_text") ?? ""),
    ]
    // What is not named is taken away by an edit, so the files are named again.
    let media = (before["media_attachments"]?.array ?? []).compactMap { $0["id"]?.string }
    if !media.isEmpty { wish["media_ids"] = .list(media.map(FormValue.string)) }
    _ = try await call.reply(
      "/api/v1/statuses/:id",
      named: ["id": id],
      .object(wish),
      method: .put
    )
    return .seeOther("/posts/\(id)")
  }
}
