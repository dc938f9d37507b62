import Model

/// A number about several people or organisations that may be shown, or why it may not.
///
/// Only ``DisclosureControl`` makes one: what takes a `DisclosedFigure` cannot be given a raw count.
package struct DisclosedFigure: Sendable, Hashable {
  /// Why a number is not shown.
  package enum Reason: String, Sendable, Hashable, CaseIterable, Codable {
    /// The month is not over, or what belongs to it may still be on its way.
    case open
    /// Fewer than ten people stand behind it.
    case people
    /// Fewer than three organisations stand behind it.
    case organisations
    /// One organisation has more than 85 % of it.
    case dominance
    /// Another number could be computed from it.
    case secondary
    /// It is not known: nothing was counted or nobody said it.
    case unknown
  }

  package let month: Month
  /// Nothing when it is not shown.
  package let value: Double?
  /// How many people stand behind a number that is shown: at least so many, a multiple of five.
  package let people: Int?
  /// Nothing when it is shown.
  package let reason: Reason?

  fileprivate init(_ month: Month, value: Double, people: Int) {
    self.month = month
    self.value = value
    self.people = people / 5 * 5
    reason = nil
  }

  fileprivate init(_ month: Month, hidden reason: Reason) {
    self.month = month
    value = nil
    people = nil
    self.reason = reason
  }
}

extension DisclosedFigure: Encodable {
  private enum CodingKeys: String, CodingKey {
    case month, value, people, reason
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(month.description, forKey: .month)
    try container.encodeIfPresent(value, forKey: .value)
    try container.encodeIfPresent(people, forKey: .people)
    try container.encodeIfPresent(reason, forKey: .reason)
  }
}

/// Decides which figures may be shown; every figure that leaves the counting passes here.
package enum DisclosureControl {
  /// So many different people stand behind a figure, or more.
  package static let leastPeople = 10
  /// So many organisations stand behind a figure about several, or more.
  package static let leastOrganisations = 3
  /// No organisation has more of a figure about several.
  package static let largestShare = 0.85

  /// Whose figure it is.
  package enum Subject: Sendable, Hashable {
    /// One organisation's about itself, which it shares as it wants.
    case organisation
    /// One about several organisations, with what each has of it.
    case organisations([String: Double])
  }

  // MARK: Figures

  /// Shows a number if it may be shown.
  ///
  /// - Parameters:
  ///   - value: The number; nothing: it is not known.
  ///   - people: How many different people stand behind it: who did it, or, of nothing done, who could have.
  ///   - subject: Whose figure it is.
  ///   - month: The month that it is about.
  ///   - now: The moment: months that are not over have no figures.
  /// - Returns: The figure, without a value if it may not be shown.
  package static func figure(
    _ value: Double?,
    people: Int,
    of subject: Subject = .organisation,
    in month: Month,
    at now: Now
  ) -> DisclosedFigure {
    guard month.isSettled(at: now.date) else { return DisclosedFigure(month, hidden: .open) }
    guard let value, value.isFinite else { return DisclosedFigure(month, hidden: .unknown) }
    if let reason = objection(people: people, subject) {
      return DisclosedFigure(month, hidden: reason)
    }
    return DisclosedFigure(month, value: value, people: people)
  }

  /// A figure that its maker did not show, with the reason that it gave.
  package static func hidden(_ reason: DisclosedFigure.Reason, in month: Month) -> DisclosedFigure {
    DisclosedFigure(month, hidden: reason)
  }

  /// Shows how many people there are, in steps.
  ///
  /// Whoever compares two months learns how many came and went; so a number moves only when ten people or
  /// more do: until then the last one that was shown stands.
  ///
  /// - Parameters:
  ///   - people: How many there are.
  ///   - lastShown: The number that was shown last, in whatever month.
  ///   - month: The month that it is about.
  ///   - now: The moment.
  /// - Returns: The number, or the one before.
  package static func stock(
    _ people: Int,
    lastShown: Int?,
    in month: Month,
    at now: Now
  ) -> DisclosedFigure {
    let figure = figure(Double(people), people: people, in: month, at: now)
    guard figure.value != nil, let lastShown, abs(people - lastShown) < leastPeople else {
      return figure
    }
    return DisclosedFigure(month, value: Double(lastShown), people: min(people, lastShown))
  }

  // MARK: Tables

  /// Shows of a table what may be shown, so that no hidden entry can be computed from the others.
  package static func table(_ table: CountedTable, in month: Month, at now: Now) -> DisclosedTable {
    guard month.isSettled(at: now.date) else {
      return DisclosedTable(table) { _ in DisclosedFigure(month, hidden: .open) }
    }
    let primary = table.places.map { place in
      objection(people: table.peopleBehind(place).count, table.subject(of: place))
    }
    let hidden = SecondarySuppression(
      table,
      hidden: Set(table.places.indices.filter { primary[$0] != nil })
    ) {
      people,
      subject in objection(people: people, subject) != nil
    }.hidden
    return DisclosedTable(table) { place in
      let index = table.index(of: place)
      if let reason = primary[index] { return DisclosedFigure(month, hidden: reason) }
      guard !hidden.contains(index) else { return DisclosedFigure(month, hidden: .secondary) }
      return DisclosedFigure(
        month,
        value: Double(table.value(at: place)),
        people: table.peopleBehind(place).count
      )
    }
  }

  private static func objection(people: Int, _ subject: Subject) -> DisclosedFigure.Reason? {
    guard people >= leastPeople else { return .people }
    guard case .organisations(let shares) = subject else { return nil }
    let parts = shares.values.map(abs).filter { $0 > 0 }
    guard parts.count >= leastOrganisations else { return .organisations }
    let all = parts.sorted().reduce(0, +)
    return (parts.max() ?? 0) > largestShare * all ? .dominance : nil
  }
}
