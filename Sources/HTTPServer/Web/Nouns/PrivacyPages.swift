import Federation
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
    return .page(
      ShownPage(
        template: "holdings",
        title: title,
        content: ["lines": .array(lines), "title": .string(title)],
        place: "settings"
      )
    )
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
