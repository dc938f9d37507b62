import Foundation
import Model
import Testing

@testable import Insight

/// No hidden entry of a table can be computed from those that are shown.
@Suite struct SuppressionTests {
  private let may = Month(number: 676)
  private var later: Now { Now(may.end.addingTimeInterval(40 * 86_400)) }
  private let everybody = Set<Int64>(0..<200)

  /// Entries by number of people, each person once; people of different cells are different ones.
  private func table(_ counts: [[Int]]) -> CountedTable {
    var next: Int64 = 0
    let cells = counts.map { row in
      row.map { count in
        defer { next += Int64(count) }
        return CountedTable.Cell(value: count, people: Set(next..<next + Int64(count)))
      }
    }
    return CountedTable(
      rows: counts.indices.map { "r\($0)" },
      columns: (counts.first ?? []).indices.map { "c\($0)" },
      population: everybody
    ) { cells[$0][$1] }
  }

  private func shown(_ counts: [[Int]]) -> DisclosedTable {
    DisclosureControl.table(table(counts), in: may, at: later)
  }

  @Test func aSecondCellIsHiddenWithTheFirst() {
    let shown = shown([[30, 4, 20]])
    #expect(shown.figure(0, 1).reason == .people)
    // 54 - 30 - 20 would give 4; and 4 and 20 together are enough people.
    #expect(shown.figure(0, 2).reason == .secondary)
    #expect(shown.figure(0, 0).value == 30)
    #expect(shown.sum(ofRow: 0).value == 54)
  }

  @Test func twoSmallCellsAreNotEnough() {
    let shown = shown([[30, 2, 3, 20]])
    // Both hidden ones are 5 people together, which the sum would tell.
    #expect([1, 2].map { shown.figure(0, $0).reason } == [.people, .people])
    #expect(shown.figure(0, 3).reason == .secondary)
    #expect(shown.figure(0, 0).value == 30)
  }

  @Test func aZeroIsThatOfEverybodyWhoCouldHave() {
    let shown = shown([[30, 0], [12, 0]])
    #expect(shown.figure(0, 1).value == 0)
    #expect(shown.sum(ofColumn: 1).value == 0)
    let few = CountedTable(rows: ["r"], columns: ["c"], population: [1, 2, 3]) { _, _ in .init() }
    #expect(DisclosureControl.table(few, in: may, at: later).figure(0, 0).reason == .people)
  }

  @Test func aMonthThatIsNotOverHasNoTable() {
    let table = DisclosureControl.table(table([[30]]), in: may, at: Now(may.end))
    #expect(table.sum.reason == .open && table.figure(0, 0).reason == .open)
  }

  @Test func aTableOfSeveralMindsOrganisations() {
    let cell = CountedTable.Cell(value: 40, people: Set(0..<40), shares: ["a": 38, "b": 1, "c": 1])
    let even = CountedTable.Cell(
      value: 60,
      people: Set(40..<100),
      shares: ["a": 20, "b": 20, "c": 20]
    )
    let table = CountedTable(
      rows: ["r"],
      columns: ["x", "y"],
      population: everybody,
      isOfSeveral: true
    ) { $1 == 0 ? cell : even }
    let shown = DisclosureControl.table(table, in: may, at: later)
    #expect(shown.figure(0, 0).reason == .dominance)
    #expect(shown.figure(0, 1).value == nil || shown.sum(ofRow: 0).value == nil)
  }

  /// Random tables, and what a reader can compute: by elimination over all sums.
  @Test func nothingHiddenCanBeComputed() {
    var generator = SplitMix64(seed: 4)
    var seen = 0
    for _ in 0..<150 {
      let (height, width) = (
        Int.random(in: 1...5, using: &generator), Int.random(in: 1...5, using: &generator)
      )
      let counts = (0..<height).map { _ in
        (0..<width).map { _ in
          Bool.random(using: &generator)
            ? Int.random(in: 10...40, using: &generator) : Int.random(in: 0...9, using: &generator)
        }
      }
      let table = table(counts)
      let shown = DisclosureControl.table(table, in: may, at: later)
      let hidden = Set(
        (0...height).flatMap { row in
          (0...width).filter { shown.figure(row, $0).value == nil }.map { row * (width + 1) + $0 }
        }
      )
      seen += hidden.count
      #expect(determined(hidden, height + 1, width + 1).isEmpty, "\(counts)")
      expectEnough(counts, shown)
    }
    #expect(seen > 500)
  }

  /// What is hidden of a line whose sum is shown stands for ten people or more.
  private func expectEnough(_ counts: [[Int]], _ shown: DisclosedTable) {
    for row in counts.indices where shown.sum(ofRow: row).value != nil {
      let rest = counts[row].indices.filter { shown.figure(row, $0).value == nil }
      let people = rest.reduce(0) { $0 + counts[row][$1] }
      #expect(rest.isEmpty || people >= 10, "\(counts) row \(row)")
    }
  }

  /// The unknowns that the equations of all lines fix, by Gauss.
  private func determined(_ hidden: Set<Int>, _ height: Int, _ width: Int) -> [Int] {
    let unknown = hidden.sorted()
    let place = Dictionary(uniqueKeysWithValues: zip(unknown, unknown.indices))
    let lines =
      (0..<height).map { line in (0..<width).map { line * width + $0 } }
      + (0..<width).map { line in (0..<height).map { $0 * width + line } }
    var rows = lines.map { line in
      var row = [Double](repeating: 0, count: unknown.count)
      for index in line {
        guard let at = place[index] else { continue }
        row[at] = index == line.last ? -1 : 1
      }
      return row
    }
    var lead = 0
    for column in unknown.indices {
      guard let pivot = rows[lead...].firstIndex(where: { abs($0[column]) > 1e-9 }) else {
        continue
      }
      rows.swapAt(lead, pivot)
      let scale = rows[lead][column]
      rows[lead] = rows[lead].map { $0 / scale }
      for other in rows.indices where other != lead && abs(rows[other][column]) > 1e-9 {
        let factor = rows[other][column]
        rows[other] = zip(rows[other], rows[lead]).map { $0 - factor * $1 }
      }
      lead += 1
      if lead == rows.count { break }
    }
    return rows.compactMap { row in
      let left = row.indices.filter { abs(row[$0]) > 1e-9 }
      return left.count == 1 ? unknown[left[0]] : nil
    }
  }
}
