import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// What every command takes that changes something.
struct ChangeOptions: ParsableArguments {
  @Flag(help: "Say what would happen, and change nothing.")
  var dryRun = false

  @Option(help: "Why, for the audit log.")
  var reason: String?
}

/// A command that changes something: it can be tried, and it is written to the audit log.
protocol ChangingCommand: NodeCommand {
  var changing: ChangeOptions { get }

  /// Looks up and checks everything; changes nothing.
  func plan(on node: OpenNode, _ call: Call) async throws -> Change
}

extension ChangingCommand {
  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    try await carryOut(on: node, call)
  }

  /// Plans, and does it unless it is only tried or wants a yes.
  func carryOut(on node: OpenNode, _ call: Call) async throws -> Report {
    let change = try await plan(on: node, call)
    guard !changing.dryRun else { return try change.trial }
    if let destroying = self as? any DestroyingCommand, !destroying.confirmation.yes {
      let sentence = "This would \(change.summary).\(change.details.below)"
      throw Refusal.conflict("\(sentence)\nSay --yes if that is meant.")
    }
    let entry = AuditEntry(
      at: call.now,
      who: call.caller,
      what: CommandTree.name(of: Self.self),
      target: change.target,
      why: changing.reason ?? ""
    )
    return try await change.perform(on: node.database, as: entry)
  }
}

extension NodeDatabase {
  /// Does something in several transactions; the first of them writes the audit entry, and what
  /// fails after that is in the log as well.
  fileprivate func audited(
    as entry: AuditEntry,
    _ body: @Sendable () async throws -> Report
  ) async throws -> Report {
    let pending = PendingAudit(entry)
    do {
      let report = try await PendingAudit.$current.withValue(pending, operation: body)
      if !pending.isWritten { try await write { try $0.audit.append(entry) } }
      return report
    } catch {
      if pending.isWritten {
        var failure = entry
        failure.what += " (failed)"
        try await write { [failure] in try $0.audit.append(failure) }
      }
      throw error
    }
  }
}

/// What `--dry-run` prints.
private struct DryRun: Encodable {
  var dryRun = true
  let target: String
  let would: String
  let lines: [ImportResult]?
  let details: Facts?
}

extension Change {
  /// What a trial says of its effect.
  static let unchanged = " Nothing was changed."

  fileprivate var trial: Report {
    get throws {
      let sentence = "Would \(summary).\(Self.unchanged)"
      let table = preview.map { "\n\($0.table)" } ?? ""
      return try Report(
        sentence + details.below + table,
        DryRun(
          target: target,
          would: summary,
          lines: preview,
          details: details.isEmpty ? nil : details
        )
      )
    }
  }

  fileprivate func perform(on database: NodeDatabase, as entry: AuditEntry) async throws -> Report {
    switch work {
    case .transaction(let body, let then):
      let report = try await database.write { tx in
        try tx.audit.append(entry)
        return try body(tx)
      }
      try await then()
      return report
    case .steps(let body):
      return try await database.audited(as: entry, body)
    }
  }
}
