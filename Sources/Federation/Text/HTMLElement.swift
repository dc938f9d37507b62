/// The elements a post may have; every other tag is left out.
///
/// Headings are not among them: a post's `h1` would break the outline of the page it is shown on,
/// and clients of the Mastodon API show none. They become a paragraph in bold, as Mastodon writes
/// them, so that author and reader see the same.
enum HTMLElement: String {
  case a, b, blockquote, br, code, del, em, hr, i, li, ol, p, pre, rp, rt, ruby, s, span, strong, u,
    ul

  /// What may stand in what, so that an HTML5 parser builds the very tree that was meant.
  enum Role {
    /// Without content and end tag.
    case void
    /// Holds inlines only; every block ends it.
    case paragraph
    /// Holds paragraphs and containers.
    case container
    case inline
    /// Stands directly in a `ruby`.
    case annotation
  }

  var role: Role {
    switch self {
    case .br, .hr: .void
    case .p: .paragraph
    case .blockquote, .li, .ol, .pre, .ul: .container
    case .a, .b, .code, .del, .em, .i, .ruby, .s, .span, .strong, .u: .inline
    case .rp, .rt: .annotation
    }
  }

  var isBlock: Bool { role == .paragraph || role == .container || self == .hr }

  static let headings: Set = ["h1", "h2", "h3", "h4", "h5", "h6"]

  /// Elements that are dropped together with what they hold.
  static let dropped: Set = [
    "audio", "canvas", "datalist", "form", "math", "object", "select", "svg", "template", "video",
  ]

  /// Foreign elements, the only ones of `dropped` that `<x/>` closes at once.
  static let foreign: Set = ["math", "svg"]

  /// Elements that go while their text stays, on lines of its own.
  static let lines: Set = [
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "legend", "main",
    "menu",
    "nav", "option", "section", "summary", "table", "td", "th", "tr",
  ]
}
