import Foundation
import Insight
import Model
import Storage

/// What was counted of one month, with who stands behind it: it lives as long as the counting, and only
/// figures come out of it.
struct MonthTally {
  let month: Month
  /// The members whose accounts were open at the end.
  let members: Set<Int64>
  private var cells: [String: [IndicatorName: CountedTable.Cell]] = [:]
  private var pairs: [String: Set<Pair>] = [:]
  private var inside: Set<Pair> = []
  private var active: Set<Int64> = []
  private var work: [IndicatorName: [Int64]] = [:]

  private struct Pair: Hashable {
    let one: Int64
    let other: Int64
  }

  /// Counts what the tables have of a month.
  init(_ month: Month, _ tx: Transaction) throws {
    self.month = month
    members = try tx.exchanges.members(at: month.end)
    try tx.exchanges.each(from: month.start, until: month.end) { add($0) }
    for (name, kind) in Self.kinds {
      work[name] = try tx.exchanges.work(kind, from: month.start, until: month.end)
      if name == .posts { active.formUnion(work[name] ?? []) }
    }
    active.formIntersection(members)
  }

  private static let kinds: [(IndicatorName, ExchangeStore.Work)] = [
    (.posts, .posts), (.events, .events), (.needs, .needs), (.needsAnswered, .needsAnswered),
    (.questions, .questions), (.questionsAnswered, .questionsAnswered),
    (.agreements, .agreements), (.agreementsDone, .agreementsDone),
  ]

  private mutating func add(_ deed: ExchangeStore.Deed) {
    let (actor, other) = (deed.actor.rawValue, deed.other.rawValue)
    if deed.host.isEmpty { active.insert(actor) }
    guard deed.host != deed.otherHost else {
      inside.insert(Pair(one: min(actor, other), other: max(actor, other)))
      return
    }
    let isGiven = deed.host.isEmpty
    let peer = isGiven ? deed.otherHost : deed.host
    let name = IndicatorName(deed.kind, isGiven ? .given : .taken)
    cells[peer, default: [:]][name, default: .init()].value += 1
    cells[peer, default: [:]][name, default: .init()].people.insert(actor)
    pairs[peer, default: []]
      .insert(isGiven ? Pair(one: actor, other: other) : Pair(one: other, other: actor))
  }

  // MARK: Figures

  /// Everything that may be shown of the month, and why the rest may not.
  ///
  /// - Parameters:
  ///   - peers: The hosts of the nodes that are known here: they have a row each, all others one together.
  ///   - lastMembers: The number of members that was shown last.
  ///   - now: The moment.
  /// - Returns: By name, then by peer.
  func indicators(peers: [String], lastMembers: Int?, at now: Now) -> [Indicator] {
    var all = people(lastMembers, now)
    all += deeds(now)
    for direction in ExchangeDirection.allCases { all += exchanges(direction, peers, now) }
    all += ties(peers, now)
    return all.sorted { ($0.name, $0.peer) < ($1.name, $1.peer) }
  }

  /// Who is active says who is not: the two and their sum are one table.
  private func people(_ lastMembers: Int?, _ now: Now) -> [Indicator] {
    let idle = members.subtracting(active)
    let table = CountedTable(rows: ["members"], columns: ["active", "idle"], population: members) {
      let group = $1 == 0 ? active : idle
      return .init(value: group.count, people: group)
    }
    let shown = DisclosureControl.table(table, in: month, at: now)
    var sum = shown.sum
    if sum.value != nil {
      sum = DisclosureControl.stock(members.count, lastShown: lastMembers, in: month, at: now)
    }
    return [.init(.members, sum), .init(.activeMembers, shown.figure(0, 0))]
  }

  private func deeds(_ now: Now) -> [Indicator] {
    let alone = [IndicatorName.posts, .events, .agreements, .agreementsDone].map { name in
      let people = work[name] ?? []
      return Indicator(name, single(people.count, Set(people), now))
    }
    let insiders = Set(inside.flatMap { [$0.one, $0.other] })
    return alone + answered(.needs, .needsAnswered, now)
      + answered(.questions, .questionsAnswered, now)
      + [.init(.tiesInside, single(inside.count, insiders, now))]
  }

