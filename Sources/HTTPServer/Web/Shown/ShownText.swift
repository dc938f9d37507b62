import Federation
import StrictJSON

/// Sanitised HTML of posts and names, with what apps are told beside: emoji, mentions, hashtags.
enum ShownText {
  /// HTML with pictures in the place of the emoji that it names; sanitised when it came in, and again on
  /// its way out (threat 23).
  static func html(_ stored: String, _ emoji: [JSON]) -> String {
    let html = HTMLSanitizer.sanitize(stored).html
    let pictures = pictures(emoji)
    guard !pictures.isEmpty else { return html }
    var shown = ""
    var rest = html[...]
    // Only between tags: a name inside of one is part of an address.
    while let tag = rest.firstIndex(of: "<") {
      shown += replaced(rest[..<tag], pictures)
      guard let end = rest[tag...].firstIndex(of: ">") else {
        rest = rest[tag...]
        break
      }
      shown += rest[tag...end]
      rest = rest[rest.index(after: end)...]
    }
    return shown + replaced(rest, pictures)
  }

  /// A plain text as HTML, with pictures in the place of the emoji that it names.
  static func emphasised(_ text: String, _ emoji: [JSON]) -> String {
    replaced(HTMLText.escape(text)[...], pictures(emoji))
  }

  /// Lets mentions and hashtags lead to where this node shows them.
  static func linked(_ html: String, mentions: [JSON], tags: [JSON]) -> String {
    var places: [String: String] = [:]
    for tag in tags {
      guard let url = tag["url"]?.string, let name = tag["name"]?.string else { continue }
      places[HTMLText.escape(url)] = "/hashtags/\(HTMLText.escape(FormText.encode(name)))"
    }
    for mention in mentions {
      guard let url = mention["url"]?.string, let acct = mention["acct"]?.string else { continue }
      places[HTMLText.escape(url)] = HTMLText.escape(ShownAccount.path(acct))
    }
    return places.isEmpty ? html : linked(html, places)
  }

  /// The same with where each address leads now, both as they are in HTML.
  private static func linked(_ html: String, _ places: [String: String]) -> String {
    // The sanitiser writes the address of a link as its first attribute.
    let opening = "<a href=\""
    var (shown, rest) = ("", html[...])
    while let tag = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
      guard rest[tag...].hasPrefix(opening) else {
        let next = rest.utf8.index(after: tag)
        shown += rest[..<next]
        rest = rest[next...]
        continue
      }
      let start = rest.utf8.index(tag, offsetBy: opening.utf8.count)
      guard let end = rest[start...].utf8.firstIndex(of: UInt8(ascii: "\"")) else { break }
      let address = String(rest[start..<end])
      shown += rest[..<start]
      shown += places[address] ?? address
      rest = rest[end...]
    }
    return shown + rest
  }

  /// An address that a reader may follow; nothing for any other.
  static func link(_ address: JSON?) -> JSON {
    address?.string.flatMap(WebLink.init).map { .string($0.text) } ?? .null
  }

  private static func pictures(_ emoji: [JSON]) -> [(name: String, html: String)] {
    emoji.compactMap { emoji in
      guard let name = emoji["shortcode"]?.string, let url = emoji["static_url"]?.string else {
        return nil
      }
      let (code, address) = (HTMLText.escape(":\(name):"), HTMLText.escape(url))
      return (
        code,
        "<img class=\"emoji\" src=\"\(address)\" alt=\"\(code)\" title=\"\(code)\" loading=\"lazy\">"
      )
    }
  }

  private static func replaced(
    _ text: Substring,
    _ pictures: [(name: String, html: String)]
  ) -> String {
    pictures.reduce(String(text)) { $0.replacing($1.name, with: $1.html) }
  }
}
