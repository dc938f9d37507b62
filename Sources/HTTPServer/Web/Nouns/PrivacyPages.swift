import Federation
import Foundation
import Hummingbird
import Model
import StrictJSON

/// What is stored about a member, and the admin's own words on law and privacy.
struct PrivacyPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [
      get("/settings/data", .member, holdings),
      get("/settings/data/archives/:id", .member, file),
      get("/legal", .anyone) { call in
        try Self.words(call.client.settings.presentation.legalNotice, "legal-notice", call)
      },
      get("/privacy", .anyone) { call in
        try Self.words(call.client.settings.presentation.privacy, "privacy", call)
      },
    ]
  }

  private func holdings(_ call: PageCall) async throws -> PageReply {
    let held = try await call.ask("/api/maillage/v1/holdings").array ?? []
    let lines = held.filter { ($0["count"]?.int ?? 0) > 0 }.map { line -> JSON in
      [
        "what": .string(call.words.text("held-\(line["kind"]?.string ?? "")")),
        "count": .string(call.words.number(line["count"]?.int ?? 0)),
        "reach": .string(call.words.text("reach-\(line["reach"]?.string ?? "")")),
      ]
    }
    let title = call.words.text("my-data")
    let archives = try await archives(call)
    let isAskable = !archives.contains { $0["is_waiting"] == true }
    return .page(
      ShownPage(
        template: "holdings",
        title: title,
        content: [
          "lines": .array(lines), "title": .string(title), "archives": .array(archives),
          "is_askable": .bool(isAskable),
        ],
        place: "settings"
      )
    )
  }

  private func archives(_ call: PageCall) async throws -> [JSON] {
    let found = try await call.ask("/api/maillage/v1/archives").array ?? []
    return found.compactMap { archive in
      guard let id = archive["id"]?.string, let state = archive["state"]?.string else { return nil }
      let moment = { (name: String) -> JSON in
        archive[name]?.string.flatMap { try? Date($0, strategy: .iso8601) }
          .map { JSON.string(call.words.moment($0)) } ?? .null
      }
      let size = Int64(archive["size"]?.int ?? 0).formatted(.byteCount(style: .file))
      return [
        "asked": moment("asked_at"), "ends": moment("expires_at"), "size": .string(size),
        "state": .string(call.words.text("archive-\(state)")),
        "is_waiting": .bool(state == "waiting"),
        "href": state == "ready" ? .string("/settings/data/archives/\(id)") : .null,
      ]
    }
  }

  private func file(_ call: PageCall) async throws -> PageReply {
    let reply = try await call.reply(
      "/api/maillage/v1/archives/:id/file",
      named: ["id": call.text("id")],
      .empty
    )
    return .response(reply.response())
  }

  private static func words(
    _ source: String?,
    _ title: String,
    _ call: PageCall
  ) throws -> PageReply {
    guard let source else { throw Refusal.absent }
    let title = call.words.text(title)
    let html = Markdown.render(source).html
    return .page(
      ShownPage(
        template: "words",
        title: title,
        content: ["title": .string(title), "words": ["content": .string(html)]]
      )
    )
  }
}
