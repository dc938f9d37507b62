import Foundation
import Model
import Testing

@testable import Insight

/// One test for each rule by which a figure is kept back.
@Suite struct DisclosureTests {
  private let may = Month(number: 676)
  private var later: Now { Now(may.end.addingTimeInterval(40 * 86_400)) }

  private func people(_ range: Range<Int64>) -> Set<Int64> { Set(range) }

  @Test func monthsAreFixedAndOver() throws {
    let written = try #require(Month("2026-05"))
    #expect(written == may)
    #expect(may.description == "2026-05")
    #expect(Month(may.start) == may && Month(may.end) == may.advanced(by: 1))
    #expect(Month("2026-5") == nil && Month("2026-05-01") == nil && Month("2026-13") == nil)
    for days in [-20.0, 0, 2.9] {
      let now = Now(may.end.addingTimeInterval(days * 86_400))
      #expect(DisclosureControl.figure(4, people: 40, in: may, at: now).reason == .open)
    }
    let settled = Now(may.end.addingTimeInterval(3 * 86_400))
    #expect(DisclosureControl.figure(4, people: 40, in: may, at: settled).value == 4)
    #expect(Month.lastSettled(at: settled.date) == may)
    #expect(Month.lastSettled(at: may.end) == may.advanced(by: -1))
  }

  @Test func tenPeopleStandBehindAFigure() {
    let few = DisclosureControl.figure(120, people: 9, in: may, at: later)
    #expect(few.value == nil && few.people == nil && few.reason == .people)
    let enough = DisclosureControl.figure(120, people: 13, in: may, at: later)
    #expect(enough.value == 120 && enough.reason == nil)
    #expect(enough.people == 10, "how many exactly is not said")
  }

  @Test func threeOrganisationsStandBehindAFigureAboutSeveral() {
    func figure(_ shares: [String: Double]) -> DisclosedFigure {
      DisclosureControl.figure(9, people: 50, of: .organisations(shares), in: may, at: later)
    }
    #expect(figure(["a": 5, "b": 4]).reason == .organisations)
    #expect(figure(["a": 5, "b": 4, "c": 0]).reason == .organisations, "who has nothing is none")
    #expect(figure(["a": 5, "b": 3, "c": 1]).value == 9)
  }

  @Test func noOrganisationHasMoreThan85Percent() {
    func figure(_ largest: Double) -> DisclosedFigure {
      let shares = ["a": largest, "b": (100 - largest) / 2, "c": (100 - largest) / 2]
      return DisclosureControl.figure(
        100,
        people: 50,
        of: .organisations(shares),
        in: may,
        at: later
      )
    }
    #expect(figure(85).value == 100)
    #expect(figure(85.5).reason == .dominance)
  }

  @Test func whatIsNoNumberIsUnknown() {
    #expect(DisclosureControl.figure(nil, people: 50, in: may, at: later).reason == .unknown)
    #expect(DisclosureControl.figure(.nan, people: 50, in: may, at: later).reason == .unknown)
  }

  /// Two months next to each other must not tell of the one person who came between them.
  @Test func twoPeriodsTellNothingOfFewPeople() {
    let counts = [50, 51, 58, 61, 61, 52, 40, 8, 39].enumerated()
      .map { (month: may.advanced(by: $0.offset - 9), people: $0.element) }
    var last: Int?
    let shown = counts.map { month, people in
      let figure = DisclosureControl.stock(people, lastShown: last, in: month, at: later)
      last = figure.value.map(Int.init) ?? last
      return figure
    }
    #expect(shown.map(\.value) == [50, 50, 50, 61, 61, 61, 40, nil, 40])
    #expect(shown[7].reason == .people)
    let values = shown.compactMap(\.value)
    for one in values {
      for other in values { #expect(one == other || abs(one - other) >= 10) }
    }
  }
}
