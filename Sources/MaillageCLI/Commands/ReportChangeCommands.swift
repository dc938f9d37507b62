import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// A command that changes one thing about a case.
protocol ReportChangeCommand: ChangingCommand {
  var number: Int64 { get }
  /// What happens to the case, after “would” and before its number.
  var summary: String { get }

  func apply(to entry: ReportCase, _ call: Call, in tx: Transaction) throws
}

extension ReportChangeCommand {
  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    _ = try await node.reportCase(number)
    return Change(of: "case \(number)", "\(summary) case \(number)") { tx in
      guard let entry = try tx.reports.find(number) else { throw Refusal.absent }
      try apply(to: entry, call, in: tx)
      guard let changed = try tx.reports.find(number) else { throw Refusal.absent }
      let shape = try ReportShape(changed, in: tx)
      return try Report(shape.shown, shape)
    }
  }
}

/// `maillage report assign NUMBER [NAME]`.
struct ReportAssignCommand: ReportChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Say which moderator sees to a case; without a name: nobody.",
    discussion: "Example: maillage report assign 7 alice"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the case.")
  var number: Int64

  @Argument(help: "A moderator or admin.")
  var name: String?

  var summary: String { "assign to \(name ?? "nobody")" }

  func apply(to entry: ReportCase, _ call: Call, in tx: Transaction) throws {
    let member = try name.map { name in
      guard let member = try tx.members.find(name: name.lowercased()), member.state == .active
      else { throw NotFound("There is no member \(name). See: maillage member list") }
      guard member.role != .member else {
        throw Refusal.conflict("\(name) is no moderator. See: maillage member role")
      }
      return member.actorID
    }
    try tx.reports.assign(number, to: member)
  }
}

/// `maillage report note NUMBER TEXT`.
struct ReportNoteCommand: ReportChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "Write something down about a case, for the other moderators.",
    discussion: "Example: maillage report note 7 \"wrote to them\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the case.")
  var number: Int64

  @Argument(help: "The note, up to 2000 characters.")
  var text: String

  var summary: String { "write a note about" }

  func validate() throws {
    guard (1...2000).contains(text.count) else {
      throw ValidationError("A note has 1 to 2000 characters.")
    }
  }

  func apply(to entry: ReportCase, _ call: Call, in tx: Transaction) throws {
    guard try tx.reports.notes(on: number).count < 200 else {
      throw Refusal.conflict("There are 200 notes on case \(number) already.")
    }
    try tx.reports.add(
      ReportCase.Note(author: call.caller, text: text, createdAt: call.now),
      to: number
    )
  }
}

/// `maillage report resolve NUMBER TEXT`.
struct ReportResolveCommand: ReportChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Close a case and say how it ended.",
    discussion: """
      Nothing else is done by it: see account limit and account suspend.

      Example: maillage report resolve 7 "suspended"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the case.")
  var number: Int64

  @Argument(help: "How it ended.")
  var text: String

  var summary: String { "close" }

  func apply(to entry: ReportCase, _ call: Call, in tx: Transaction) throws {
    guard entry.resolution == nil else {
      throw Refusal.conflict("Case \(number) is closed already.")
    }
    try tx.reports.setResolution(ReportCase.Resolution(text: text, at: call.now), of: number)
  }
}

/// `maillage report reopen NUMBER`.
struct ReportReopenCommand: ReportChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen",
    abstract: "Open a closed case again.",
    discussion: "Example: maillage report reopen 7"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the case.")
  var number: Int64

  var summary: String { "reopen" }

  func apply(to entry: ReportCase, _ call: Call, in tx: Transaction) throws {
    guard entry.resolution != nil else {
      throw Refusal.conflict("Case \(number) is open already.")
    }
    try tx.reports.setResolution(nil, of: number)
  }
}
