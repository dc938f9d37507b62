import Model

/// What was written, as far as answers care.
package enum StoredSubject: Hashable, Sendable {
  /// A post with all that belongs to it: files, reactions, answers, votes, bookmarks.
  case post(PostID)
  /// What an actor shows of itself.
  case account(ActorID)
  /// What decides what somebody may and wants to see.
  case reader(ActorID)
  /// Who may ask.
  case tokens
}

/// What an answer was made of: it is good until some of this is written.
package struct AnswerBasis: Sendable {
  package var subjects: Set<StoredSubject>
  /// The stretch of a home timeline that was read.
  package var stretch: HomeStretch?

  /// A stretch of a member's home timeline: an entry that comes into it makes an answer old, while
  /// one above or below it does not.
  package struct HomeStretch: Sendable {
    let reader: ActorID
    let bounds: ClosedRange<Int64>

    /// What a page of a home timeline was read from, with the numbers that were found, newest
    /// first: of a full page, nothing below the last one has anything to do with it.
    package init(of reader: ActorID, _ page: Page, found entries: [Int64]) {
      self.reader = reader
      let isFull = page.end == .newest && entries.count >= page.limit
      let lowest = isFull ? entries.last ?? page.after : page.after
      bounds = lowest...max(lowest, page.before)
    }
  }

  package init(_ subjects: Set<StoredSubject> = [], stretch: HomeStretch? = nil) {
    self.subjects = subjects
    self.stretch = stretch
  }
}
