import Foundation
import Insight
import Model
import Storage

/// How a member is tied to others, for the member alone: it is computed when the member asks, from what this
/// node holds, and kept nowhere.
package struct PersonalInsight: Sendable, Encodable {
  /// Whom the member had to do with in one organisation.
  package struct Organisation: Sendable, Encodable {
    /// The host; empty for the member's own.
    package let host: String
    package let people: Int
    /// What was exchanged, what is long ago counting for less.
    package let strength: Double
  }

  /// How many people the member had to do with in the last twelve months.
  package let people: Int
  package let organisations: [Organisation]
  /// The E-I index of the member's ties, by organisation.
  package let index: Double?
  /// How evenly the ties go to several organisations.
  package let participation: Double?
  /// How far all ties lead to the same people.
  package let constraint: Double?
  package let effectiveSize: Double?
  /// How many pairs of acquaintances are tied by the member alone; equal ways are shared.
  package let bridges: Double
  /// What the member did for or with others, and they for or with the member.
  package let given: Int
  package let taken: Int

  private static let span: TimeInterval = 365 * 86_400

  /// - Parameters:
  ///   - member: Who asks, and whom alone it is about.
  ///   - services: Where it is looked up.
  /// - Throws: What reading the database throws.
  package init(of member: ActorID, _ services: FederationServices) async throws {
    let now = services.now()
    let found = try await services.database.read { tx in
      var found = Deeds()
      try tx.exchanges.each(
        from: now.addingTimeInterval(-Self.span),
        until: now.addingTimeInterval(1)
      ) {
        deed in
        found.add(deed, of: member, at: now)
      }
      return found
    }
    self.init(found, of: member)
  }

  private init(_ found: Deeds, of member: ActorID) {
    let others = found.own.keys.sorted { $0.rawValue < $1.rawValue }
    let places = Dictionary(uniqueKeysWithValues: zip(others, 1...max(1, others.count)))
    var ties = others.map { TieGraph.Tie(0, places[$0] ?? 0, weight: found.own[$0] ?? 0) }
    for (pair, weight) in found.among {
      guard let one = places[pair.one], let other = places[pair.other] else { continue }
      ties.append(.init(one, other, weight: weight))
    }
    let graph = TieGraph(count: others.count + 1, ties: ties)
    let groups = [""] + others.map { found.hosts[$0] ?? "" }
    people = others.count
    organisations = Dictionary(grouping: others) { found.hosts[$0] ?? "" }
      .map { host, people in
        Organisation(
          host: host,
          people: people.count,
          strength: people.map { found.own[$0] ?? 0 }.sorted().reduce(0, +)
        )
      }
      .sorted { ($1.strength, $0.host) < ($0.strength, $1.host) }
    index = graph.openness(ofVertex: 0, in: groups).index
    participation = graph.participation(of: 0, in: groups)
    constraint = graph.constraint(of: 0)
    effectiveSize = graph.effectiveSize(of: 0)
    bridges = graph.betweenness()[0]
    (given, taken) = (found.given, found.taken)
  }

  /// What there is of deeds, by who is tied to whom.
  private struct Deeds {
    struct Pair: Hashable {
      let one: ActorID
      let other: ActorID
    }

    var own: [ActorID: Double] = [:]
    var among: [Pair: Double] = [:]
    var hosts: [ActorID: String] = [:]
    var given = 0
    var taken = 0

    mutating func add(_ deed: ExchangeStore.Deed, of member: ActorID, at now: Date) {
      let days = now.timeIntervalSince(deed.at) / 86_400
      let weight = TieStrength.weight(ofDays: days)
      if deed.actor == member {
        own[deed.other, default: 0] += weight
        hosts[deed.other] = deed.otherHost
        given += 1
      } else if deed.other == member {
        own[deed.actor, default: 0] += weight
        hosts[deed.actor] = deed.host
        taken += 1
      } else {
        among[Pair(one: deed.actor, other: deed.other), default: 0] += weight
      }
    }
  }
}
