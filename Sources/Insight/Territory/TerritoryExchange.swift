import Model

/// Who exchanges with whom in a territory, and who no longer does, from the figures that are shown.
package struct TerritoryExchange: Sendable {
  /// Two organisations of which at least one said something of the other.
  package struct Pair: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, CaseIterable, Codable {
      case exchanging, silent, closed, unknown
    }

    package let one: String
    package let other: String
    package let state: State
    /// All that passed between the two.
    package let amount: DisclosedFigure
  }

  package let month: Month
  package let pairs: [Pair]

  /// The month and the one before: over so long nothing passed both ways between those that are silent.
  package static let monthsOfSilence = 2

  /// Compares what is known of a month and of the one before, the latest first; the closed are pairs of
  /// hosts between which somebody closed a valve, as far as it is known here.
  package init(
    _ months: [[OrganisationMonth]],
    closed: Set<Set<String>>,
    in month: Month,
    at now: Now
  ) {
    self.month = month
    let latest = (months.first ?? []).sorted { $0.host < $1.host }
    var pairs: [Pair] = []
    for (place, one) in latest.enumerated() {
      for other in latest[(place + 1)...] {
        let over = months.map { Self.said(one.host, other.host, in: $0) }
        guard let said = over.first, !said.isEmpty || closed.contains([one.host, other.host]) else {
          continue
        }
        pairs.append(
          Pair(
            one: one.host,
            other: other.host,
            state: closed.contains([one.host, other.host]) ? .closed : Self.state(over),
            amount: Self.amount(said, one, other, month, now)
          )
        )
      }
    }
    self.pairs = pairs
  }

  /// What the two say of each other; one of fewer than ten members cannot even say that there was nothing.
  private static func said(
    _ one: String,
    _ other: String,
    in month: [OrganisationMonth]
  ) -> [OrganisationMonth.Exchange] {
    [(one, other), (other, one)].compactMap { who, whom in
      month.first { $0.host == who && $0.members?.reason != .people }?.exchanges[whom]
    }
  }

  private static func state(_ months: [[OrganisationMonth.Exchange]]) -> Pair.State {
    let latest = months.first ?? []
    if latest.contains(where: { $0.isAlive == true }) { return .exchanging }
    guard months.count >= monthsOfSilence,
      months.allSatisfy({ said in said.contains { $0.balance != nil } })
    else { return .unknown }
    let isTwoWay = months.contains { said in said.contains { $0.balance?.isTwoWay == true } }
    return isTwoWay ? .exchanging : .silent
  }

  private static func amount(
    _ said: [OrganisationMonth.Exchange],
    _ one: OrganisationMonth,
    _ other: OrganisationMonth,
    _ month: Month,
    _ now: Now
  ) -> DisclosedFigure {
    let sums = said.compactMap(\.sum)
    guard !sums.isEmpty else {
      let reasons = said.flatMap { [$0.given, $0.taken] }.compactMap { $0?.reason }
      return DisclosureControl.hidden(reasons.first ?? .unknown, in: month)
    }
    let people =
      said.flatMap { [$0.given?.people, $0.taken?.people] }.compactMap(\.self).max() ?? 0
    return DisclosureControl.figure(
      sums.reduce(0, +) / Double(sums.count),
      people: people,
      in: month,
      at: now
    )
  }
}
