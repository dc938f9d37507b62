/// What came of one line of an imported file.
struct ImportResult: Encodable, Sendable {
  /// `kept`: something of this node's own stays, and outweighs what the line says.
  enum Outcome: String, Encodable { case added, unchanged, kept, refused }

  let line: Int
  let name: String?
  var outcome: Outcome
  var error: String?
}

extension [ImportResult] {
  /// A line for each.
  var table: String {
    var table = Table("LINE", "WHAT", "RESULT", "")
    for result in self {
      table.add("\(result.line)", result.name ?? "", result.outcome.rawValue, result.error ?? "")
    }
    return table.text(ifEmpty: "The file has no lines.")
  }

  /// What came of the file; the command ends with 1 when a line was refused.
  func report() throws -> Report {
    let hasRefused = contains { $0.outcome == .refused }
    return try Report(table, self, exitCode: hasRefused ? 1 : 0)
  }
}
