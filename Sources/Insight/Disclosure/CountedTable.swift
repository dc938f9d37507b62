import Foundation
import Model

/// The moment at which a figure is asked for.
package struct Now: Sendable {
  package let date: Date

  package init(_ date: Date) { self.date = date }
}

/// Counts by two properties with all their sums, as they were counted and nobody may see them.
package struct CountedTable: Sendable {
  /// One count, with who stands behind it.
  package struct Cell: Sendable {
    package var value = 0
    /// The people, by whatever numbers tell them apart.
    package var people: Set<Int64> = []
    /// What each organisation has of it; empty in a table of one organisation.
    package var shares: [String: Double] = [:]

    package init() {}

    package init(
      value: Int,
      people: Set<Int64>,
      shares: [String: Double] = [:]
    ) {
      self.value = value
      self.people = people
      self.shares = shares
    }

    package mutating func add(_ other: Cell) {
      value += other.value
      people.formUnion(other.people)
      shares.merge(other.shares) { $0 + $1 }
    }
  }

  /// An entry; the row or the column after the last one is that of the sums.
  struct Place: Hashable {
    let row: Int
    let column: Int
  }

  package let rows: [String]
  package let columns: [String]
  /// Whether it is about several organisations.
  let isOfSeveral: Bool
  /// Who could have done what nobody did.
  let population: Set<Int64>
  private var entries: [Cell]

  /// Adds up a table.
  ///
  /// - Parameters:
  ///   - rows: The names of the rows.
  ///   - columns: The names of the columns.
  ///   - population: Who could have done what is counted: they stand behind the zeros.
  ///   - isOfSeveral: Whether it is about several organisations, whose shares the cells name.
  ///   - cell: What was counted, by number of row and column.
  package init(
    rows: [String],
    columns: [String],
    population: Set<Int64>,
    isOfSeveral: Bool = false,
    cell: (Int, Int) -> Cell
  ) {
    self.rows = rows
    self.columns = columns
    self.population = population
    self.isOfSeveral = isOfSeveral
    let width = columns.count + 1
    entries = [Cell](repeating: Cell(), count: (rows.count + 1) * width)
    for row in rows.indices {
      for column in columns.indices {
        let counted = cell(row, column)
        for place in [
          (row, column), (row, columns.count), (rows.count, column), (rows.count, columns.count),
        ] { entries[place.0 * width + place.1].add(counted) }
      }
    }
  }

  var places: [Place] { entries.indices.map { Place(row: $0 / width, column: $0 % width) } }

  func index(of place: Place) -> Int { place.row * width + place.column }

  func value(at place: Place) -> Int { entries[index(of: place)].value }

  func cell(at index: Int) -> Cell { entries[index] }

  /// Who stands behind an entry.
  func peopleBehind(_ place: Place) -> Set<Int64> {
    let cell = entries[index(of: place)]
    return cell.value == 0 ? population : cell.people
  }

  func subject(of place: Place) -> DisclosureControl.Subject {
    subject(of: entries[index(of: place)])
  }

  func subject(of cell: Cell) -> DisclosureControl.Subject {
    // Nothing done by anybody has no shares: it says nothing of one organisation more than of others.
    isOfSeveral && cell.value != 0 ? .organisations(cell.shares) : .organisation
  }

  private var width: Int { columns.count + 1 }
}

/// A table as it may be seen.
package struct DisclosedTable: Sendable, Hashable {
  package let rows: [String]
  package let columns: [String]
  private let entries: [[DisclosedFigure]]

  init(_ table: CountedTable, _ figure: (CountedTable.Place) -> DisclosedFigure) {
    rows = table.rows
    columns = table.columns
    entries = (0...table.rows.count).map { row in
      (0...table.columns.count).map { figure(CountedTable.Place(row: row, column: $0)) }
    }
  }

  package func figure(_ row: Int, _ column: Int) -> DisclosedFigure { entries[row][column] }

  /// The sum of a row.
  package func sum(ofRow row: Int) -> DisclosedFigure { entries[row][columns.count] }

  /// The sum of a column.
  package func sum(ofColumn column: Int) -> DisclosedFigure { entries[rows.count][column] }

  package var sum: DisclosedFigure { entries[rows.count][columns.count] }
}
