/// How a member takes part, and what for: its own words, counted and compared by nobody.
package struct Participation: Sendable, Hashable {
  /// The way in which somebody takes part.
  package enum Way: String, Sendable, Hashable, CaseIterable {
    case reader, contributor, facilitator, mentor
  }

  /// Who sees it on the member's profile.
  package enum Circle: String, Sendable, Hashable, CaseIterable {
    case nobody, organisation, everyone
  }

  /// Characters of the goals.
  package static let longestGoals = 1_000

  package var way: Way?
  /// Plain text; empty: none said.
  package var goals: String
  package var circle: Circle

  package init(way: Way? = nil, goals: String = "", circle: Circle = .organisation) {
    (self.way, self.goals, self.circle) = (way, goals, circle)
  }

  /// Whether somebody sees it on the profile.
  package func isShown(to reader: Reader, of member: ActorID) -> Bool {
    if reader.actorID == member { return true }
    switch (circle, reader) {
    case (.everyone, _): return true
    case (.organisation, .member): return true
    case (.organisation, _), (.nobody, _): return false
    }
  }
}
