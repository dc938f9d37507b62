import Foundation

/// What an actor says of itself besides its name: the lines of its profile, and its other accounts.
package struct ActorDetails: Sendable, Hashable {
  /// A line of a profile, such as a website.
  package struct Line: Sendable, Hashable {
    package var name: String
    /// Sanitised HTML.
    package var value: String
    /// The value as a member of this node typed it.
    package var source: String?
    /// When the page that the value leads to was last seen to lead back.
    package var verifiedAt: Date?

    package init(name: String, value: String, source: String? = nil, verifiedAt: Date? = nil) {
      self.name = name
      self.value = value
      self.source = source
      self.verifiedAt = verifiedAt
    }
  }

  /// Lines that a member of this node may have.
  package static let mostLines = 8
  /// Characters of a line's name and of its value.
  package static let longestLine = 255
  /// Other accounts that a member of this node may name.
  package static let mostAliases = 16

  package var lines: [Line]
  /// The ids of other accounts of the same owner (`alsoKnownAs`).
  package var aliases: [String]
  /// The id of the account to which the owner has moved (`movedTo`).
  package var movedTo: String?
  /// The pictures that stand in its name, description and lines, between colons.
  package var emoji: [CustomEmoji]

  package init(
    lines: [Line] = [],
    aliases: [String] = [],
    movedTo: String? = nil,
    emoji: [CustomEmoji] = []
  ) {
    self.lines = lines
    self.aliases = aliases
    self.movedTo = movedTo
    self.emoji = emoji
  }
}
