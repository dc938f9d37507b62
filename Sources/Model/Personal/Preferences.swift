/// How a member posts and reads, when it says nothing else.
package struct Preferences: Sendable, Hashable {
  /// Whether media are shown at once, in the words of Mastodon's client API.
  package enum Media: String, Sendable, CaseIterable {
    case marked = "default"
    case all = "show_all"
    case none = "hide_all"
  }

  package var audience: Audience?
  package var isListed: Bool
  package var isSensitive: Bool
  package var language: String?
  package var quotableBy: Circle
  package var media: Media
  package var expandsWarnings: Bool

  package init(
    audience: Audience? = nil,
    isListed: Bool = true,
    isSensitive: Bool = false,
    language: String? = nil,
    quotableBy: Circle = .everyone,
    media: Media = .marked,
    expandsWarnings: Bool = false
  ) {
    self.audience = audience
    self.isListed = isListed
    self.isSensitive = isSensitive
    self.language = language
    self.quotableBy = quotableBy
    self.media = media
    self.expandsWarnings = expandsWarnings
  }
}
