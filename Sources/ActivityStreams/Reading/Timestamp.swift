import Foundation

extension AS {
  /// Dates and times as the wire writes them: RFC 3339, read also without an offset (then UTC).
  package enum Timestamp {
    /// Writes a time in UTC, with milliseconds only when there are some; one outside the years
    /// 1–9999 as the nearest of these.
    package static func text(_ date: Date) -> String {
      let exact = (date.timeIntervalSince1970 * 1000).rounded()
      let milliseconds = exact.isNaN ? 0 : Int(min(max(exact, earliest), latest))
      let (day, rest) = floorDivide(milliseconds, 86_400_000)
      let (year, month, dayOfMonth) = civil(fromDays: day)
      let (seconds, fraction) = (rest / 1000, rest % 1000)
      let date = "\(pad(year, 4))-\(pad(month, 2))-\(pad(dayOfMonth, 2))"
      let time = "\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
      return fraction == 0 ? "\(date)T\(time)Z" : "\(date)T\(time).\(pad(fraction, 3))Z"
    }

    /// The years 1 and 9999, in milliseconds from 1970.
    private static let (earliest, latest) = (-62_135_596_800_000.0, 253_402_300_799_999.0)

    /// Reads a time to the millisecond; nothing for what is none or is not of the years 1–9999.
    package static func date(_ text: String) -> Date? {
      var reader = Digits(rest: text.utf8[...])
      guard let year = reader.number(4), reader.take("-"),
        let month = reader.number(2), reader.take("-"),
        let day = reader.number(2), reader.takeEither("Tt "),
        let hour = reader.number(2), reader.take(":"), let minute = reader.number(2)
      else { return nil }
      let second = reader.take(":") ? reader.number(2) : 0
      guard let second, let fraction = reader.fraction(), let offset = reader.offset(),
        reader.rest.isEmpty, year > 0, (1...12).contains(month),
        (1...days(inMonth: month, of: year)).contains(day),
        hour < 24, minute < 60, second <= 60
      else { return nil }
      let days = self.days(fromCivil: year, month, day)
      // RFC 3339 §5.7: a leap second is the second after :59.
      let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
      return Date(timeIntervalSince1970: Double(seconds * 1000 + fraction) / 1000)
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> (Int, Int) {
      let quotient = (value >= 0 ? value : value - divisor + 1) / divisor
      return (quotient, value - quotient * divisor)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
      switch month {
      case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March.
    private static func days(fromCivil year: Int, _ month: Int, _ day: Int) -> Int {
      let shifted = month > 2 ? year : year - 1
      let (era, yearOfEra) = (shifted / 400, shifted % 400)
      let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
      return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int) -> (Int, Int, Int) {
      let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
      let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
      let yearOfEra = (dayOfEra - leaps) / 365
      let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let shifted = (5 * dayOfYear + 2) / 153
      let month = shifted < 10 ? shifted + 3 : shifted - 9
      let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
      return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
  }

  /// Takes a timestamp's parts from its text, one after the other.
  private struct Digits {
    var rest: Substring.UTF8View

    mutating func number(_ width: Int) -> Int? {
      var value = 0
      for _ in 0..<width {
        guard let byte = rest.first, (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 48)
        rest.removeFirst()
      }
      return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard let byte = rest.first, UInt32(byte) == character.value else { return false }
      rest.removeFirst()
      return true
    }

    mutating func takeEither(_ characters: String) -> Bool {
      characters.unicodeScalars.contains { take($0) }
    }

    /// Milliseconds of an optional fraction; further digits are dropped.
    mutating func fraction() -> Int? {
      guard take(".") else { return 0 }
      guard var value = number(1) else { return nil }
      var scale = 100
      value *= scale
      while let digit = number(1) {
        scale /= 10
        value += digit * scale
      }
      return value
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
      if rest.isEmpty || takeEither("Zz") { return 0 }
      let sign = take("+") ? 1 : take("-") ? -1 : 0
      guard sign != 0, let hours = number(2), hours < 24 else { return nil }
      _ = take(":")
      guard let minutes = number(2), minutes < 60 else { return nil }
      return sign * (hours * 3600 + minutes * 60)
    }
  }
}
