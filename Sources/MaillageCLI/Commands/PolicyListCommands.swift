import ArgumentParser
import Foundation
import Model
import Node

/// `maillage policy import FILE`.
struct PolicyImportCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Add the rules of a list of blocked domains, as Mastodon exports it.",
    discussion: """
      A domain stands for itself and all below it. Rules that are there already stay as they are.

      Example: maillage policy import blocks.csv --reason "list of the region" --dry-run
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The file; - is standard input.", completion: .file(extensions: ["csv"]))
  var file: String

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let lines = try DomainBlockList.lines(in: try InputFile.text(call.input ?? []))
    let known = Set(try await node.database.read { try $0.policies.all().map(\.pattern) })
    let results = DomainBlockList.outcomes(of: lines, known: known)
    let rules = zip(lines, results).compactMap { line, result -> PolicyRule? in
      guard result.outcome == .added, case .success(let block) = line.content else { return nil }
      let reason = block.comment ?? changing.reason ?? "imported"
      return PolicyRule(
        pattern: block.pattern,
        action: block.action,
        author: call.caller,
        reason: reason,
        createdAt: call.now
      )
    }
    var change = Change(of: "\(rules.count) rules", "add \(rules.count) rules") { tx in
      for rule in rules { try tx.policies.save(rule) }
      return try results.report()
    } then: {
      try await node.policyChanged()
    }
    change.preview = results
    return change
  }
}

/// `maillage policy export`.
struct PolicyExportCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print the rules that suspend or silence, as Mastodon imports them.",
    discussion: """
      With --json it prints all rules, as policy list does.

      Example: maillage policy export
      """
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let rules = try await node.database.read { try $0.policies.all() }
    return try Report(DomainBlockList.text(of: rules), rules.map(PolicyShape.init))
  }
}
