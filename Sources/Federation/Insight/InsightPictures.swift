import Foundation
import Insight
import Model
import Storage

/// Pictures of a territory, each with its table.
package struct InsightPictures: Sendable {
  let services: FederationServices
  let words: PictureWords

  /// - Parameters:
  ///   - services: Where what is drawn is looked up.
  ///   - language: BCP 47.
  package init(services: FederationServices, language: String) {
    self.services = services
    words = .words(for: language)
  }

  private var reading: InsightReading { InsightReading(services: services) }

  // MARK: Map

  /// What there is on a map for a reader: organisations by their places, open needs and coming events that
  /// the reader comes across.
  package func marks(for reader: Reader) async throws -> [TerritoryMap.Mark] {
    let own = (services.addresses.origin.authority, services.identity.presentation)
    let nodes = [own] + services.known.nodes.map { ($0.host, $0.record.presentation) }
    var marks = nodes.compactMap { host, presentation in
      presentation.places.lazy.compactMap { Communes.find(code: $0) }.first { $0.position != nil }
        .flatMap { commune in
          commune.position.map { position in
            TerritoryMap.Mark(
              .node,
              presentation.name.isEmpty ? host : presentation.name,
              place: commune.name,
              at: position,
              link: "https://\(host)/"
            )
          }
        }
    }
    let now = services.now()
    marks += try await services.database.read { tx in
      let needs = try tx.needs.list(.init(), by: reader, limit: Self.most, at: now)
        .compactMap { try tx.posts.find($0) }.compactMap(Self.need)
      let wish = EventWish(from: now, limit: Self.most)
      return needs + (try tx.posts.events(wish, for: reader).compactMap { Self.event($0.post) })
    }
    return marks
  }

  private static let most = 200

  private static func need(_ post: Post) -> TerritoryMap.Mark? {
    guard let need = post.body.need, let place = need.place else { return nil }
    let commune = place.code.flatMap { Communes.find(code: $0) }
    guard let position = place.position ?? commune?.position else { return nil }
    let name = place.name ?? commune?.name ?? ""
    return .init(.need, need.title, place: name, at: position, link: post.page ?? post.uri)
  }

  private static func event(_ post: Post) -> TerritoryMap.Mark? {
    guard let event = post.body.event, event.status != .cancelled else { return nil }
    for place in event.places where !place.isVirtual {
      guard let latitude = place.latitude, let longitude = place.longitude else { continue }
      return .init(
        .event,
        event.title ?? "",
        place: place.name ?? place.address ?? "",
        at: .init(latitude: latitude, longitude: longitude),
        link: post.page ?? post.uri
      )
    }
    return nil
  }

  /// The map of this node's surroundings.
  package func map(for reader: Reader, id: String = "map") async throws -> DrawnPicture {
    let marks = try await marks(for: reader)
    return TerritoryMap(marks, surroundings: Self.surroundings(of: marks), in: words)
      .picture(id: id)
  }

  /// The largest communes around, so that one finds one's way.
  private static func surroundings(of marks: [TerritoryMap.Mark]) -> [Commune] {
    guard
      let middle = marks.lazy.compactMap({ mark in
        Communes.search(name: mark.place, limit: 1).first
      }).first, let position = middle.position
    else { return [] }
    let farthest = marks.map { $0.position.distance(to: position) }.max() ?? 0
    return Communes.near(middle, within: min(400, farthest + 15)).keys
      .compactMap { Communes.find(code: $0) }
      .sorted { ($1.population ?? 0, $0.code) < ($0.population ?? 0, $1.code) }
      .prefix(40).map(\.self)
  }

  // MARK: Exchange

  package func exchange(_ month: Month, id: String = "exchange") async throws -> DrawnPicture {
    let found = try await reading.exchange(month)
    let places = Dictionary(
      uniqueKeysWithValues: zip(found.organisations.map(\.host), found.organisations.indices)
    )
    let links = found.pairs.compactMap { pair -> ExchangeGraph.Link? in
      guard let one = places[pair.one], let other = places[pair.other] else { return nil }
      switch pair.state {
      case .exchanging: return .init(one, other, .exchanging(pair.amount))
      case .silent: return .init(one, other, .silent)
      case .closed: return .init(one, other, .closed)
      case .unknown: return nil
      }
    }
    return ExchangeGraph(
      found.organisations.map { .init(host: $0.host, name: $0.name) },
      links,
      in: words
    ).picture(id: id)
  }

  // MARK: Indicators

  /// Figures of this node over the months, or of a peer that shares them.
  package func indicators(
    _ names: [IndicatorName],
    of host: String? = nil,
    with peer: String? = nil,
    months: Int = 12,
    as form: SeriesPicture.Form = .lines,
    id: String = "series"
  ) async throws -> DrawnPicture {
    let found = try await reading.indicators(
      names.isEmpty ? [.exchangesGiven, .exchangesTaken] : names,
      of: host,
      with: peer,
      months: months
    )
    let series = found.map { one in
      SeriesPicture.Series(words.indicators[one.name] ?? one.name.rawValue, one.figures)
    }
    let title = series.prefix(4).map(\.name).joined(separator: ", ")
    return SeriesPicture(title, series, as: form, in: words).picture(id: id)
  }

  /// What part of the staff has an account and is active, in percent; nothing when the admin did not say
  /// how many people work in the organisation.
  package func coverage(months: Int = 12, id: String = "coverage") async throws -> DrawnPicture? {
    guard let coverage = try await reading.coverage(months: months) else { return nil }
    let series = [
      SeriesPicture.Series("\(words.accounts) (%)", coverage.accounts.map(percent)),
      SeriesPicture.Series("\(words.activeAccounts) (%)", coverage.active.map(percent)),
    ]
    return SeriesPicture(series.map(\.name).joined(separator: ", "), series, in: words)
      .picture(id: id)
  }

  private func percent(_ figure: DisclosedFigure) -> DisclosedFigure {
    guard let value = figure.value else { return figure }
    return DisclosureControl.figure(
      value * 100,
      people: figure.people ?? 0,
      in: figure.month,
      at: reading.now
    )
  }

  // MARK: Valves

  /// How each kind of activity is with each peer: closed by will, or silent by habit.
  package func valves(_ month: Month) async throws -> [ValvePicture.Row] {
    let now = services.now()
    let months = [month, month.advanced(by: -1)]
    let reports = try await services.database.read { tx in
      try months.compactMap { month in
        try tx.indicators.reports(in: month).first { $0.host.isEmpty }
      }
    }
    return services.known.peerings.compactMap { peering in
      let state = peering.state.current(at: now)
      var isSuspended = false
      if case .suspended = state { isSuspended = true }
      guard state == .active || isSuspended else { return nil }
      let name = peering.record?.presentation.name ?? peering.host
      return ValvePicture.Row(
        name.isEmpty ? peering.host : name,
        Dictionary(
          uniqueKeysWithValues: Scope.allCases.map { scope in
            (
              scope,
              isSuspended ? .closedHere : Self.state(scope, peering, reports)
            )
          }
        )
      )
    }
  }

  package func valves(_ month: Month, id: String = "valves") async throws -> DrawnPicture {
    ValvePicture(try await valves(month), in: words).picture(id: id)
  }

  private static func state(
    _ scope: Scope,
    _ peering: Peering,
    _ reports: [IndicatorReport]
  ) -> ValvePicture.State {
    let ours = peering.ours.valves.filter { $0.scope == scope }
    let theirs = peering.theirs.valves.filter { $0.scope == scope }
    if ours.contains(where: { $0.setting == .closed }) { return .closedHere }
    if theirs.contains(where: { $0.setting == .closed }) { return .closedThere }
    guard peering.ours.scopes.contains(scope), peering.theirs.scopes.contains(scope) else {
      return .notShared
    }
    if (ours + theirs).contains(where: { $0.setting == .reviewed }) { return .reviewed }
    let names = Self.names[scope] ?? []
    guard !names.isEmpty, reports.count == TerritoryExchange.monthsOfSilence else {
      return .unknown
    }
    // A node of fewer than ten members shows nothing, not even that there was nothing.
    let isSmall = reports.contains { report in
      report.indicators.contains { $0.name == .members && $0.reason == "people" }
    }
    guard !isSmall else { return .unknown }
    // Of the kinds of a scope only those are written down of which there was something.
    let rows = reports.flatMap { report in
      report.indicators.filter { $0.peer == peering.host }
    }
    let used = rows.filter { names.contains($0.name) }
    if used.contains(where: { ($0.value ?? 0) > 0 || $0.reason == "people" }) { return .open }
    return rows.contains { $0.reason != nil } ? .unknown : .habit
  }

  /// What shows that a scope is used.
  private static let names: [Scope: Set<IndicatorName>] = [
    .posts: [
      .repliesGiven, .repliesTaken, .mentionsGiven, .mentionsTaken, .boostsGiven, .boostsTaken,
    ],
    .groups: [.teamsGiven, .teamsTaken],
    .events: [.attendancesGiven, .attendancesTaken],
    .needs: [.answersGiven, .answersTaken],
  ]
}
