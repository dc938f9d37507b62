import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage audit`: who changed what, and why.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Who changed what, when and why; nobody can change this log.",
    discussion: "Example: maillage audit tail",
    subcommands: [Tail.self, Export.self, AuditVerifyCommand.self]
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
      abstract: "Print all entries as CSV, with --json as JSON, or one JSON document in each line.",
      discussion: """
        JSON lines carry the number and the hash of each entry, for another program to check and keep.

        Example: maillage audit export --lines
        """
    )

    @OptionGroup var options: GlobalOptions

    @Flag(help: "One JSON document in each line, with its hash.")
    var lines = false

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let chained = try await node.database.read { try $0.audit.lines() }
      guard !lines else { return try Self.report(inLines: chained) }
      let entries = chained.map(\.entry)
      let lines = entries.map { entry in
        let at = entry.at.formatted(.iso8601)
        return CSV.line([at, entry.who, entry.what, entry.target, entry.why])
      }
      return try Report(
        (["at,who,what,target,why"] + lines).joined(separator: "\n"),
        entries.map(Shape.init)
      )
    }

    private static func report(inLines lines: [AuditStore.Line]) throws -> Report {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.dateEncodingStrategy = .iso8601
      let shapes = lines.map(LineShape.init)
      let text = try shapes.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
      return try Report(text.joined(separator: "\n"), shapes)
    }
  }

  /// A line of the log as it is exported.
  private struct LineShape: Encodable {
    let number: Int64
    let at: Date
    /// The exact time, over which the hash is made.
    let milliseconds: Int64
    let who: String
    let what: String
    let target: String
    let why: String
    let hash: String

    init(_ line: AuditStore.Line) {
      number = line.number
      at = line.entry.at
      milliseconds = Int64((line.entry.at.timeIntervalSince1970 * 1_000).rounded())
      who = line.entry.who
      what = line.entry.what
      target = line.entry.target
      why = line.entry.why
      hash = line.hash.bytes.hexadecimal
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
