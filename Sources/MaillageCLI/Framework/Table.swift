import Foundation

/// Rows in aligned columns.
struct Table {
  private let titles: [String]
  private var rows: [[String]] = []

  init(_ titles: String...) {
    self.titles = titles
  }

  mutating func add(_ cells: String...) {
    rows.append(cells.map(Self.onOneLine))
  }

  /// The table; a sentence instead when it has no rows.
  func text(ifEmpty sentence: String) -> String {
    guard !rows.isEmpty else { return sentence }
    let widths = titles.indices.map { column in
      ([titles] + rows).map { Styled.width(of: $0[column]) }.max() ?? 0
    }
    let head = line(titles, widths).split(separator: "\n").map { Styled.strong("\($0)") }
    return (head + rows.map { line($0, widths) }).joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: width - Styled.width(of: cell))
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func onOneLine(_ cell: String) -> String {
    cell.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
  }
}

extension Date {
  /// The time in UTC, for people.
  var shown: String {
    String(formatted(.iso8601).prefix(16)).replacing("T", with: " ") + "Z"
  }
}

extension TimeInterval {
  /// How long, in the largest unit that says enough.
  var shownDuration: String {
    switch self {
    case ..<120: "\(Int(Swift.max(0, self))) s"
    case ..<7200: "\(Int(self / 60)) min"
    case ..<172_800: "\(Int(self / 3600)) h"
    default: "\(Int(self / 86_400)) days"
    }
  }
}

extension Int64 {
  /// So many bytes, for people.
  var shownBytes: String {
    switch self {
    case ..<10_000: "\(self) B"
    case ..<10_000_000: "\(self / 1_000) kB"
    case ..<10_000_000_000: "\(self / 1_000_000) MB"
    default: "\(self / 1_000_000_000) GB"
    }
  }
}
