import Model

/// What is known of an organisation's month, from its own figures.
package struct OrganisationMonth: Sendable, Hashable {
  /// What it exchanged with another one.
  package struct Exchange: Sendable, Hashable {
    /// Pairs of people who had to do with each other.
    package var ties: DisclosedFigure?
    package var given: DisclosedFigure?
    package var taken: DisclosedFigure?

    package init() {}

    /// All that passed, if both directions are known.
    package var sum: Double? {
      given?.value.flatMap { given in taken?.value.map { given + $0 } }
    }

    /// Whether anything passed, also when how much is not shown; nothing when that is not known.
    package var isAlive: Bool? {
      if [given, taken].contains(where: { ($0?.value ?? 0) > 0 || $0?.reason == .people }) {
        return true
      }
      return sum.map { $0 > 0 }
    }

    package var balance: ExchangeBalance? {
      given?.value.flatMap { given in
        taken?.value.map { ExchangeBalance(given: given, taken: $0) }
      }
    }
  }

  package let host: String
  package let name: String
  /// What kind of organisation it is, as its record says.
  package let kind: String
  /// The number of the EPCI that it is in, if its place is known.
  package let epci: String?
  package var members: DisclosedFigure?
  package var inside: DisclosedFigure?
  /// By host of the other one.
  package var exchanges: [String: Exchange] = [:]
  /// Whether the organisation said anything of the month.
  package var isKnown = false

  package init(host: String, name: String, kind: String, epci: String?) {
    (self.host, self.name, self.kind, self.epci) = (host, name, kind, epci)
  }

  package mutating func add(_ name: IndicatorName, with peer: String, _ figure: DisclosedFigure) {
    isKnown = true
    switch (name, peer.isEmpty) {
    case (.members, true): members = figure
    case (.tiesInside, true): inside = figure
    case (.ties, false): exchanges[peer, default: Exchange()].ties = figure
    case (.exchangesGiven, false): exchanges[peer, default: Exchange()].given = figure
    case (.exchangesTaken, false): exchanges[peer, default: Exchange()].taken = figure
    default: break
    }
  }
}
