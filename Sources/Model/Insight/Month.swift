import Foundation

/// A month of the calendar by UTC: the one period for which figures are made.
///
/// Months do not overlap and cannot be moved, so that nobody makes a smaller period out of two.
package struct Month: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Months since January 1970.
  package let number: Int

  package init(number: Int) { self.number = number }

  /// The month of a moment.
  package init(_ date: Date) {
    let parts = Self.calendar.dateComponents([.year, .month], from: date)
    number = ((parts.year ?? 1970) - 1970) * 12 + (parts.month ?? 1) - 1
  }

  /// Reads `2026-12` and no other spelling, from 1970 to 2999.
  package init?(_ text: some StringProtocol) {
    guard let day = Day("\(text)-01") else { return nil }
    self.init(day.start)
  }

  package var description: String { String(Day(start).description.prefix(7)) }

  /// Its first moment.
  package var start: Date {
    let parts = DateComponents(year: 1970 + year, month: month)
    return Self.calendar.date(from: parts) ?? Date(timeIntervalSince1970: 0)
  }

  /// The first moment after it.
  package var end: Date { Month(number: number + 1).start }

  /// Whether it is over, with some days for what is still on its way.
  package func isSettled(at now: Date) -> Bool {
    now >= end.addingTimeInterval(Double(Self.daysToSettle) * 86_400)
  }

  /// How many days after its end a month is counted.
  package static let daysToSettle = 3

  /// The last month that is settled.
  package static func lastSettled(at now: Date) -> Month {
    let current = Month(now)
    let before = Month(number: current.number - 1)
    return before.isSettled(at: now) ? before : Month(number: current.number - 2)
  }

  package func advanced(by months: Int) -> Month { Month(number: number + months) }

  package static func < (one: Self, other: Self) -> Bool { one.number < other.number }

  private var year: Int { (number - month + 1) / 12 }
  private var month: Int { ((number % 12) + 12) % 12 + 1 }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()
}

extension Month: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
