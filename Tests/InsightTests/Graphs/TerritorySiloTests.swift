import Foundation
import Model
import Testing

@testable import Insight

/// What is said of a territory as a whole, from the figures of its organisations.
@Suite struct TerritorySiloTests {
  private let may = Month(number: 676)
  private var later: Now { Now(may.end.addingTimeInterval(40 * 86_400)) }

  private func figure(_ value: Double, people: Int = 40) -> DisclosedFigure {
    DisclosureControl.figure(value, people: people, in: may, at: later)
  }

  /// Organisations of twenty, each with ties inside and to others, as both say.
  private func months(_ inside: [Double], _ ties: [(Int, Int, Double)]) -> [OrganisationMonth] {
    inside.enumerated().map { place, inside in
      var month = OrganisationMonth(
        host: "o\(place).example",
        name: "O\(place)",
        kind: place < 2 ? "company" : "association",
        epci: nil
      )
      month.add(.members, with: "", figure(20))
      month.add(.tiesInside, with: "", figure(inside))
      for (one, other, count) in ties where one == place || other == place {
        let peer = "o\(one == place ? other : one).example"
        month.add(.ties, with: peer, figure(count))
        month.add(.exchangesGiven, with: peer, figure(count))
        month.add(.exchangesTaken, with: peer, figure(count))
      }
      return month
    }
  }

  @Test func theIndexIsThatOfPeople() throws {
    let silo = TerritorySilo(
      months([50, 40, 30], [(0, 1, 10), (1, 2, 20), (0, 2, 0)]),
      in: may,
      at: later
    )
    #expect(silo.counted == 3)
    let (external, inside) = (30.0, 120.0)
    #expect(silo.index.value == (external - inside) / 150)
    // 60 people: 1770 pairs, of which 570 are inside.
    let share = 1200.0 / 1770
    #expect(try abs(#require(silo.silo.value) - (1 - 0.2 / share)) < 1e-9)
    #expect(try abs(#require(silo.expected.value) - (1200.0 - 570) / 1770) < 1e-9)
    let kinds = try #require(silo.byKind)
    #expect(kinds.groups == 2 && kinds.index.value == 0)
    #expect(kinds.chance.map { $0 > 0.05 } == true, "two ties say nothing against chance")
    let middle = try #require(silo.positions.first { $0.host == "o1.example" })
    #expect(middle.betweenness.value == 1 && middle.constraint.value.map { $0 < 1 } == true)
  }

  @Test func oneOfAlmostAllIsNotShown() {
    let silo = TerritorySilo(months([900, 3, 3], [(1, 2, 2)]), in: may, at: later)
    #expect(silo.index.reason == .dominance && silo.silo.value == nil)
  }

  @Test func twoOrganisationsAreNoTerritory() {
    let silo = TerritorySilo(months([50, 40], [(0, 1, 10)]), in: may, at: later)
    #expect(silo.silo.reason == .organisations)
    #expect(silo.byKind?.index.value == nil)
  }

  @Test func whoSaysNothingIsNotCountedAsSealed() {
    var all = months([50, 40, 30], [(0, 1, 10), (1, 2, 20)])
    all.append(OrganisationMonth(host: "z.example", name: "Z", kind: "company", epci: nil))
    let silo = TerritorySilo(all, in: may, at: later)
    #expect(silo.organisations == 4 && silo.counted == 3)
    #expect(silo.index.value == -90.0 / 150)
    #expect(!silo.positions.contains { $0.host == "z.example" })
  }

  @Test func bothSidesAreHeardAndClosedComesFirst() {
    var all = months([50, 40, 30], [(0, 1, 10), (1, 2, 0)])
    all[0].add(.exchangesGiven, with: "o1.example", figure(30))
    let now = TerritoryExchange(
      [all, all],
      closed: [["o0.example", "o2.example"]],
      in: may,
      at: later
    )
    #expect(now.pairs.map(\.state) == [.exchanging, .closed, .silent])
    #expect(now.pairs[0].amount.value == 30, "the mean of 40 and 20")
    for place in all.indices {
      all[place].add(.members, with: "", figure(4, people: 4))
    }
    let small = TerritoryExchange([all, all], closed: [], in: may, at: later)
    #expect(small.pairs.isEmpty, "whoever is too small to say anything says nothing")
    all = months([50, 40, 30], [(0, 1, 10), (1, 2, 0)])
    let once = TerritoryExchange([all], closed: [], in: may, at: later)
    #expect(once.pairs.map(\.state) == [.exchanging, .unknown], "one month is no silence")
  }
}
