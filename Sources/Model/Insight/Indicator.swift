/// What is counted each month of what an organisation does and of what it exchanges with others.
package enum IndicatorName: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
  /// Members whose accounts are open at the end of the month.
  case members
  /// Members who wrote, shared, answered or took part in something.
  case activeMembers
  /// Posts of members for the territory or for everyone.
  case posts
  /// Events of members that began.
  case events
  /// Needs that members said.
  case needs
  /// Needs of the month that somebody has answered.
  case needsAnswered
  /// Questions that members asked.
  case questions
  /// Questions of the month that somebody else has answered, or whose answer the asker has marked.
  case questionsAnswered
  /// Agreements with members that were made.
  case agreements
  /// Agreements with members that were done and confirmed.
  case agreementsDone
  /// Pairs of members who had to do with each other.
  case tiesInside
  /// Pairs of a member and somebody of a peer who had to do with each other.
  case ties
  /// All that is exchanged, added up.
  case exchangesGiven, exchangesTaken
  case repliesGiven, repliesTaken
  case mentionsGiven, mentionsTaken
  case boostsGiven, boostsTaken
  case attendancesGiven, attendancesTaken
  case teamsGiven, teamsTaken
  case answersGiven, answersTaken

  package init(_ kind: ExchangeKind, _ direction: ExchangeDirection) {
    self =
      switch (kind, direction) {
      case (.replies, .given): .repliesGiven
      case (.replies, .taken): .repliesTaken
      case (.mentions, .given): .mentionsGiven
      case (.mentions, .taken): .mentionsTaken
      case (.boosts, .given): .boostsGiven
      case (.boosts, .taken): .boostsTaken
      case (.attendances, .given): .attendancesGiven
      case (.attendances, .taken): .attendancesTaken
      case (.teams, .given): .teamsGiven
      case (.teams, .taken): .teamsTaken
      case (.answers, .given): .answersGiven
      case (.answers, .taken): .answersTaken
      }
  }

  package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// What one person does that has to do with another.
package enum ExchangeKind: String, Sendable, Hashable, CaseIterable, Codable {
  case replies, mentions, boosts
  /// Coming to an event of the other.
  case attendances
  /// Asking the other into a team, with success.
  case teams
  /// Answering a need or an offer of the other.
  case answers
}

/// Who did something that ties two organisations: given is what a member did, taken what was done to one.
package enum ExchangeDirection: String, Sendable, Hashable, CaseIterable, Codable {
  case given, taken
}

/// One figure of an organisation's month, as it may be shown, or why it may not.
package struct Indicator: Sendable, Hashable {
  package let name: IndicatorName
  /// The organisation with which, as a host; empty for all together.
  package let peer: String
  package let value: Int?
  /// At least so many people stand behind it.
  package let people: Int?
  /// Why there is no value.
  package let reason: String?

  package init(
    _ name: IndicatorName,
    peer: String = "",
    value: Int?,
    people: Int?,
    reason: String?
  ) {
    self.name = name
    self.peer = peer
    self.value = value
    self.people = people
    self.reason = reason
  }
}

/// What an organisation says of one month; said once, and never again otherwise.
package struct IndicatorReport: Sendable, Hashable {
  /// Host, and port when it is not 443.
  package var host: String
  package var month: Month
  package var indicators: [Indicator]

  package init(host: String, month: Month, indicators: [Indicator]) {
    self.host = host
    self.month = month
    self.indicators = indicators
  }
}
