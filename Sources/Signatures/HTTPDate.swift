import Foundation

/// The one date form of HTTP that may be sent, IMF-fixdate (RFC 9110 §5.6.7).
package enum HTTPDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  package static func text(of date: Date) -> String {
    let moment = CivilTime(date)
    let weekday = weekdays[moment.dayNumber.positiveRemainder(7)]
    return
      "\(weekday), \(moment.day.twoDigits) \(months[moment.month - 1]) \(moment.year.fourDigits) "
      + "\(moment.hour.twoDigits):\(moment.minute.twoDigits):\(moment.second.twoDigits) GMT"
  }

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`; nil for every other form and for a wrong weekday.
  package static func parse(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard bytes.count == 29, bytes[26...].elementsEqual("GMT".utf8) else { return nil }
    guard let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self)) else {
      return nil
    }
    let time = CivilTime(
      year: number(bytes[12..<16]),
      month: month + 1,
      day: number(bytes[5..<7]),
      secondOfDay: number(bytes[17..<19]) * 3600 + number(bytes[20..<22]) * 60
        + number(bytes[23..<25])
    )
    // Writing it again finds wrong separators, weekdays, and days a month does not have.
    return HTTPDate.text(of: time.date) == text ? time.date : nil
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 & 15) }
  }
}

/// A moment in the proleptic Gregorian calendar at Greenwich, to the second.
struct CivilTime {
  let year: Int
  let month: Int
  let day: Int
  let secondOfDay: Int

  init(year: Int, month: Int, day: Int, secondOfDay: Int) {
    self.year = year
    self.month = month
    self.day = day
    self.secondOfDay = secondOfDay
  }

  /// Takes a moment apart; whatever lies outside the years 0 to 9999 is moved to their edge.
  init(_ date: Date) {
    let bounded = min(max(date.timeIntervalSince1970, -62_167_219_200), 253_402_300_799)
    let seconds = Int(bounded.rounded(.down))
    let dayNumber = Int((Double(seconds) / 86_400).rounded(.down))
    secondOfDay = seconds - dayNumber * 86_400
    // Eras of 400 years that begin in March, so the leap day comes last.
    let shifted = dayNumber + 719_468
    let era = Int((Double(shifted) / 146_097).rounded(.down))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var hour: Int { secondOfDay / 3600 }
  var minute: Int { secondOfDay / 60 % 60 }
  var second: Int { secondOfDay % 60 }

  /// Days since 1970-01-01.
  var dayNumber: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = Int((Double(shiftedYear) / 400).rounded(.down))
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  var date: Date { Date(timeIntervalSince1970: Double(dayNumber * 86_400 + secondOfDay)) }

  /// The form of RFC 3339 that integrity proofs carry, to the second.
  var timestamp: String {
    "\(year.fourDigits)-\(month.twoDigits)-\(day.twoDigits)"
      + "T\(hour.twoDigits):\(minute.twoDigits):\(second.twoDigits)Z"
  }
}

extension Int {
  fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
  fileprivate var fourDigits: String {
    String(repeating: "0", count: Swift.max(0, 4 - "\(self)".count)) + "\(self)"
  }
  fileprivate func positiveRemainder(_ divisor: Int) -> Int {
    (self % divisor + divisor) % divisor
  }
}
