/// What one team is put before another by; the lesser is the better.
///
/// First few people, then many organisations, then a low price. The price adds hops between
/// organisations and the load of people, so that the only bridge between two organisations is not
/// asked every time (Anagnostopoulos et al., WWW 2012).
package struct TeamRanking: Hashable, Sendable, Comparable {
  /// How many people it takes.
  package internal(set) var size = 0
  /// How many organisations take part.
  package internal(set) var organisations = 0
  /// How many of them speak for the team: three, or as many as the task demands.
  package let organisationsThatCount: Int
  /// The sum of the distances between each two of its organisations.
  package internal(set) var communication = 0
  /// What its people's earlier teams cost: `loadPrice` of each.
  package internal(set) var load = 0
  /// How many of its people are in a team proposed before it, counted where it shares most.
  package internal(set) var shared = 0
  /// The sum of weight × match over people and wanted skills, in thousandths.
  package internal(set) var fit = 0
  /// How many kilometres the farthest member comes from, of those where it is known.
  package internal(set) var farthest: Double?

  init(organisationsThatCount: Int) { self.organisationsThatCount = organisationsThatCount }

  /// What the team costs: a hop between two organisations weighs as much as somebody's first team.
  package var price: Int { communication + load + shared }

  package static func < (one: Self, other: Self) -> Bool {
    if one.size != other.size { return one.size < other.size }
    let width = min(one.organisations, one.organisationsThatCount)
    let otherWidth = min(other.organisations, other.organisationsThatCount)
    if width != otherWidth { return width > otherWidth }
    if one.price != other.price { return one.price < other.price }
    if one.fit != other.fit { return one.fit > other.fit }
    return (one.farthest ?? .infinity) < (other.farthest ?? .infinity)
  }

  /// The price of asking somebody who is asked into so many teams already: 2^load − 1.
  ///
  /// Anagnostopoulos et al. price people at b^(load / capacity); with b = 2 and a capacity of one
  /// team all prices are whole numbers. Less one, so that people without a team cost nothing.
  package static func loadPrice(_ load: Int) -> Int { 1 << min(30, max(0, load)) - 1 }
}
