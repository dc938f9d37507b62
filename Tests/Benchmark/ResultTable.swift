import Foundation

/// What was measured, as a table of Markdown.
struct ResultTable {
  private var rows: [(name: String, value: String)] = []
  /// The bounds that were exceeded: faults, where a missed goal is only a result.
  private var exceeded: [String] = []

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

  /// Something that must not grow past a bound, both in the same unit.
  mutating func add(_ name: String, _ value: Double, _ unit: String, bound: Double) {
    let isWithin = value <= bound
    let verdict = "(bound: \(bound.formatted())) \(isWithin ? "kept" : "EXCEEDED")"
    add(name, value, "\(unit) \(verdict)")
    if !isWithin { exceeded.append("\(name): more than \(bound.formatted()) \(unit)") }
  }

  /// - Throws: `BoundExceeded`, by which the program ends with a status other than 0.
  func requireBounds() throws {
    guard exceeded.isEmpty else {
      throw BoundExceeded(description: exceeded.joined(separator: "; "))
    }
  }

  var text: String {
    let width = rows.map(\.name.count).max() ?? 0
    let lines = rows.map {
      "| \($0.name.padding(toLength: width, withPad: " ", startingAt: 0)) | \($0.value) |"
    }
    return (["| measure | value |", "|---|---|"] + lines).joined(separator: "\n")
  }
}

/// Something that was measured grew past its bound.
struct BoundExceeded: Error, CustomStringConvertible {
  let description: String
}
