import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage policy drafts`.
struct PolicyDraftsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "drafts",
    abstract: "Show what lists ask for and what waits for somebody who means it.",
    discussion: "Example: maillage policy drafts"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let drafts = try await node.database.read { try $0.policyLists.drafts() }
    var table = Table("CHANGE", "PATTERN", "ACTION", "CONCERN", "REASON", "LIST")
    for draft in drafts {
      table.add(
        draft.change.rawValue,
        draft.rule.pattern,
        draft.rule.shownAction,
        draft.concern.map(Styled.warning) ?? "",
        draft.rule.reason,
        draft.list
      )
    }
    return try Report(table.text(ifEmpty: "No drafts."), drafts.map(PolicyDraftShape.init))
  }
}

/// A change that a list asks for, as the command line prints it.
struct PolicyDraftShape: Encodable, Sendable {
  let list: String
  let change: String
  let rule: PolicyShape
  let concern: String?

  init(_ draft: PolicyDraft) {
    list = draft.list
    change = draft.change.rawValue
    rule = PolicyShape(draft.rule)
    concern = draft.concern
  }
}

/// Which drafts are meant.
struct DraftChoice: ParsableArguments {
  @Argument(help: "The patterns of the drafts.")
  var patterns: [String] = []

  @Flag(help: "All of them, but for those with a concern.")
  var all = false

  @Option(help: "Only those of this list.")
  var from: String?

  func validate() throws {
    guard all != !patterns.isEmpty else {
      throw ValidationError("Name the patterns, or say --all.")
    }
  }

  /// The drafts; one with a concern is never among all.
  func find(on node: OpenNode) async throws -> [PolicyDraft] {
    let drafts = try await node.database.read { try $0.policyLists.drafts() }
      .filter { from == nil || $0.list == from }
    if all { return drafts.filter { $0.concern == nil } }
    let wanted = Set(patterns.map { $0.lowercased() })
    let found = drafts.filter { wanted.contains($0.rule.pattern) }
    let missing = wanted.subtracting(found.map(\.rule.pattern))
    guard missing.isEmpty else {
      throw NotFound(
        "No draft speaks of \(missing.sorted().joined(separator: ", ")). See: maillage policy drafts"
      )
    }
    guard Set(found.map(\.rule.pattern)).count == found.count else {
      throw Refusal.conflict("Several lists speak of it: say --from URL.")
    }
    return found
  }
}

/// `maillage policy approve PATTERN…`.
struct PolicyApproveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Do what drafts ask for.",
    discussion: """
      --all leaves out what names a peer, a member of a territory or a whole top-level domain: such a \
      draft has to be named.

      Example: maillage policy approve "*.spam.example"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var choice: DraftChoice

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let drafts = try await choice.find(on: node)
    let desk = PolicyListDesk(services: node.services)
    let target = drafts.count == 1 ? drafts[0].rule.pattern : "\(drafts.count) drafts"
    return Change(of: target, "do what \(drafts.count) drafts ask for") { tx in
      try desk.approve(drafts, by: call.caller, in: tx)
      return try Report("\(drafts.count) rules changed.", drafts.map(PolicyDraftShape.init))
    } then: {
      try await desk.reload()
    }
  }
}

/// `maillage policy dismiss PATTERN…`.
struct PolicyDismissCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "dismiss",
    abstract: "Do not do what drafts ask for, also when their lists say it again.",
    discussion: "Example: maillage policy dismiss \"*.mairie.example\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var choice: DraftChoice

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let drafts = try await choice.find(on: node)
    let target = drafts.count == 1 ? drafts[0].rule.pattern : "\(drafts.count) drafts"
    return Change(of: target, "dismiss \(drafts.count) drafts") { tx in
      for draft in drafts { try tx.policyLists.dismiss(draft) }
      return try Report("\(drafts.count) drafts dismissed.", drafts.map(PolicyDraftShape.init))
    }
  }
}
