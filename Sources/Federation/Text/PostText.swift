/// The text of a local post, read once: its handles and hashtags are found, not yet resolved.
///
/// Between the two steps the author of the post looks up who the handles stand for.
package struct PostText: Sendable {
  private enum Piece {
    case markup(Substring)
    case mention(MentionHandle)
    case hashtag(String)
  }

  private var pieces: [Piece] = []
  /// The handles in the text, each once, in the order of first appearance.
  package private(set) var mentions: [MentionHandle] = []
  /// The hashtags in the text without `#`, each once whatever its case, as first written.
  package private(set) var hashtags: [String] = []
  private var seenMentions: Set<MentionHandle> = []
  private var seenHashtags: Set<String> = []

  package static func parse(_ source: String) -> PostText {
    PostText(Markdown.render(source))
  }

  /// Finds marks in what is read as text: not in links, nor in code, nor in addresses of mail.
  private init(_ body: SanitizedHTML) {
    var tokens = HTMLTokenizer(Array(body.html.utf8))
    var literalDepth = 0
    var start = body.html.startIndex
    var offset = 0
    while let token = tokens.next() {
      let end = body.html.utf8.index(start, offsetBy: tokens.position - offset)
      switch token {
      case .start(let tag) where Self.literal.contains(tag.name): literalDepth += 1
      case .end(let name) where Self.literal.contains(name): literalDepth -= 1
      default: break
      }
      if case .text(let text) = token, literalDepth == 0 {
        for mark in TextMarkScanner.marks(in: text) { append(mark) }
      } else {
        pieces.append(.markup(body.html[start..<end]))
      }
      start = end
      offset = tokens.position
    }
  }

  /// The post as HTML; handles without a link stay words.
  package func html(
    mentionLinks: [MentionHandle: String],
    hashtagLink: (String) -> String
  ) -> SanitizedHTML {
    let html = pieces.map { piece in
      switch piece {
      case .markup(let markup): String(markup)
      case .mention(let handle): Self.mention(handle, href: mentionLinks[handle])
      case .hashtag(let word): Self.hashtag(word, href: hashtagLink(word))
      }
    }
    return HTMLSanitizer.sanitize(html.joined(), limit: .max)
  }

  // MARK: Reading

  private static let literal: Set = ["a", "code", "pre"]

  private mutating func append(_ mark: TextMark) {
    switch mark {
    case .text(let text): appendText(text)
    case .mention(let handle):
      guard admit(handle) else { return appendText(handle.description) }
      pieces.append(.mention(handle))
    case .hashtag(let word):
      guard admit(word) else { return appendText("#" + word) }
      pieces.append(.hashtag(word))
    }
  }

  private mutating func appendText(_ text: String) {
    pieces.append(.markup(VisibleText.escape(text)[...]))
  }

  private mutating func admit(_ handle: MentionHandle) -> Bool {
    if seenMentions.contains(handle) { return true }
    guard mentions.count < TextLimits.mentions else { return false }
    seenMentions.insert(handle)
    mentions.append(handle)
    return true
  }

  private mutating func admit(_ hashtag: String) -> Bool {
    let key = hashtag.lowercased()
    if seenHashtags.contains(key) { return true }
    guard hashtags.count < TextLimits.hashtags else { return false }
    seenHashtags.insert(key)
    hashtags.append(hashtag)
    return true
  }

  // MARK: Writing, as Mastodon does

  private static func mention(_ handle: MentionHandle, href: String?) -> String {
    guard let href else { return VisibleText.escape(handle.description) }
    let link = #"<a href="\#(VisibleText.escape(href))" class="u-url mention">"#
    return #"<span class="h-card" translate="no">\#(link)@<span>\#(handle.name)</span></a></span>"#
  }

  private static func hashtag(_ word: String, href: String) -> String {
    let link = #"<a href="\#(VisibleText.escape(href))" class="mention hashtag" rel="tag">"#
    return "\(link)#<span>\(VisibleText.escape(word))</span></a>"
  }
}
