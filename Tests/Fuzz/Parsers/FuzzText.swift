import Federation

/// Text that will be shown as HTML.
enum FuzzText {
  static func html(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    let text = String(decoding: bytes, as: UTF8.self)
    let clean = HTMLSanitizer.sanitize(text)
    try safe(clean)
    try hold(
      HTMLSanitizer.sanitize(clean.html) == clean,
      "what was cleaned is changed by cleaning it again"
    )
    _ = PlainText.text(of: text)
    let preview = PlainText.preview(of: clean, characters: 80)
    try hold(preview.count <= 81, "a preview is longer than was asked for")
  }

  static func markdown(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    let text = String(decoding: bytes, as: UTF8.self)
    try safe(Markdown.render(text))
    let parsed = PostText.parse(text)
    try hold(parsed.mentions.count <= TextLimits.mentions, "more mentions than are allowed")
    try hold(parsed.hashtags.count <= TextLimits.hashtags, "more hashtags than are allowed")
  }

  /// No element or address that runs; quick to see, since text escapes `<` and attributes `"`.
  private static func safe(_ clean: SanitizedHTML) throws(FuzzTarget.Finding) {
    let html = clean.html.lowercased()
    for element in ["script", "style", "iframe", "object", "embed", "svg", "math", "form", "img"] {
      try hold(!html.contains("<" + element), "an element that must not stay: \(element)")
    }
    for scheme in ["javascript:", "data:", "vbscript:", "file:"] {
      try hold(!html.contains("href=\"" + scheme), "an address that runs: \(scheme)")
    }
  }
}
