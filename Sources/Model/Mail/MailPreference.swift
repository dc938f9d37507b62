import Foundation

/// How often a member is told by mail what happened.
package enum MailPace: String, Sendable, CaseIterable { case never, atOnce, daily, weekly, monthly }

/// Hours of the day, in the node's time zone, in which a member gets no mail about what happened.
package struct QuietHours: Sendable, Hashable {
  /// The first hour that is quiet.
  package let from: Int
  /// The first that no longer is.
  package let to: Int

  /// - Returns: Nothing unless both are hours of a day and differ.
  package init?(from: Int, to: Int) {
    guard (0...23).contains(from), (0...23).contains(to), from != to else { return nil }
    (self.from, self.to) = (from, to)
  }

  /// Reads `22-7`.
  package init?(_ text: String) {
    let hours = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard hours.count == 2, let from = hours[0], let to = hours[1] else { return nil }
    self.init(from: from, to: to)
  }

  package var text: String { "\(from)-\(to)" }

  package func contains(hour: Int) -> Bool {
    from < to ? (from..<to).contains(hour) : hour >= from || hour < to
  }
}

/// What a member wants to get by mail, and what it was told already.
package struct MailPreference: Sendable, Hashable {
  package var pace: MailPace
  package var quiet: QuietHours?
  /// Whether it is told of each new sign-in.
  package var tellsSignIns: Bool
  /// The address that its owner confirmed.
  ///
  /// Another one that the member has is not written to.
  package var confirmed: String?
  /// The newest notification that was looked at for a letter.
  package var seen: Int64
  /// When that was.
  package var digestedAt: Date

  package init(
    pace: MailPace = .weekly,
    quiet: QuietHours? = nil,
    tellsSignIns: Bool = true,
    confirmed: String? = nil,
    seen: Int64 = 0,
    digestedAt: Date
  ) {
    self.pace = pace
    self.quiet = quiet
    self.tellsSignIns = tellsSignIns
    self.confirmed = confirmed
    self.seen = seen
    self.digestedAt = digestedAt
  }

  /// Seconds between two letters to who wants them at once, so that a storm is one letter.
  package static let breath: TimeInterval = 300
  /// The hour of the day at which letters of a day, a week or a month go out.
  private static let hour = 8

  /// Whether an address of the member's may be written to.
  package func isConfirmed(_ address: String?) -> Bool {
    guard let address, let confirmed else { return false }
    return address.lowercased() == confirmed.lowercased()
  }

  /// Whether the member is to be told now.
  ///
  /// - Parameters:
  ///   - now: The time.
  ///   - zone: The node's time zone, in which hours and days are meant.
  /// - Returns: False in quiet hours, and before the next day, Monday or first of the month at eight.
  package func isDue(at now: Date, in zone: TimeZone) -> Bool {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = zone
    if quiet?.contains(hour: calendar.component(.hour, from: now)) ?? false { return false }
    var moment = DateComponents(hour: Self.hour)
    switch pace {
    case .never: return false
    case .atOnce: return now >= digestedAt.addingTimeInterval(Self.breath)
    case .daily: break
    case .weekly: moment.weekday = 2
    case .monthly: moment.day = 1
    }
    let next = calendar.nextDate(after: digestedAt, matching: moment, matchingPolicy: .nextTime)
    return next.map { now >= $0 } ?? false
  }
}
