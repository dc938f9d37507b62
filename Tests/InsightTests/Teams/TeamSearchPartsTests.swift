import Testing

@testable import Insight

@Suite("The parts of the team search")
struct TeamSearchPartsTests {
  @Test("the size of every cover is that of the smallest choice of sets", arguments: 0..<40)
  func coverSizes(seed: Int) {
    var random = SplitMix64(seed: seed)
    let masks = (0..<8).map { _ in Int.random(in: 1..<64, using: &random) }
    let goal = masks.reduce(0, |)

    let sizes = CoverSizes(masks: masks, goal: goal)

    for open in 0...goal where open & ~goal == 0 {
      let covers = (0..<256).filter { choice in
        let chosen = masks.indices.filter { choice & 1 << $0 != 0 }
        return open & ~chosen.reduce(0) { $0 | masks[$1] } == 0
      }
      #expect(sizes[open] == covers.map(\.nonzeroBitCount).min())
    }
  }

  @Test("the heap gives the nearest first", arguments: 0..<20)
  func heap(seed: Int) {
    var random = SplitMix64(seed: seed)
    let distances = (0..<50).map { _ in Double(Int.random(in: 0..<20, using: &random)) }
    var heap = DistanceHeap()

    for (node, distance) in distances.enumerated() { heap.push(node, at: distance) }
    var popped: [Double] = []
    while let next = heap.pop() { popped.append(next.distance) }

    #expect(popped == distances.sorted())
  }

  /// A team of one, ranked by their price, of an organisation that stands for the whole team.
  private func team(
    _ number: Int,
    of organisation: Int,
    price: Int
  ) -> (
    team: PartialTeam, outlook: PartialTeam.Outlook
  ) {
    let person = PoolPerson(
      place: number,
      mask: 1,
      organisation: organisation,
      price: price,
      fit: 0,
      distance: nil
    )
    let empty = PartialTeam(organisationsThatCount: 3)
    var hops = OrganisationHops([], .unknown)
    let outlook = empty.outlook(with: person, hops: &hops)
    return (empty.joined(by: number, person, outlook: outlook), outlook)
  }

  @Test("a cell keeps the best teams, and few of the same organisations")
  func cell() {
    var cell = TeamCell(capacity: 3, perOrganisations: 2)

    for (number, organisation, price) in [
      (1, 0, 5), (2, 0, 3), (3, 0, 4), (4, 1, 9), (5, 2, 8), (6, 2, 7),
    ] {
      cell.insert(team(number, of: organisation, price: price).team)
    }

    #expect(cell.teams.map(\.members) == [[2], [3], [6]])
    #expect(cell.admits(team(7, of: 3, price: 6).outlook))
    #expect(!cell.admits(team(7, of: 3, price: 7).outlook))
  }

  @Test("a cell keeps the same team once")
  func cellTwice() {
    var cell = TeamCell(capacity: 3, perOrganisations: 2)

    cell.insert(team(1, of: 0, price: 0).team)
    cell.insert(team(1, of: 0, price: 0).team)

    #expect(cell.teams.count == 1)
  }

  @Test("a chosen team is not chosen again")
  func choice() {
    let one = team(1, of: 0, price: 0).team
    let other = team(2, of: 0, price: 0).team

    let choice = TeamChoice(of: 3, among: [one, one, other])

    #expect(choice.chosen.map(\.members) == [[1], [2]])
  }
}
