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

/// What a vote comes to: a pure function of the votes, so that everybody who has them finds the same.
package struct ConsultationOutcome: Hashable, Sendable {
  package enum Reason: String, Sendable, CaseIterable {
    /// One option has more votes than any other.
    case decided
    /// Too few voted, or nobody chose anything.
    case noQuorum
    /// Several have as many.
    case tie
  }

  /// How often each option was chosen.
  package let counts: [Int]
  package let abstentions: Int
  /// How many might have voted.
  package let electorate: Int
  /// The place of the option that holds.
  package let choice: Int
  package let reason: Reason

  package var voters: Int { counts.reduce(abstentions, +) }
  /// How often each option was chosen, and at the end how many abstained.
  package var tally: [Int] { counts + [abstentions] }

  /// - Parameters:
  ///   - votes: Each voter's one choice by its place; nothing: an abstention. What is no place is none.
  ///   - consultation: What was put to the vote.
  ///   - electorate: How many may vote.
  package init(of votes: [Int?], in consultation: Consultation, among electorate: Int) {
    let places = consultation.options.indices
    var tally = [Int](repeating: 0, count: places.count + 1)
    for vote in votes {
      guard let vote else {
        tally[places.count] += 1
        continue
      }
      if places.contains(vote) { tally[vote] += 1 }
    }
    self.init(counting: tally, in: consultation, among: electorate)
  }

  /// - Parameters:
  ///   - tally: How often each option was chosen, and at the end how many abstained.
  ///   - consultation: What was put to the vote.
  ///   - electorate: How many may vote.
  package init(counting tally: [Int], in consultation: Consultation, among electorate: Int) {
    let counts = consultation.options.indices.map { $0 < tally.count ? tally[$0] : 0 }
    let abstentions = tally.count > counts.count ? tally[counts.count] : 0
    (self.counts, self.abstentions, self.electorate) = (counts, abstentions, electorate)
    let voters = counts.reduce(abstentions, +)
    let most = counts.max() ?? 0
    let first = counts.indices.filter { counts[$0] == most }
    if most == 0 || voters * 100 < electorate * consultation.quorum {
      (choice, reason) = (consultation.fallback, .noQuorum)
    } else if first.count > 1 {
      (choice, reason) = (consultation.fallback, .tie)
    } else {
      (choice, reason) = (first[0], .decided)
    }
  }
}

/// One vote as it was signed.
package struct ConsultationVote: Hashable, Sendable {
  package var uri: String
  package var voter: ActorID
  /// Whether it is a node's, made up of its members', rather than one person's.
  package var isOfNode: Bool
  /// The place of the option; nothing: an abstention.
  package var choice: Int?
  /// Of a node's: how often its members chose each option, and at the end how many abstained.
  package var counts: [Int]
  package var castAt: Date
  /// The document with its proof.
  package var document: String
  /// Whether it is among those that decided.
  package var isCounted = false

  package init(
    uri: String,
    voter: ActorID,
    isOfNode: Bool,
    choice: Int?,
    counts: [Int] = [],
    castAt: Date,
    document: String
  ) {
    (self.uri, self.voter, self.isOfNode) = (uri, voter, isOfNode)
    (self.choice, self.counts) = (choice, counts)
    (self.castAt, self.document) = (castAt, document)
  }
}

/// Where a consultation stands, as far as this node knows.
package struct ConsultationStanding: Hashable, Sendable {
  /// When this node's own vote was made up, or found to be none.
  package var decidedAt: Date?
  /// When the vote ended, with what its author's node counted.
  package var endedAt: Date?
  /// How many might have voted.
  package var electorate: Int?
  /// How often each option was chosen, and at the end how many abstained; kept, since a voter may leave.
  package var tally: [Int] = []
  /// Votes that decided, and that this node could not verify.
  package var missing = 0

  package init() {}
}
