/// The attributes a post may have, written anew from what the author gave.
struct HTMLAttributes {
  private static let classes: Set<Substring> = [
    "ellipsis", "h-card", "hashtag", "invisible", "mention", "quote-inline", "u-url",
  ]
  /// Only meant for the parts of a link's address; elsewhere they would hide text from readers.
  private static let classesInLinks: Set<Substring> = ["ellipsis", "invisible"]

  private let given: [String: String]
  private let element: HTMLElement
  private let classes: [Substring]

  init(of tag: HTMLTag, on element: HTMLElement, inLink: Bool) {
    given = tag.attributes
    self.element = element
    classes = (given["class"] ?? "").split(whereSeparator: \.isWhitespace)
      .filter { Self.classes.contains($0) && (inLink || !Self.classesInLinks.contains($0)) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// True of the parts of an address that pages leave out.
  var isInvisible: Bool { classes.contains("invisible") }

  /// The attributes as HTML, each with a space in front.
  func markup(link: WebLink?) -> String {
    var markup = ""
    if let link { markup += #" href="\#(VisibleText.escape(link.text))""# }
    if !classes.isEmpty { markup += #" class="\#(classes.joined(separator: " "))""# }
    if link != nil { markup += #" rel="\#(rel)""# }
    if let language { markup += #" lang="\#(language)""# }
    if given["translate"] == "no" { markup += #" translate="no""# }
    return markup + numbering
  }

  /// Our readers' addresses and our reputation are not the author's to give away.
  private var rel: String {
    let isTag = (given["rel"] ?? "").split(whereSeparator: \.isWhitespace).contains("tag")
    return (isTag ? "tag " : "") + "nofollow noopener noreferrer ugc"
  }

  /// BCP 47 as far as its letters go.
  private var language: String? {
    guard let tag = given["lang"], (2...35).contains(tag.utf8.count) else { return nil }
    let isWellFormed = tag.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
    }
    return isWellFormed ? tag : nil
  }

  private var numbering: String {
    switch element {
    case .ol:
      number("start") + (given["reversed"] == nil ? "" : #" reversed="""#)
    case .li: number("value")
    default: ""
    }
  }

  private func number(_ name: String) -> String {
    guard let number = given[name].flatMap({ Int32($0) }) else { return "" }
    return #" \#(name)="\#(number)""#
  }
}
