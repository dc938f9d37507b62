import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage policy import FILE`.
struct PolicyImportCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Add the rules of a list of blocked domains, as Mastodon exports it.",
    discussion: """
      A domain stands for itself and all below it. Rules that are there already stay as they are. \
      Lines that name this node, a peer or a member of a territory are refused.

      Example: maillage policy import blocks.csv --reason "list of the region" --dry-run
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The file; - is standard input.", completion: .file(extensions: ["csv"]))
  var file: String

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let lines = try DomainList.lines(in: try InputFile.text(call.input ?? []))
    let known = Set(try await node.database.read { try $0.policies.all().map(\.pattern) })
    let outcomes = outcomes(of: lines, known, Concerned(services: node.services))
    let rules = outcomes.compactMap { _, entry in
      entry?.rule(by: call.caller, reason: changing.reason ?? "imported", at: call.now)
    }
    let results = outcomes.map(\.result)
    var change = Change(of: "\(rules.count) rules", "add \(rules.count) rules") { tx in
      try tx.policies.change(saving: rules)
      return try results.report()
    } then: {
      try await node.policyChanged()
    }
    change.preview = results
    return change
  }

  /// What is to be done with each line, and the rule that it adds.
  private func outcomes(
    of lines: [DomainList.Line],
    _ known: Set<String>,
    _ concerned: Concerned
  ) -> [(result: ImportResult, entry: DomainList.Entry?)] {
    var known = known
    return lines.map { line in
      do throws(Refusal) {
        let entry = try line.content.get()
        try concerned.requireElsewhere(entry.pattern)
        let isNew = known.insert(entry.pattern).inserted
        if isNew, entry.action != .neutral, let tie = concerned.tie(named: entry.pattern) {
          throw .conflict("It names \(tie): use policy add if that is meant.")
        }
        let result = ImportResult(
          line: line.number,
          name: entry.pattern,
          outcome: isNew ? .added : .unchanged
        )
        return (result, isNew ? entry : nil)
      } catch {
        let result = ImportResult(
          line: line.number,
          name: nil,
          outcome: .refused,
          error: error.description
        )
        return (result, nil)
      }
    }
  }
}

/// `maillage policy export`.
struct PolicyExportCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print the rules that block or take less, as Mastodon imports them.",
    discussion: """
      With --json it prints all rules, as policy list does.

      Example: maillage policy export
      """
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let rules = try await node.database.read { try $0.policies.all() }
    return try Report(DomainList.text(of: rules), rules.map(PolicyShape.init))
  }
}
