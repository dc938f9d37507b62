/// How much text is read, so that no post can cost more than its share.
package enum TextLimits {
  /// Bytes of HTML that are read of one foreign field; what follows is cut off.
  package static let html = 262_144

  /// Bytes of Markdown that are read of one local post; what follows is cut off.
  ///
  /// cmark-gfm needs the square of the length for some texts (`<?<?<?`), half a second at this one.
  package static let markdown = 32_768

  /// Elements inside one another; browsers flatten at 512, readers are lost long before.
  static let depth = 64

  /// Bytes of a link's target; a longer one is no link.
  static let link = 2048

  /// Mentions in one post; each may cost a look-up at another node.
  package static let mentions = 50

  /// Hashtags in one post.
  package static let hashtags = 50

  /// Bytes of the name of a custom emoji.
  package static let emoji = 100

  /// Characters of one hashtag.
  package static let hashtag = 100
}
