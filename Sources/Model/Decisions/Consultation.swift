import Foundation

/// What is put to a vote until a date, with what holds if the vote decides nothing
/// (Protocol/consultations.md).
///
/// For the node, each member has one vote; for a territory each node has one, which its members make up.
package struct Consultation: Hashable, Sendable {
  /// The kind of the posts that are one.
  package static let kind = "Consultation"
  package static let longestTitle = 200
  package static let longestOption = 200
  package static let longestFollowUp = 5_000
  package static let mostOptions = 12
  /// Seconds from opening to closing: ten minutes to a year.
  package static let lifetimes: ClosedRange<TimeInterval> = 600...(366 * 86_400)
  /// How long before the end members' votes for a territory are counted, at most.
  private static let longestMargin: TimeInterval = 86_400

  package var title: String
  /// What can be chosen, besides abstaining.
  package var options: [String]
  /// The place of the option that holds if the vote decides nothing.
  package var fallback: Int
  /// How many of a hundred who may vote have to, so that the vote decides.
  package var quorum: Int
  package var closesAt: Date
  /// What became of it, as its author tells later; empty before.
  package var followUp = ""

  package init(
    _ title: String,
    options: [String],
    fallback: Int,
    quorum: Int = 0,
    closesAt: Date
  ) {
    (self.title, self.options, self.fallback) = (title, options, fallback)
    (self.quorum, self.closesAt) = (quorum, closesAt)
  }

  /// When the members of a node have to have voted, so that their node's one vote still arrives: a tenth of
  /// the time before the end, a day at most.
  package func ballotsCloseAt(openedAt: Date) -> Date {
    let length = max(0, closesAt.timeIntervalSince(openedAt))
    return closesAt.addingTimeInterval(-min(Self.longestMargin, length / 10))
  }

  /// The place of an option by its name.
  package func place(of name: String) throws(Refusal) -> Int {
    guard let place = options.firstIndex(of: name) else {
      throw .malformed(
        "There is no option ‘\(name.prefix(100))’: \(options.joined(separator: ", "))."
      )
    }
    return place
  }

  /// Checks what a member wants to put to a vote.
  ///
  /// - Throws: `Refusal.malformed`, which names what is wrong.
  package func checked(at now: Date) throws(Refusal) -> Consultation {
    guard !title.allSatisfy(\.isWhitespace), title.fits(Self.longestTitle) else {
      throw .malformed("A consultation has a title of up to \(Self.longestTitle) characters.")
    }
    guard Self.areOptions(options) else {
      throw .malformed(
        "Name 2 to \(Self.mostOptions) different options of up to \(Self.longestOption) characters."
      )
    }
    guard options.indices.contains(fallback) else {
      throw .malformed("What holds by default is one of the options.")
    }
    guard (0...100).contains(quorum) else {
      throw .malformed("A quorum is a number of a hundred: 0 to 100.")
    }
    guard Self.lifetimes.contains(closesAt.timeIntervalSince(now)) else {
      throw .malformed("A consultation is open for ten minutes to a year.")
    }
    return self
  }

  /// Whether words can be what one chooses from.
  package static func areOptions(_ options: [String]) -> Bool {
    (2...mostOptions).contains(options.count) && Set(options).count == options.count
      && options.allSatisfy { $0.fits(longestOption) && !$0.allSatisfy(\.isWhitespace) }
  }
}
