import ArgumentParser
import Foundation
import Model
import Node

/// `maillage member import FILE`.
struct MemberImportCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make accounts from a file.",
    discussion: """
      The file is CSV with the columns name, displayName, email, role (the first line names them), \
      or JSON lines with these members. Who is there already is left as it is, so an import can be \
      repeated. New members have no password yet: invite them, or set one.

      Example: maillage member import staff.csv --dry-run
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(
    help: "The file; - is standard input.",
    completion: .file(extensions: ["csv", "jsonl"])
  )
  var file: String

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let rows = try ImportedMember.rows(in: call.input ?? [])
    let known = Set(
      try await node.database.read {
        try $0.members.all().filter { $0.state != .deleted }.map(\.name)
      }
    )
    let results = ImportedMember.outcomes(of: rows, known: known)
    let count = results.count { $0.outcome == .added }
    var change = Change(of: "\(count) members", "make \(count) accounts of \(rows.count) lines") {
      var done: [ImportResult] = []
      for (row, result) in zip(rows, results) { done.append(await add(row, result, on: node)) }
      return try done.report()
    }
    change.preview = results
    return change
  }

  private func add(
    _ row: ImportedMember.Row,
    _ result: ImportResult,
    on node: OpenNode
  ) async -> ImportResult {
    guard result.outcome == .added, case .success(let imported) = row.content else { return result }
    var result = result
    do {
      _ = try await node.accounts.add(try imported.applicant())
    } catch {
      result.outcome = .refused
      result.error = AdminReply(error).errors
    }
    return result
  }
}
