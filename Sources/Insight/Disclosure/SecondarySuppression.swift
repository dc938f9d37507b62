/// Hides further entries of a table until no hidden one can be computed from what is shown.
///
/// Each entry stands in a row and in a column, and each of those adds up. Taken as an edge between its row
/// and its column, a hidden entry can be computed exactly if, and only if, it is a bridge: if no other
/// way leads over hidden entries from its row to its column. What several hidden entries of a line add up
/// to can be computed where the line's sum is shown, so they have to stand for enough people together.
struct SecondarySuppression {
  /// The indices of all hidden entries.
  private(set) var hidden: Set<Int>
  /// Those that are no bridges; hiding more makes none of them one.
  private var cleared: Set<Int> = []
  private let table: CountedTable
  private let isTooFew: (Int, DisclosureControl.Subject) -> Bool

  init(
    _ table: CountedTable,
    hidden: Set<Int>,
    isTooFew: @escaping (Int, DisclosureControl.Subject) -> Bool
  ) {
    self.table = table
    self.hidden = hidden
    self.isTooFew = isTooFew
    while let next = nextToHide() { self.hidden.insert(next) }
  }

  private var height: Int { table.rows.count + 1 }
  private var width: Int { table.columns.count + 1 }

  /// An entry that has to be hidden as well; nothing when all is well.
  private mutating func nextToHide() -> Int? {
    for index in hidden.subtracting(cleared).sorted() {
      let sides = sides(of: index)
      guard !sides.isJoined else {
        cleared.insert(index)
        continue
      }
      if let next = cheapest(where: { sides.joins(row($0), column($0)) })
        ?? cheapest(where: { row($0) == row(index) })
        ?? cheapest(where: { column($0) == column(index) })
      {
        return next
      }
    }
    return nextInThinLine()
  }

  /// An entry of a line whose hidden ones stand for too few together.
  private func nextInThinLine() -> Int? {
    let lines =
      (0..<height).map { line in (0..<width).map { line * width + $0 } }
      + (0..<width).map { line in (0..<height).map { $0 * width + line } }
    for line in lines {
      guard let sum = line.last, !hidden.contains(sum) else { continue }
      let parts = line.dropLast().filter(hidden.contains)
      guard !parts.isEmpty else { continue }
      var together = CountedTable.Cell()
      for part in parts { together.add(table.cell(at: part)) }
      guard isTooFew(together.people.count, table.subject(of: together)) else { continue }
      return cheapest(where: { line.dropLast().contains($0) }) ?? sum
    }
    return nil
  }

  /// The shown entry that is missed least: a small one before a large one, then a sum, then a zero.
  private func cheapest(where condition: (Int) -> Bool) -> Int? {
    (0..<height * width).filter { !hidden.contains($0) && condition($0) }.min { one, other in
      (rank(one), table.cell(at: one).value, one) < (
        rank(other), table.cell(at: other).value, other
      )
    }
  }

  private func rank(_ index: Int) -> Int {
    if table.cell(at: index).value == 0 { return 2 }
    return row(index) == height - 1 || column(index) == width - 1 ? 1 : 0
  }

  private func row(_ index: Int) -> Int { index / width }
  private func column(_ index: Int) -> Int { index % width }

  // MARK: Bridges

  /// What can be reached from the row and from the column of a hidden entry without it.
  private struct Sides {
    let fromRow: Lines
    let fromColumn: Lines
    let isJoined: Bool

    func joins(_ row: Int, _ column: Int) -> Bool {
      (fromRow.rows.contains(row) && fromColumn.columns.contains(column))
        || (fromColumn.rows.contains(row) && fromRow.columns.contains(column))
    }
  }

  private struct Lines {
    var rows: Set<Int> = []
    var columns: Set<Int> = []
  }

  private func sides(of index: Int) -> Sides {
    let fromRow = reach(Lines(rows: [row(index)]), without: index)
    let fromColumn = reach(Lines(columns: [column(index)]), without: index)
    return Sides(
      fromRow: fromRow,
      fromColumn: fromColumn,
      isJoined: fromRow.columns.contains(column(index))
    )
  }

  private func reach(_ start: Lines, without left: Int) -> Lines {
    var (reached, rows, columns) = (start, Array(start.rows), Array(start.columns))
    while !rows.isEmpty || !columns.isEmpty {
      if let row = rows.popLast() {
        for column in 0..<width where hidden.contains(row * width + column) {
          guard row * width + column != left, reached.columns.insert(column).inserted else {
            continue
          }
          columns.append(column)
        }
      } else if let column = columns.popLast() {
        for row in 0..<height where hidden.contains(row * width + column) {
          guard row * width + column != left, reached.rows.insert(row).inserted else { continue }
          rows.append(row)
        }
      }
    }
    return reached
  }
}
