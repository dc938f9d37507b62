import Model

/// The words of pictures in one language.
package struct PictureWords: Sendable {
  /// BCP 47.
  package var language: String
  package var decimal: String
  package var thousands: String
  /// The twelve months, short.
  package var months: [String]

  package var mapTitle: String
  package var graphTitle: String
  package var valvesTitle: String

  package var node: String
  package var need: String
  package var event: String
  package var nodes: String
  package var needs: String
  package var events: String
  package var kind: String
  package var name: String
  package var place: String
  package var kilometres: String

  package var organisation: String
  package var otherOrganisation: String
  package var exchanges: String
  package var state: String
  package var exchanging: String
  package var some: String
  package var silent: String
  package var closed: String

  package var open: String
  package var reviewed: String
  package var closedHere: String
  package var closedThere: String
  package var notShared: String
  package var habit: String
  package var unknown: String

  package var month: String
  package var notShown: String
  package var reasons: [DisclosedFigure.Reason: String]
  /// What part of the staff has an account, and is active.
  package var accounts: String
  package var activeAccounts: String
  package var scopes: [Scope: String]
  package var indicators: [IndicatorName: String]

  /// The words of a language; French where there are none.
  package static func words(for language: String) -> PictureWords {
    language.hasPrefix("en") ? english : french
  }

  /// A number with at most so many decimals.
  package func number(_ value: Double, decimals: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<max(0, decimals) { scale *= 10 }
    guard value.isFinite, abs(value) < 1e15 else { return "–" }
    let scaled = Int((abs(value) * scale).rounded())
    let (whole, rest) = (scaled / Int(scale), scaled % Int(scale))
    var digits = String(whole)
    var place = digits.endIndex
    while let next = digits.index(place, offsetBy: -3, limitedBy: digits.startIndex),
      next > digits.startIndex
    {
      digits.insert(contentsOf: thousands, at: next)
      place = next
    }
    var fraction = String(rest)
    fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 && scaled > 0 ? "−" : ""
    return sign + digits + (fraction.isEmpty || decimals == 0 ? "" : decimal + fraction)
  }

  /// A month with its year.
  package func name(of month: Month) -> String {
    let text = month.description
    return "\(shortName(of: month)) \(text.prefix(4))"
  }

  func shortName(of month: Month) -> String {
    guard let number = Int(month.description.suffix(2)), months.indices.contains(number - 1) else {
      return month.description
    }
    return months[number - 1]
  }

  /// A figure, or that it is not shown and why.
  package func text(of figure: DisclosedFigure) -> String {
    if let value = figure.value { return number(value, decimals: 2) }
    return figure.reason.flatMap { reasons[$0] } ?? notShown
  }
}
