import HTTPTypes
import Hummingbird

/// A page for people: plain HTML without script, which needs nothing but one style sheet.
struct WebPage: Sendable {
  let title: String
  let language: String
  /// HTML; made of escaped and of sanitised parts only.
  let body: String
  /// The same as a document, for those who look for it.
  var alternate: String?

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
    let link = alternate.map { address in
      "<link rel=\"alternate\" type=\"application/activity+json\" href=\"\(HTMLText.escape(address))\">"
    }
    return """
      <!DOCTYPE html>
      <html lang="\(HTMLText.escape(language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTMLText.escape(title))</title>
      <link rel="stylesheet" href="/style.css">
      \(link ?? "")
      </head>
      <body>
      <main>
      \(body)
      </main>
      </body>
      </html>

      """
  }

  static let styleSheet = """
    :root { color-scheme: light dark; }
    body { font: 1.05rem/1.6 system-ui, sans-serif; margin: 0; }
    main { max-width: 38rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
    h1 { line-height: 1.2; }
    .address, time, footer { opacity: .75; }
    blockquote { border-left: .25rem solid; margin-left: 0; padding-left: 1rem; }
    pre { overflow-x: auto; }
    input, button { font: inherit; padding: .4rem .6rem; }
    button { margin: .15rem 0; overflow-wrap: normal; }
    label input { width: 100%; box-sizing: border-box; }
    .entries { list-style: none; padding: 0; }
    .entries li { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; }
    .entries li { border-top: 1px solid; padding: .6rem 0; }
    .entries div { flex: 1 1 18rem; }
    .entries p { margin: 0; }
    .qr { max-width: 100%; height: auto; }
    figure { margin: 1rem 0; }
    img { max-width: 100%; height: auto; }

    """
}
