import Federation
import Hummingbird

/// The page behind the link of an invitation: it says what to do with the ticket, and never sees it.
struct JoinRoutes: Sendable {
  let services: FederationServices
  let presentation: ServerSettings.Presentation

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/join") { _, _ in page.response() }
  }

  private var page: WebPage {
    let words = PageWords(language: services.settings.language)
    let command = "maillage peer join '\(services.addresses.origin.string)/join#mt1…'"
    let body = """
      <h1>\(HTMLText.escape(presentation.name))</h1>
      <p><strong>\(HTMLText.escape(words.invitation))</strong></p>
      <p>\(HTMLText.escape(words.howToJoin))</p>
      <pre><code>\(HTMLText.escape(command))</code></pre>
      <p>\(HTMLText.escape(words.whoIsIt))</p>

      """
    return WebPage(
      title: "\(words.invitation) – \(presentation.name)",
      language: words.language,
      body: body
    )
  }
}
