import HTTPTypes
import Hummingbird

/// A page apart from the node's others, without menu and script: signing in for an application, the
/// member's own account, an invitation.
struct WebPage: Sendable {
  let title: String
  let language: String
  /// HTML; made of escaped and of sanitised parts only.
  let body: String

  /// Nothing is loaded but the style sheet and pictures from here, nothing runs, nothing is sent
  /// (threat 23).
  static let contentPolicy = """
    default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'
    """

  func response() -> Response {
    let headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8", .vary: Answer.vary,
      .cacheControl: "public, max-age=60", .contentPolicy: Self.contentPolicy,
    ]
    return Response(status: .ok, headers: headers, body: ResponseBody(Array(html.utf8)))
  }

  private var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(HTMLText.escape(language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(HTMLText.escape(title))</title>
    <link rel="stylesheet" href="/style.css">
    </head>
    <body>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }
}
