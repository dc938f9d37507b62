import Foundation
import Model

/// A territory of 500 members with 5,000 statements: what its state costs, all at once and one
/// statement more.
struct TerritoryMeasure {
  /// The processor time of checking one proof, without which no statement gets this far.
  let verification: Double

  private static let members = 500
  private static let statements = 5000
  private static let repetitions = 20

  func run(_ table: inout ResultTable) async throws {
    var script = TerritoryScript(members: Self.members, statements: Self.statements)
    let all = script.statements
    precondition(all.count == Self.statements, "the script is longer than what is measured")
    let kept = await best {
      var dictionary: [Digest: Statement] = [:]
      for statement in all { dictionary[statement.digest] = statement }
      precondition(dictionary.count == all.count)
    }
    let folded = await best {
      let state = TerritoryLedger.fold(charter: script.charter, statements: all)
      precondition(state.members.count == Self.members - 1 && state.version == script.sealVersion)
    }
    table.add("limit: 5,000 statements into a dictionary", kept * 1e3, "ms")
    table.add("territory: their proofs, processor", verification * 5000 * 1e3, "ms")
    table.add("territory: state of 5,000 statements, 500 members", goal(folded, 200))
    table.add("territory: state ÷ proofs", folded / (verification * 5000), "")
    await step(&script, all, &table)
  }

  /// Each of these changes who belongs, so nothing can be left as it was.
  private func step(
    _ script: inout TerritoryScript,
    _ all: [Statement],
    _ table: inout ResultTable
  ) async {
    var ledger = TerritoryLedger(charter: script.charter, statements: all)
    precondition(ledger.state.members.count == Self.members - 1)
    let more = script.more(99)
    var members = 0
    let usage = await Usage.of {
      for statement in more {
        _ = ledger.insert(statement)
        members = ledger.state.members.count
      }
    }
    precondition(members > Self.members, "nobody came")
    table.add(
      "territory: state after one statement more",
      goal(usage.processor / Double(more.count), 5)
    )
  }

  private func goal(_ seconds: Double, _ goal: Double) -> String {
    let milliseconds = (seconds * 1e3).formatted(.number.precision(.fractionLength(1)))
    let verdict = seconds * 1e3 < goal ? "met" : "MISSED"
    return "\(milliseconds) ms (goal: under \(Int(goal)) ms of processor) \(verdict)"
  }

  /// The least processor time of several runs.
  private func best(_ body: () -> Void) async -> Double {
    var best = Double.infinity
    for _ in 0..<Self.repetitions { best = min(best, await Usage.of { body() }.processor) }
    return best
  }
}
