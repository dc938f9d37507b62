/// How much of something: a positive number with up to three decimals, kept exactly.
package struct Amount: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let thousandths: Int64

  /// The most digits before the point.
  package static let mostDigits = 15

  /// Takes what is more than nothing.
  package init?(thousandths: Int64) {
    guard thousandths > 0 else { return nil }
    self.thousandths = thousandths
  }

  /// Reads `6`, `2.5` or `0.125`; no sign, no exponent, no zero in front, and not nothing at all.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first,
      (1...Self.mostDigits).contains(whole.utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      whole == "0" || !whole.hasPrefix("0"), let units = Int64(whole)
    else { return nil }
    var rest: Int64 = 0
    if parts.count == 2 {
      let decimals = parts[1]
      guard (1...3).contains(decimals.utf8.count), let number = Int64(decimals) else { return nil }
      rest = number * [100, 10, 1][decimals.utf8.count - 1]
    }
    self.init(thousandths: units * 1_000 + rest)
  }

  package var description: String {
    let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1_000)
    guard rest > 0 else { return "\(whole)" }
    var decimals = String(repeating: "0", count: 3 - String(rest).utf8.count) + String(rest)
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(whole).\(decimals)"
  }

  /// Whether it is another one some times over.
  package func isMultiple(of other: Amount) -> Bool { thousandths % other.thousandths == 0 }

  package static func < (one: Self, other: Self) -> Bool { one.thousandths < other.thousandths }
}

/// In what something is counted: a word of the Ontology of Units of Measure, such as `hour` or `one`.
package struct QuantityUnit: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package static let hour = QuantityUnit(known: "hour")
  /// Things that can be counted.
  package static let one = QuantityUnit(known: "one")

  package static let longest = 100
  private static let prefixes = [
    "http://www.ontology-of-units-of-measure.org/resource/om-2/", "om2:", "om:",
  ]

  private init(known text: String) { description = text }

  /// Takes the word with or without the ontology's prefix.
  package init?(_ text: String) {
    let prefix = Self.prefixes.first { text.hasPrefix($0) } ?? ""
    let word = text.dropFirst(prefix.count)
    guard (1...Self.longest).contains(word.utf8.count),
      word.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E })
    else { return nil }
    description = String(word)
  }
}

/// An amount of something in a unit; without an amount it is for those who agree to say how much.
package struct Quantity: Hashable, Sendable {
  package var amount: Amount?
  package var unit: QuantityUnit

  package init(_ amount: Amount?, _ unit: QuantityUnit) {
    (self.amount, self.unit) = (amount, unit)
  }
}
