import Foundation

/// What the admin tells all members of the node.
package struct Announcement: Sendable, Hashable {
  /// In characters of Markdown.
  package static let longest = 5_000
  /// How many may be shown at once.
  package static let most = 20
  /// How many different emoji members react with, as in Mastodon.
  package static let mostReactions = 8

  /// An emoji that members reacted with, and how many did.
  package struct Reaction: Sendable, Hashable {
    package var name: String
    package var count: Int
    /// Whether who looks is one of them.
    package var isOwn: Bool

    package init(name: String, count: Int, isOwn: Bool) {
      self.name = name
      self.count = count
      self.isOwn = isOwn
    }
  }

  package var id: Int64
  /// Sanitised.
  package var html: String
  /// Markdown.
  package var source: String
  /// When what it speaks of begins and ends.
  package var startsAt: Date?
  package var endsAt: Date?
  /// Whether only the days of these times count.
  package var isAllDay: Bool
  package var publishedAt: Date
  package var updatedAt: Date
  /// When the admin took it down.
  package var endedAt: Date?

  package init(
    id: Int64 = 0,
    html: String,
    source: String,
    startsAt: Date? = nil,
    endsAt: Date? = nil,
    isAllDay: Bool = false,
    publishedAt: Date
  ) {
    self.id = id
    self.html = html
    self.source = source
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.isAllDay = isAllDay
    self.publishedAt = publishedAt
    updatedAt = publishedAt
  }
}
