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
      repeated. New members have no password yet: --invite writes them a letter each, as `member \
      invite` does. HumHub's list of users is read, too, by its columns Username, Email, Status, \
      First name and Last name.

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

  @Flag(help: "Write each new member with an address a letter, by which it takes its account.")
  var invite = false

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let rows = try ImportedMember.rows(in: call.input ?? [])
    guard !invite || node.accounts.sendsMail else {
      throw Refusal.conflict(
        "No mail is sent, so nobody can be invited: set mail.server and mail.from."
      )
    }
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
      var applicant = try imported.applicant()
      applicant.state = invite && applicant.email != nil ? .pending : .active
      _ = try await node.accounts.add(applicant)
      if applicant.state == .pending,
        try await node.accounts.inviteByMail(applicant.name, validFor: 14) == nil
      {
        result.error = "Its address is paused: nothing was sent."
      }
    } catch {
      result.outcome = .refused
      result.error = AdminReply(error).errors
    }
    return result
  }
}
