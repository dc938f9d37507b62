import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage audit`: who changed what, and why.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Who changed what, when and why; nobody can change this log.",
    discussion: "Example: maillage audit tail",
    subcommands: [Tail.self, Export.self]
  )

  /// `maillage audit tail`.
  struct Tail: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the newest entries, the oldest of them first.",
      discussion: "Example: maillage audit tail --limit 50"
    )

    @OptionGroup var options: GlobalOptions

    @Option(help: "How many, up to 200.")
    var limit = 20

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let entries = try await node.database.read { try $0.audit.tail(limit) }
      var table = Table("AT", "WHO", "WHAT", "TARGET", "WHY")
      for entry in entries {
        table.add(entry.at.shown, entry.who, entry.what, entry.target, entry.why)
      }
      return try Report(table.text(ifEmpty: "Nothing was changed yet."), entries.map(Shape.init))
    }
  }

  /// `maillage audit export`.
  struct Export: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print all entries as CSV, or with --json as JSON.",
      discussion: "Example: maillage audit export"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let entries = try await node.database.read { try $0.audit.all() }
      let lines = entries.map { entry in
        let at = entry.at.formatted(.iso8601)
        return CSV.line([at, entry.who, entry.what, entry.target, entry.why])
      }
      return try Report(
        (["at,who,what,target,why"] + lines).joined(separator: "\n"),
        entries.map(Shape.init)
      )
    }
  }

  private struct Shape: Encodable {
    let at: Date
    let who: String
    let what: String
    let target: String
    let why: String

    init(_ entry: AuditEntry) {
      at = entry.at
      who = entry.who
      what = entry.what
      target = entry.target
      why = entry.why
    }
  }
}
