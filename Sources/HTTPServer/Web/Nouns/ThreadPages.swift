import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// A post with what it answers and what answers it.
struct ThreadPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  // The page itself is at the address of the post, which documents have too (`PostRoutes`).
  var routes: [PageRoute] { [] }

  static func show(_ id: PostID, _ call: PageCall) async throws -> PageReply {
    let named = ["id": String(id.rawValue)]
    let status = try await call.ask("/api/v1/statuses/:id", named: named)
    let context = try await call.ask("/api/v1/statuses/:id/context", named: named)
    let shown = call.shown(status: status)
    let author = shown["author"]?["plain_name"]?.string ?? ""
    var page = ShownPage(
      template: "thread",
      title: call.words.text("post-of", ["x": author]),
      content: [
        "before": call.shown(statuses: context["ancestors"]?.array ?? []), "post": shown,
        "after": call.shown(statuses: context["descendants"]?.array ?? []),
        "report": call.viewer != nil && shown["is_own"] != true ? shown : .null,
      ],
      summary: PlainText.preview(
        of: HTMLSanitizer.sanitize(status["content"]?.string ?? ""),
        characters: 300
      )
    )
    page.picture = status["media_attachments"]?.array?.first?["preview_url"]?.string
    if let uri = status["uri"]?.string, call.client.services.settings.isEnabled {
      page.alternates = [ShownPage.Alternate(type: "application/activity+json", address: uri)]
    }
    try await Composer.add(to: &page, call, answering: shown)
    return .page(page)
  }
}
