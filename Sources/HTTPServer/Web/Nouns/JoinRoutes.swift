import Federation
import HTTPTypes
import Hummingbird

/// The page behind the link of an invitation: it says what to do with the ticket, and never sees it.
struct JoinRoutes: Sendable {
  let services: FederationServices
  let site: PageSite

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/join") { request, _ in
      var response = page(site.languages.words(for: request, nil, site.client)).response()
      response.headers[.vary] = "Accept, Accept-Language, Cookie"
      return response
    }
  }

  private func page(_ words: Words) -> WebPage {
    let name = site.client.settings.presentation.name
    let title = words.text("join-title")
    let command = "maillage peer join '\(services.addresses.origin.string)/join#mt1…'"
    let body = """
      <h1>\(HTMLText.escape(name))</h1>
      <p><strong>\(HTMLText.escape(title))</strong></p>
      <p>\(HTMLText.escape(words.text("join-how")))</p>
      <pre><code>\(HTMLText.escape(command))</code></pre>
      <p>\(HTMLText.escape(words.text("join-who")))</p>

      """
    return WebPage(title: "\(title) – \(name)", language: words.language, body: body)
  }
}