  /// What was answered leaves what was not: the two and their sum are one table.
  private func answered(
    _ whole: IndicatorName,
    _ part: IndicatorName,
    _ now: Now
  ) -> [Indicator] {
    let answered = work[part] ?? []
    var open = work[whole] ?? []
    for person in answered {
      if let place = open.firstIndex(of: person) { open.remove(at: place) }
    }
    let rest = open
    let table = CountedTable(
      rows: [whole.rawValue],
      columns: ["answered", "open"],
      population: members
    ) {
      let group = $1 == 0 ? answered : rest
      return .init(value: group.count, people: Set(group))
    }
    let shown = DisclosureControl.table(table, in: month, at: now)
    return [.init(whole, shown.sum), .init(part, shown.figure(0, 0))]
  }

  private func single(_ count: Int, _ people: Set<Int64>, _ now: Now) -> DisclosedFigure {
    let behind = count == 0 ? members : people
    return DisclosureControl.figure(Double(count), people: behind.count, in: month, at: now)
  }

  private func exchanges(
    _ direction: ExchangeDirection,
    _ peers: [String],
    _ now: Now
  ) -> [Indicator] {
    let names = ExchangeKind.allCases.map { IndicatorName($0, direction) }
    let rows = rows(peers)
    let table = CountedTable(
      rows: rows.map(\.name),
      columns: names.map(\.rawValue),
      population: members
    ) { row, column in
      rows[row].hosts.reduce(into: .init()) { sum, host in
        sum.add(cells[host]?[names[column]] ?? .init())
      }
    }
    let shown = DisclosureControl.table(table, in: month, at: now)
    let whole: IndicatorName = direction == .given ? .exchangesGiven : .exchangesTaken
    var all = [Indicator(whole, shown.sum)]
    all += names.indices.map { .init(names[$0], shown.sum(ofColumn: $0)) }
    for (row, peer) in peers.enumerated() {
      all.append(.init(whole, peer: peer, shown.sum(ofRow: row)))
      // What there was none of needs no line of its own for each of many peers.
      all += names.indices.map { Indicator(names[$0], peer: peer, shown.figure(row, $0)) }
        .filter { $0.value != 0 }
    }
    return all
  }

  private func ties(_ peers: [String], _ now: Now) -> [Indicator] {
    let rows = rows(peers)
    let table = CountedTable(rows: rows.map(\.name), columns: ["ties"], population: members) {
      row,
      _ in
      let tied = rows[row].hosts.flatMap { pairs[$0] ?? [] }
      return .init(value: tied.count, people: Set(tied.map(\.one)))
    }
    let shown = DisclosureControl.table(table, in: month, at: now)
    return [.init(.ties, shown.sum)]
      + peers.indices.map { .init(.ties, peer: peers[$0], shown.figure($0, 0)) }
  }

  private func rows(_ peers: [String]) -> [(name: String, hosts: [String])] {
    let others = Set(cells.keys).union(pairs.keys).subtracting(peers).sorted()
    return peers.map { ($0, [$0]) } + (others.isEmpty ? [] : [("", others)])
  }
}

extension Indicator {
  /// The figure as it is kept and given to peers.
  package init(_ name: IndicatorName, peer: String = "", _ figure: DisclosedFigure) {
    self.init(
      name,
      peer: peer,
      value: figure.value.map { Int($0.rounded()) },
      people: figure.people,
      reason: figure.reason?.rawValue
    )
  }

  /// The figure as it was kept, looked at once more: what a peer says is held to the same rules.
  package func figure(in month: Month, at now: Now) -> DisclosedFigure {
    guard let value else {
      let reason = reason.flatMap(DisclosedFigure.Reason.init(rawValue:)) ?? .unknown
      return DisclosureControl.hidden(reason, in: month)
    }
    return DisclosureControl.figure(Double(value), people: people ?? 0, in: month, at: now)
  }
}
