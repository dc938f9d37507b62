import Foundation
import Insight
import Model
import Storage

/// What a node can say of its own months and of those of its territory: figures that may be shown.
package struct InsightReading: Sendable {
  let services: FederationServices

  package init(services: FederationServices) { self.services = services }

  var now: Now { Now(services.now()) }

  /// The months that this node has counted, the latest first.
  package func months(limit: Int = 60) async throws -> [Month] {
    try await services.database.read { try $0.indicators.months(limit: limit) }
  }

  /// The month to look at: the one asked for, or the last one that was counted.
  package func month(_ text: String?) async throws -> Month {
    guard let text else {
      return try await months(limit: 1).first ?? Month.lastSettled(at: services.now())
    }
    guard let month = Month(text) else {
      throw Refusal.malformed("A month is written as 2026-05.")
    }
    return month
  }

  // MARK: Organisations

  /// The nodes that are known here, this one among them, with what their figures of a month say; of a
  /// territory only those that are in it, and what they say of each other.
  func organisations(
    in month: Month,
    of territory: KnownNodes.Territory? = nil
  ) async throws -> [OrganisationMonth] {
    let own = services.addresses.origin.authority
    var all = [own: Self.organisation(own, services.identity.presentation)]
    for node in services.known.nodes
    where territory.map({ node.territories.contains($0.id.text) }) ?? true {
      all[node.host] = Self.organisation(node.host, node.record.presentation)
    }
    for report in try await services.database.read({ try $0.indicators.reports(in: month) }) {
      let host = report.host.isEmpty ? own : report.host
      for indicator in report.indicators where all[host] != nil {
        let isWithin = indicator.peer.isEmpty || all[indicator.peer] != nil
        guard territory == nil || isWithin else { continue }
        let figure = indicator.figure(in: month, at: now)
        all[host]?.add(indicator.name, with: indicator.peer, figure)
      }
    }
    return all.values.sorted { $0.host < $1.host }
  }

  private static func organisation(
    _ host: String,
    _ presentation: NodeRecord.Presentation
  ) -> OrganisationMonth {
    let commune = presentation.places.first.flatMap { Communes.find(code: $0) }
    return OrganisationMonth(
      host: host,
      name: presentation.name.isEmpty ? host : presentation.name,
      kind: presentation.kind.rawValue,
      epci: commune?.epci?.description
    )
  }

  /// How far the organisations keep to themselves: those of a territory that this node is in, or all that
  /// it knows where it is in none.
  ///
  /// - Parameters:
  ///   - month: Which month.
  ///   - territory: Its number or its local name; nothing: the first by local name.
  /// - Returns: What is shown of it.
  /// - Throws: `Refusal.malformed` when the node is not in the territory.
  package func silo(_ month: Month, of territory: String? = nil) async throws -> TerritorySilo {
    let place = try self.territory(territory)
    return TerritorySilo(
      try await organisations(in: month, of: place),
      of: place.map { TerritorySilo.Territory(id: $0.id.text, name: $0.name) },
      in: month,
      at: now
    )
  }

  private func territory(_ name: String?) throws(Refusal) -> KnownNodes.Territory? {
    let joined = services.known.territories.filter { $0.own != nil }
    guard let name else { return joined.first }
    guard let found = joined.first(where: { $0.id.text == name || $0.localName == name }) else {
      throw .malformed("This node is in no territory ‘\(name.prefix(80))’.")
    }
    return found
  }

  // MARK: Exchange

  /// Who exchanges with whom, with what this node gave and took.
  package struct Exchange: Sendable, Encodable {
    package struct Organisation: Sendable, Encodable {
      package let host: String
      package let name: String
      /// Whether it said anything of the month.
      package let isKnown: Bool
    }

    package struct Pair: Sendable, Encodable {
      package let one: String
      package let other: String
      package let state: TerritoryExchange.Pair.State
      package let amount: DisclosedFigure
    }

    package let month: String
    package let organisations: [Organisation]
    package let pairs: [Pair]
    package let given: DisclosedFigure
    package let taken: DisclosedFigure
    /// From -1, only taken, to +1, only given.
    package let balance: DisclosedFigure
  }

  package func exchange(_ month: Month) async throws -> Exchange {
    let months = try await [
      organisations(in: month), organisations(in: month.advanced(by: -1)),
    ]
    let found = TerritoryExchange(months, closed: closed, in: month, at: now)
    let own = try await figures(of: month)
    let (given, taken) = (own(.exchangesGiven), own(.exchangesTaken))
    let balance = given.value.flatMap { given in
      taken.value.flatMap { ExchangeBalance(given: given, taken: $0).index }
    }
    return Exchange(
      month: month.description,
      organisations: (months.first ?? []).map {
        .init(host: $0.host, name: $0.name, isKnown: $0.isKnown)
      },
      pairs: found.pairs.map {
        .init(one: $0.one, other: $0.other, state: $0.state, amount: $0.amount)
      },
      given: given,
      taken: taken,
      balance: DisclosureControl.figure(
        balance,
        people: min(given.people ?? 0, taken.people ?? 0),
        in: month,
        at: now
      )
    )
  }

  /// The peers between which and this node somebody closed a valve for posts, or suspended the peering.
  private var closed: Set<Set<String>> {
    let own = services.addresses.origin.authority
    let hosts = services.known.peerings.filter { peering in
      switch peering.state.current(at: services.now()) {
      case .suspended: true
      case .active:
        (peering.ours.valves + peering.theirs.valves)
          .contains { $0.scope == .posts && $0.setting == .closed }
      default: false
      }
    }
    return Set(hosts.map { [own, $0.host] })
  }

  /// This node's own figures of a month; what was not counted is not known.
  private func figures(
    of month: Month
  ) async throws -> @Sendable (IndicatorName) -> DisclosedFigure {
    let reports = try await services.database.read { try $0.indicators.reports(in: month) }
    let own = reports.first { $0.host.isEmpty }?.indicators.filter { $0.peer.isEmpty } ?? []
    let now = now
    return { name in
      own.first { $0.name == name }?.figure(in: month, at: now)
        ?? DisclosureControl.hidden(.unknown, in: month)
    }
  }

  // MARK: Indicators

  /// One figure over the months.
  package struct Series: Sendable, Encodable {
    package let name: IndicatorName
    package let host: String
    /// With whom; nothing for all together.
    package let peer: String?
    package let figures: [DisclosedFigure]
  }

  /// Figures of an organisation over the months, the earliest first.
  ///
  /// - Parameters:
  ///   - names: Which; none: all that are not about one peer.
  ///   - host: Whose; nothing: this node's.
  ///   - peer: With whom; nothing: all together.
  ///   - months: How many months back, 120 at most.
  /// - Returns: One list for each name of which something is known, or that was asked for.
  /// - Throws: What reading the database throws.
  package func indicators(
    _ names: [IndicatorName],
    of host: String?,
    with peer: String?,
    months: Int
  ) async throws -> [Series] {
    let own = services.addresses.origin.authority
    let key = host == nil || host == own ? "" : host ?? ""
    let since = Month(services.now()).advanced(by: -min(max(months, 1), 120))
    let wanted = names.isEmpty ? IndicatorName.allCases : names
    let now = now
    return try await services.database.read { tx in
      try wanted.compactMap { name in
        let rows = try tx.indicators.series(name, peer: peer ?? "", of: key, since: since)
        guard !rows.isEmpty || !names.isEmpty else { return nil }
        return Series(
          name: name,
          host: host ?? own,
          peer: peer,
          figures: rows.map { $0.indicator.figure(in: $0.month, at: now) }
        )
      }
    }
  }

  /// What part of the staff has an account, and is active, over the months.
  package struct Coverage: Sendable, Encodable {
    package let accounts: [DisclosedFigure]
    package let active: [DisclosedFigure]
  }

  /// - Returns: Nothing when the admin did not say how many people work in the organisation.
  package func coverage(months: Int) async throws -> Coverage? {
    guard let staff = services.settings.staff, staff > 0 else { return nil }
    let found = try await indicators(
      [.members, .activeMembers],
      of: nil,
      with: nil,
      months: months
    )
    func shares(_ name: IndicatorName) -> [DisclosedFigure] {
      (found.first { $0.name == name }?.figures ?? []).map { figure in
        guard let value = figure.value else { return figure }
        return DisclosureControl.figure(
          min(1, value / Double(staff)),
          people: figure.people ?? 0,
          in: figure.month,
          at: now
        )
      }
    }
    return Coverage(accounts: shares(.members), active: shares(.activeMembers))
  }
}
