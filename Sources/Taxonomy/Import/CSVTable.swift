import Foundation
import SwiftCSV

/// A CSV file (RFC 4180) whose columns are asked for by their names.
///
/// SwiftCSV parses it, row by row rather than into one dictionary for each row.
struct CSVTable {
  /// A row: where it begins, and the fields of the columns that were asked for, in their order.
  struct Row {
    let line: Int
    let fields: [String]
  }

  let file: String
  let header: [String]
  private let csv: EnumeratedCSV

  init(_ bytes: [UInt8], named file: String) throws(TaxonomyError) {
    try CSVBounds.check(bytes, of: file)
    // The parser drops an empty last field unless a line ends after it.
    guard let text = String(validating: bytes + [UInt8(ascii: "\n")], as: UTF8.self) else {
      throw TaxonomyError(file: file, line: nil, problem: .notUTF8)
    }
    do {
      csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false, rowLimit: 0)
    } catch {
      throw TaxonomyError(file: file, line: 1, problem: .strayQuote)
    }
    self.file = file
    header = csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The rows with the columns that are named, each of which the file must have.
  func rows(_ columns: [String]) throws(TaxonomyError) -> [Row] {
    var places: [Int] = []
    for column in columns { places.append(try place(of: column)) }
    let reading = Reading(expected: header.count, places: places, line: 1 + Self.breaks(in: header))
    do {
      try csv.enumerateAsArray(startAt: 1, rowLimit: CSVBounds.mostRows) { reading.take($0) }
    } catch {
      throw TaxonomyError(file: file, line: reading.line, problem: .strayQuote)
    }
    if let wrong = reading.wrong {
      throw TaxonomyError(file: file, line: wrong.line, problem: wrong.problem)
    }
    return reading.rows
  }

  private func place(of column: String) throws(TaxonomyError) -> Int {
    guard let place = header.firstIndex(of: column) else {
      throw TaxonomyError(file: file, line: 1, problem: .missingColumn(column))
    }
    return place
  }

  /// How many lines fields take, the one that they end on included.
  fileprivate static func breaks(in fields: [String]) -> Int {
    fields.reduce(1) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } }
  }
}

extension CSVTable {
  /// The rows as they come; a class because SwiftCSV's callback escapes and cannot throw.
  private final class Reading {
    private let expected: Int
    private let places: [Int]
    private(set) var line: Int
    private(set) var rows: [Row] = []
    /// The first thing that was wrong; what follows it is not read.
    private(set) var wrong: (line: Int, problem: TaxonomyError.Problem)?

    init(expected: Int, places: [Int], line: Int) {
      (self.expected, self.places, self.line) = (expected, places, line)
    }

    func take(_ fields: [String]) {
      defer { line += CSVTable.breaks(in: fields) }
      guard wrong == nil, fields != [""] else { return }
      guard fields.count == expected else {
        wrong = (line, .wrongFieldCount(expected: expected, found: fields.count))
        return
      }
      let longest = CSVBounds.longestField
      guard places.allSatisfy({ fields[$0].utf8.count <= longest }) else {
        wrong = (line, .fieldTooLong(mostBytes: longest))
        return
      }
      rows.append(Row(line: line, fields: places.map { fields[$0] }))
    }
  }
}
