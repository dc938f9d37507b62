/// The distances between organisations by their numbers, each asked for once.
struct OrganisationHops {
  /// A table of more would be larger than what it saves.
  private static let largestTable = 2048

  private let organisations: [String]
  private let distances: OrganisationDistances
  private var table: [Int8] = []

  init(_ organisations: [String], _ distances: OrganisationDistances) {
    (self.organisations, self.distances) = (organisations, distances)
    guard organisations.count <= Self.largestTable else { return }
    table = Array(repeating: -1, count: organisations.count * organisations.count)
  }

  mutating func between(_ one: Int, _ other: Int) -> Int {
    let place = one * organisations.count + other
    if !table.isEmpty, table[place] >= 0 { return Int(table[place]) }
    let hops = distances.between(organisations[one], organisations[other])
    if !table.isEmpty { table[place] = Int8(hops) }
    return hops
  }
}
