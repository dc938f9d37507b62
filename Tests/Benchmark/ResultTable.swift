import Foundation

/// What was measured, as a table of Markdown.
struct ResultTable {
  private var rows: [(name: String, value: String)] = []

  mutating func add(_ name: String, _ value: String) { rows.append((name, value)) }

  mutating func add(_ name: String, _ value: Double, _ unit: String) {
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
    rows.append((name, value.formatted(.number.precision(.fractionLength(digits))) + " " + unit))
  }

  /// A ratio with its goal.
  mutating func add(_ name: String, ratio: Double, goal: String, isMet: Bool) {
    let value = ratio.formatted(.number.precision(.fractionLength(2)))
    rows.append(("**\(name)**", "\(value) (goal: \(goal)) \(isMet ? "met" : "MISSED")"))
  }

  var text: String {
    let width = rows.map(\.name.count).max() ?? 0
    let lines = rows.map {
      "| \($0.name.padding(toLength: width, withPad: " ", startingAt: 0)) | \($0.value) |"
    }
    return (["| measure | value |", "|---|---|"] + lines).joined(separator: "\n")
  }
}
