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
