import HTTPTypes
import Hummingbird
import Model

/// A page with forms of this node's own, in plain HTML: it works without script, nobody keeps it, and
/// no other site shows it in a frame.
struct FormPage: Sendable {
  /// What the node is called.
  let node: String
  let words: Words

  func response(
    _ title: String,
    _ body: String,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let page = WebPage(
      title: "\(title) – \(node)",
      language: words.language,
      body: """
        <h1>\(HTMLText.escape(node))</h1>
        <h2>\(HTMLText.escape(title))</h2>
        \(body)
        <p><a href="/home">\(words.text("go-home"))</a></p>
        """
    )
    var response = page.response()
    response.status = status
    response.headers[.cacheControl] = "no-store"
    // Without any referrer a browser says of its own forms that they come from nowhere (Fetch §3.1).
    response.headers[.referrerPolicy] = "same-origin"
    // A redirect of a form counts as its action in some browsers, so none is named here: where the
    // form goes is this page's own doing, and nothing foreign can be part of it.
    response.headers[.contentPolicy] =
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    return response
  }

  /// What a form carries beside what people type.
  static func hidden(_ fields: [(String, String)]) -> String {
    fields.map { name, value in
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTMLText.escape(value))\">"
    }
    .joined(separator: "\n")
  }

  /// What people have to see first.
  static func alert(_ text: String?) -> String {
    text.map { "<p role=\"alert\"><strong>\(HTMLText.escape($0))</strong></p>\n" } ?? ""
  }
}

extension Request {
  /// Browsers say from which site a form comes; it has to be this one.
  func requireOrigin(_ own: String) throws(Refusal) {
    // What the browser says by itself counts before what depends on policies of referrers.
    if let site = headers[.fetchSite] {
      guard site == "same-origin" || site == "none" else {
        throw .forbidden("The form comes from another site.")
      }
      return
    }
    guard let said = headers[.origin], said != own else { return }
    throw .forbidden("The form comes from another site.")
  }
}
