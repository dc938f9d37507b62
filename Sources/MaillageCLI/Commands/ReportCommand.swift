import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage report`: what people tell the admins about others, and what became of it.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports and appeals, and what became of them.",
    discussion: """
      A report is made here, or comes from another node; an appeal is written down for somebody who \
      was suspended or limited and wrote to the moderators.

      Example: maillage report list
      """,
    subcommands: [
      List.self, ReportShowCommand.self, ReportCreateCommand.self, ReportAppealCommand.self,
      ReportAssignCommand.self, ReportNoteCommand.self, ReportForwardCommand.self,
      ReportResolveCommand.self, ReportReopenCommand.self,
    ]
  )

  /// `maillage report list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the cases, newest first.",
      discussion: "Example: maillage report list --state all --limit 50"
    )

    /// Which cases.
    enum State: String, ExpressibleByArgument, CaseIterable { case open, resolved, all }

    @OptionGroup var options: GlobalOptions

    @Option(help: "open, resolved or all.")
    var state = State.open

    @Option(help: "How many, up to 200.")
    var limit = 20

    @Option(help: "Only what is older than the case with this number.")
    var before: Int64?

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let page = Page(before: before, limit: limit)
      let cases = try await node.database.read { tx in
        try tx.reports.list(isOpen: state == .all ? nil : state == .open, page)
          .map { try ReportShape($0, in: tx) }
      }
      var table = Table("NO", "AT", "KIND", "STATE", "ABOUT", "BY", "ASSIGNED", "TEXT")
      for entry in cases {
        table.add(
          "\(entry.id)",
          entry.createdAt.shown,
          entry.kind,
          entry.state,
          entry.target ?? "",
          entry.reporter,
          entry.assignee ?? "",
          String(entry.content.prefix(60))
        )
      }
      return try Report(table.text(ifEmpty: "No such cases."), cases)
    }
  }
}

/// `maillage report show NUMBER`.
struct ReportShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a case with what it is about.",
    discussion: "Example: maillage report show 7"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The number of the case.")
  var number: Int64

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let shape = try await node.shape(of: try await node.reportCase(number))
    return try Report(shape.shown, shape)
  }
}

extension OpenNode {
  func reportCase(_ number: Int64) async throws -> ReportCase {
    guard let entry = try await database.read({ try $0.reports.find(number) }) else {
      throw NotFound("There is no case \(number). See: maillage report list --state all")
    }
    return entry
  }

  func shape(of entry: ReportCase) async throws -> ReportShape {
    try await database.read { try ReportShape(entry, in: $0) }
  }
}
