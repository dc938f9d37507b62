import Foundation

/// What a post of the kind Question asks.
package struct Poll: Sendable, Hashable {
  /// One answer, with how often it was chosen, as far as the author's node has told.
  package struct Option: Sendable, Hashable {
    package var name: String
    package var votes: Int

    package init(name: String, votes: Int = 0) {
      self.name = name
      self.votes = votes
    }
  }

  package var options: [Option]
  /// Several options may be chosen.
  package var isMultiple: Bool
  /// Nothing: never by itself.
  package var closesAt: Date?
  package var closedAt: Date?
  /// Actors that voted, where the author's node tells.
  package var voters: Int?
  /// How often each option was chosen is told to nobody before the end (Mastodon's `hide_totals`).
  package var hidesTotals: Bool

  package init(
    options: [Option],
    isMultiple: Bool = false,
    closesAt: Date? = nil,
    closedAt: Date? = nil,
    voters: Int? = nil,
    hidesTotals: Bool = false
  ) {
    self.options = options
    self.isMultiple = isMultiple
    self.closesAt = closesAt
    self.closedAt = closedAt
    self.voters = voters
    self.hidesTotals = hidesTotals
  }

  /// Whether it may be told how often each option was chosen, or is known at all.
  package var showsTotals: Bool { !hidesTotals || closedAt != nil }

  /// Whether what was chosen here means nothing there.
  package func isAnother(than other: Poll) -> Bool {
    isMultiple != other.isMultiple || options.map(\.name) != other.options.map(\.name)
  }

  package func isClosed(at now: Date) -> Bool {
    [closesAt, closedAt].contains { $0.map { $0 <= now } ?? false }
  }

  /// The place of the option that a vote may count for: it exists, the poll is open, and the voter
  /// has chosen neither it before nor, where only one may be chosen, another.
  ///
  /// - Throws: `Refusal` that says which of these is not so.
  package func place(
    of name: String,
    besides chosen: Set<Int>,
    at now: Date
  ) throws(Refusal) -> Int {
    guard !isClosed(at: now) else { throw .conflict("The poll is closed.") }
    guard let place = options.firstIndex(where: { $0.name == name }) else {
      throw .malformed("The poll has no option ‘\(name.prefix(100))’.")
    }
    guard !chosen.contains(place), isMultiple || chosen.isEmpty else {
      throw .conflict("A vote cannot be changed or given twice.")
    }
    return place
  }
}

/// What a member wants to ask.
package struct PollDraft: Sendable, Hashable {
  package static let mostOptions = 20
  package static let longestOption = 200
  /// Seconds: five minutes to a year.
  package static let lifetimes: ClosedRange<TimeInterval> = 300...(366 * 86_400)

  package var options: [String]
  package var isMultiple: Bool
  /// Seconds from when it is published.
  package var lifetime: TimeInterval
  package var hidesTotals = false

  package init(options: [String], isMultiple: Bool = false, lifetime: TimeInterval = 86_400) {
    self.options = options
    self.isMultiple = isMultiple
    self.lifetime = lifetime
  }

  /// - Throws: `Refusal.malformed` for what is no poll.
  package func poll(at now: Date) throws(Refusal) -> Poll {
    guard (2...Self.mostOptions).contains(options.count), Set(options).count == options.count else {
      throw .malformed("A poll has 2 to \(Self.mostOptions) different options.")
    }
    for option in options {
      guard option.fits(Self.longestOption), !option.allSatisfy(\.isWhitespace)
      else { throw .malformed("An option has 1 to \(Self.longestOption) characters.") }
    }
    guard Self.lifetimes.contains(lifetime) else {
      throw .malformed("A poll is open for five minutes to a year.")
    }
    return Poll(
      options: options.map { Poll.Option(name: $0) },
      isMultiple: isMultiple,
      closesAt: now.addingTimeInterval(lifetime),
      voters: 0,
      hidesTotals: hidesTotals
    )
  }
}
