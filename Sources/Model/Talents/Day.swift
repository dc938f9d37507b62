import Foundation

/// A day of the calendar, without an hour or a time zone (RFC 3339 `full-date`).
package struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Days since 1 January 1970.
  package let number: Int

  package init(number: Int) { self.number = number }

  /// The day of a moment, by UTC.
  package init(_ date: Date) {
    number = Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
  }

  /// Reads `2026-12-01` and no other spelling, from 1970 to 2999.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
      text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1970...2999).contains(year)
    else { return nil }
    let wished = DateComponents(year: year, month: month, day: day)
    guard let date = Self.calendar.date(from: wished),
      Self.calendar.dateComponents([.year, .month, .day], from: date) == wished
    else { return nil }
    self.init(date)
  }

  package var description: String {
    let parts = Self.calendar.dateComponents([.year, .month, .day], from: start)
    return [(parts.year ?? 0, 4), (parts.month ?? 0, 2), (parts.day ?? 0, 2)]
      .map { number, width in
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
      }
      .joined(separator: "-")
  }

  /// Its first moment, by UTC.
  package var start: Date { Date(timeIntervalSince1970: Double(number) * 86_400) }

  package static func < (one: Self, other: Self) -> Bool { one.number < other.number }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()
}
